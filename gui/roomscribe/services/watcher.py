"""The one scheduler of questions: what is due, within each profile's rate, with jitter and back-off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from roomscribe.domain.clock import Clock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.net.retry import back_off, jitter
from roomscribe.services.clock_watch import ClockWatch
from roomscribe.services.follower import Follower
from roomscribe.services.rates import RateBook
from roomscribe.services.spawning import Spawner, keep_up
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.vendors.protocol import Abilities
from roomscribe.vendors.registry import Registry

TICK = 0.25
"""Seconds between two looks at what is due."""


@dataclass
class _Plan:
    due: float
    failures: int = 0
    question: asyncio.Task[bool] | None = None
    """The question under way."""
    epoch: int = 0
    """Of the task when it was asked."""
    acts: bool = False
    """The question changes something at the vendor."""
    nudged: bool = False
    """A person acted while the question was under way: ask again as soon as it is over."""
    left: set[asyncio.Task[bool]] = field(default_factory=set)
    """Questions that act and were overtaken: they go on, as what they sent must be written down."""


class Watcher:
    """Keeps every live task's row fresh, and stops tasks whose end time has come."""

    def __init__(
        self,
        *,
        registry: Registry,
        store: TaskStore,
        follower: Follower,
        stopper: Stopper,
        rates: RateBook,
        spawner: Spawner,
        clock: Clock,
        clock_watch: ClockWatch,
        mine: Callable[[Task], bool],
    ) -> None:
        """`mine` tells the tasks that this console watches from those that another one on the same ledger does."""
        self._clock_watch = clock_watch
        self._mine = mine
        self._registry = registry
        self._store = store
        self._follower = follower
        self._stopper = stopper
        self._rates = rates
        self._spawner = spawner
        self._clock = clock
        self._plans: dict[str, _Plan] = {}
        self._ending: set[str] = set()
        """Tasks whose wish to end is being written."""
        self._wake = asyncio.Event()
        self._unsubscribe = store.subscribe(self)

    def start(self) -> None:
        """Watch until the supervisor ends."""
        keep_up(self._spawner, self._run, name="watcher")

    def close(self) -> None:
        """Ask nothing more."""
        self._unsubscribe()

    def nudge(self, task_id: str) -> None:
        """Ask about this task at once: a person acted on it. The console that watches it learns that by itself, and
        where the vendor's add-on is not installed nobody can ask: its row says so."""
        task = self._store.get(task_id)
        if not self._mine(task) or not self._knows(task):
            return
        plan = self._plans.setdefault(task_id, _Plan(due=0.0))
        plan.due, plan.failures = 0.0, 0
        if plan.question is not None and plan.epoch < task.epoch:
            # It was asked before the act, so its answer would be dropped; a person must not wait for it to time out.
            _give_up(plan)
        self._wake.set()

    def lets_go(self, task_id: str) -> bool:
        """Ask no more about the task, for another process is to watch it; False while something is under way."""
        plan = self._plans.get(task_id)
        if task_id in self._ending or (plan is not None and (plan.question is not None or plan.left)):
            return False
        self._plans.pop(task_id, None)
        return True

    def task_added(self, task: Task) -> None:
        """Nothing to ask while the launcher is at work."""

    def task_changed(self, task: Task) -> None:
        """A row that the launcher has finished with is watched; one that moved is asked sooner than planned."""
        plan = self._plans.get(task.id)
        if not self._knows(task):
            return
        # Somebody may have wanted it stopped before anybody knew by which name.
        soon = self._clock.monotonic() + (0.0 if self._follower.next_is_stop(task) else self._interval(task))
        if plan is None:
            if self._mine(task) and task.live and task.state is not TaskState.REQUESTING:
                self._plans[task.id] = _Plan(due=soon)
        elif task.state.changing and plan.question is None:
            plan.due = min(plan.due, soon)

    def take_over(self) -> None:
        """Plan the rows of an earlier session: whatever was open is asked about at once."""
        for task in self._store.live():
            if self._mine(task) and self._knows(task):
                self._plans[task.id] = _Plan(due=0.0)

    async def _run(self) -> None:
        while True:
            wait = self.look()
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                continue
            self._wake.clear()

    def look(self) -> float:
        """Ask what is due, as far as it is permitted; returns after how many seconds to look again."""
        if self._clock_watch.look():
            self._begin_anew()
        # First: their wishes are on their way while the questions go out.
        self._end_overdue()
        now = self._clock.monotonic()
        ready = [
            (plan.due, task_id) for task_id, plan in self._plans.items() if plan.due <= now and plan.question is None
        ]
        wait = TICK
        # Of those that are due together the one that was started first: the sort keeps their order.
        for _, task_id in sorted(ready, key=lambda each: each[0]):
            task = self._store.get(task_id)
            if not task.live or not self._mine(task):
                del self._plans[task_id]
                continue
            stops = self._follower.next_is_stop(task)
            if self._rates.take_stop(task.profile_id) if stops else self._rates.take(task.profile_id):
                plan = self._plans[task_id]
                plan.epoch, plan.acts = task.epoch, self._follower.next_acts(task)
                plan.question = self._spawner.spawn(self._follower.ask(task_id), name=f"ask {task_id}")
                # Not at the end of a coroutine: one that is cancelled before its first step never comes to that.
                plan.question.add_done_callback(partial(self._asked, task_id, plan))
            elif stops:
                # Waiting a whole tick would waste what the account is permitted meanwhile.
                wait = min(wait, self._rates.stop_wait(task.profile_id))
        return wait

    def _begin_anew(self) -> None:
        """The computer slept: whatever is known is old, and what was asked before will hardly be answered any more."""
        for plan in self._plans.values():
            plan.due, plan.failures = 0.0, 0
            _give_up(plan)

    def _end_overdue(self) -> None:
        now = self._clock.now()
        for task_id in list(self._plans):
            task = self._store.get(task_id)
            overdue = task.live and task.ends_at is not None and task.ends_at <= now and task.stop_wished_at is None
            if overdue and task_id not in self._ending and not self._clock_watch.moving(task_id):
                self._ending.add(task_id)
                self._spawner.spawn(self._stop_overdue(task_id), name=f"end {task_id}")

    async def _stop_overdue(self, task_id: str) -> None:
        try:
            if self._store.get(task_id).can_stop:
                await self._stopper.wish(task_id, reason="end-time")
        finally:
            self._ending.discard(task_id)
            # Also when the wish could not be written: a full disk must not keep a bot running.
            self.nudge(task_id)

    def _asked(self, task_id: str, plan: _Plan, question: asyncio.Task[bool]) -> None:
        if question in plan.left:
            plan.left.discard(question)
            return
        # Also after a fault of ours: what was asked in vain must not be asked again at once.
        answered = not question.cancelled() and question.exception() is None and question.result()
        plan.question = None
        plan.failures = 0 if answered else plan.failures + 1
        self._plan_next(task_id, plan)

    def _plan_next(self, task_id: str, plan: _Plan) -> None:
        task = self._store.get(task_id)
        if not task.live:
            self._plans.pop(task_id, None)
            return
        if plan.nudged:
            plan.nudged, plan.failures, plan.due = False, 0, 0.0
            self._wake.set()
            return
        if plan.failures == 0 and self._follower.next_is_stop(task):
            # It was just found, or has outlived its last stop: each pause lets it run on.
            plan.due = 0.0
            self._wake.set()
            return
        wait = max(self._interval(task), back_off(plan.failures))
        plan.due = self._clock.monotonic() + jitter(wait)

    def _knows(self, task: Task) -> bool:
        return self._registry.knows(task.generation)

    def _interval(self, task: Task) -> float:
        abilities = self._abilities(task)
        return abilities.poll_changing if task.state.changing else abilities.poll_steady

    def _abilities(self, task: Task) -> Abilities:
        return self._registry.generation(task.generation).abilities


def _give_up(plan: _Plan) -> None:
    """Wait no longer for the question under way, if there is one."""
    if plan.question is None:
        return
    if plan.acts:
        # It may have reached the vendor, and a request that did must stand in the journal.
        plan.left.add(plan.question)
        plan.question = None
    else:
        plan.nudged = True
        plan.question.cancel()

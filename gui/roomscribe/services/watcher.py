"""The one scheduler of questions: what is due, within each profile's rate, with jitter and back-off."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.net.rates import TokenBucket
from roomscribe.net.retry import back_off, jitter
from roomscribe.services.follower import Follower
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.vendors.protocol import Abilities
from roomscribe.vendors.registry import Registry

SHARE_OF_PERMITTED_RATE = 0.8
"""The rest of the vendor's rate stays free for a person's own acts."""
UNDOCUMENTED_RATE = 5.0
"""Calls a second where the vendor publishes no number."""
TICK = 0.25
"""Seconds between two looks at what is due."""


@dataclass
class _Plan:
    due: float
    failures: int = 0
    asking: bool = False


@dataclass(frozen=True)
class Budget:
    """How much of the permitted rate is free now, over all profiles in use."""

    free: int
    permitted: int


class Watcher:
    """Keeps every live task's row fresh, and stops tasks whose end time has come."""

    def __init__(
        self,
        *,
        registry: Registry,
        store: TaskStore,
        follower: Follower,
        stopper: Stopper,
        spawner: Spawner,
        clock: Clock,
    ) -> None:
        self._registry = registry
        self._store = store
        self._follower = follower
        self._stopper = stopper
        self._spawner = spawner
        self._clock = clock
        self._plans: dict[str, _Plan] = {}
        self._buckets: dict[str, TokenBucket] = {}
        self._ending: set[str] = set()
        """Tasks whose wish to end is being written."""
        self._wake = asyncio.Event()
        self._unsubscribe = store.subscribe(self)

    def start(self) -> None:
        """Watch until the supervisor ends."""
        self._spawner.spawn(self._run(), name="watcher")

    def close(self) -> None:
        """Ask nothing more."""
        self._unsubscribe()

    def nudge(self, task_id: str) -> None:
        """Ask about this task at once: a person acted on it."""
        plan = self._plans.setdefault(task_id, _Plan(due=0.0))
        plan.due, plan.failures = 0.0, 0
        self._wake.set()

    def budget(self) -> Budget:
        """The free and the permitted calls a second, for the status bar."""
        buckets = self._buckets.values()
        return Budget(free=sum(each.free() for each in buckets), permitted=int(sum(each.rate for each in buckets)))

    def task_added(self, task: Task) -> None:
        """Nothing to ask while the launcher is at work."""

    def task_changed(self, task: Task) -> None:
        """A row that the launcher has finished with is watched; one that moved is asked sooner than planned."""
        plan = self._plans.get(task.id)
        soon = self._clock.monotonic() + self._interval(task)
        if plan is None:
            if task.live and task.state is not TaskState.REQUESTING:
                self._plans[task.id] = _Plan(due=soon)
        elif task.state.changing and not plan.asking:
            plan.due = min(plan.due, soon)

    def take_over(self) -> None:
        """Plan the rows of an earlier session: whatever was open is asked about at once."""
        for task in self._store.live():
            self._plans[task.id] = _Plan(due=0.0)

    async def _run(self) -> None:
        while True:
            self._look()
            try:
                async with asyncio.timeout(TICK):
                    await self._wake.wait()
            except TimeoutError:
                continue
            self._wake.clear()

    def _look(self) -> None:
        now = self._clock.monotonic()
        ready = [(plan.due, task_id) for task_id, plan in self._plans.items() if plan.due <= now and not plan.asking]
        for _, task_id in sorted(ready):
            task = self._store.get(task_id)
            if not task.live:
                del self._plans[task_id]
            elif self._bucket(task).take():
                self._plans[task_id].asking = True
                self._spawner.spawn(self._ask(task_id), name=f"ask {task_id}")
        self._end_overdue()

    def _end_overdue(self) -> None:
        now = self._clock.now()
        for task_id in list(self._plans):
            task = self._store.get(task_id)
            overdue = task.live and task.ends_at is not None and task.ends_at <= now and task.stop_wished_at is None
            if overdue and task_id not in self._ending:
                self._ending.add(task_id)
                self._spawner.spawn(self._stop_overdue(task_id), name=f"end {task_id}")

    async def _stop_overdue(self, task_id: str) -> None:
        try:
            if self._store.get(task_id).can_stop:
                await self._stopper.wish(task_id, reason="end-time")
                self.nudge(task_id)
        finally:
            self._ending.discard(task_id)

    async def _ask(self, task_id: str) -> None:
        plan = self._plans[task_id]
        answered = False
        try:
            answered = await self._follower.ask(task_id)
        finally:
            # Also after a fault of ours: what was asked in vain must not be asked again at once.
            plan.asking = False
            plan.failures = 0 if answered else plan.failures + 1
            self._plan_next(task_id, plan)

    def _plan_next(self, task_id: str, plan: _Plan) -> None:
        task = self._store.get(task_id)
        if not task.live:
            self._plans.pop(task_id, None)
            return
        wait = max(self._interval(task), back_off(plan.failures))
        plan.due = self._clock.monotonic() + jitter(wait)

    def _interval(self, task: Task) -> float:
        abilities = self._abilities(task)
        return abilities.poll_changing if task.state.changing else abilities.poll_steady

    def _abilities(self, task: Task) -> Abilities:
        return self._registry.generation(task.generation).abilities

    def _bucket(self, task: Task) -> TokenBucket:
        if task.profile_id not in self._buckets:
            documented = self._abilities(task).calls_per_second
            slowest = min(documented.values()) if documented else UNDOCUMENTED_RATE
            self._buckets[task.profile_id] = TokenBucket(self._clock, slowest * SHARE_OF_PERMITTED_RATE)
        return self._buckets[task.profile_id]

"""The one scheduler of questions: what is due, within what each account is permitted."""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter, deque
from collections.abc import Callable
from functools import partial

from roomscribe.domain.clock import Clock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.net.pace import Pace, Permit
from roomscribe.net.retry import back_off, jitter
from roomscribe.services.asking import Plan, Queue
from roomscribe.services.clock_watch import ClockWatch
from roomscribe.services.follower import Follower
from roomscribe.services.intervals import Intervals
from roomscribe.services.pacing import OBSERVE, STOP
from roomscribe.services.rates import Budget, RateBook
from roomscribe.services.schedule import Line
from roomscribe.services.spawning import Spawner, keep_up
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.vendors.registry import Registry

LONGEST_REST, SHORTEST_REST = 1.0, 0.001
"""Seconds between two looks: the clock is looked at though nothing is due; and rounding must not make it spin."""
SPREAD = 0.05
"""Share by which an interval is longer or shorter at random."""
AGAIN = 0.25
"""Seconds until an end that could not be looked at, or not be written down, is looked at again."""
AT_A_TIME = 500
"""Rows that are planned anew between two turns of everybody else."""
WAITS = 1.0
"""Seconds after its turn from which a row that is not asked yet counts as waiting."""


class Watcher:
    """Keeps every live task's row fresh, and stops tasks whose end time has come.

    A look costs as much as there is to do, however many rows there are.
    """

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
        self._intervals = Intervals(registry, clock)
        self._plans: dict[str, Plan] = {}
        self._queues: dict[tuple[Pace, bool], Queue] = {}
        self._ends: list[tuple[float, str]] = []
        """A heap: when (UTC seconds) each task's end is to be looked at; also ends that were put off since."""
        self._ending: set[str] = set()
        """Tasks whose wish to end is being written."""
        self._replanned: deque[str] = deque()
        """Rows that are to be asked sooner than planned, for somebody looks at them again."""
        self._wake = asyncio.Event()
        self._unsubscribe = store.subscribe(self)
        rates.on_news = self._wake.set

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
        if not self._watches(task):
            return
        plan = self._planned(task)
        plan.failures = 0
        if plan.question is None:
            self._promise_sooner(plan, task)
            self._put(task, plan, 0.0, first=True)
        elif plan.epoch < task.epoch:
            # It was asked before the act, so its answer would be dropped; a person must not wait for it to time out.
            self._give_up(task, plan)
        self._wake.set()

    def take_up(self, task_id: str) -> None:
        """Watch this task from now on, and ask about it when its turn comes."""
        task = self._store.get(task_id)
        if self._watches(task):
            plan = self._planned(task)
            if plan.question is None:
                self._put(task, plan, 0.0)
            self._wake.set()

    def take_over(self) -> None:
        """Plan the rows of an earlier session: whatever was open is asked about at once."""
        for task in self._store.live():
            self.take_up(task.id)

    def lets_go(self, task_id: str) -> bool:
        """Ask no more about the task, for another process is to watch it; False while something is under way."""
        plan = self._plans.get(task_id)
        if task_id in self._ending or (plan is not None and (plan.question is not None or plan.left)):
            return False
        self._forget(task_id)
        return True

    def seen(self, visible: bool) -> None:
        """Whether anybody can see the rows: what nobody looks at is asked about less often."""
        if visible and not self._intervals.visible:
            self._replanned.extend(self._plans)
        self._intervals.visible = visible
        self._wake.set()

    def promised(self, task: Task) -> float:
        """Seconds: how old the knowledge about a live task shall become at most, were every question permitted."""
        plan = self._plans.get(task.id)
        return plan.promised if plan is not None else self._intervals.of(task)

    def budget(self) -> Budget:
        """What may be asked now, and how many rows wait for it."""
        late = self._clock.monotonic() - WAITS
        waiting = Counter(plan.queue.pace for plan in self._plans.values() if plan.due < late and plan.question is None)
        return Budget.of(self._rates.accounts(waiting))

    # News of the store

    def task_added(self, task: Task) -> None:
        """Nothing to ask while the launcher is at work."""

    def task_changed(self, task: Task) -> None:
        """A row that the launcher has finished with is watched; one that moved is asked sooner than planned."""
        plan = self._plans.get(task.id)
        if plan is None:
            if self._watches(task) and task.state is not TaskState.REQUESTING:
                self._put(task, self._planned(task), self._soon(task))
                self._wake.set()
            return
        if plan.ends_at != task.ends_at:
            self._look_out_for_end(task, plan)
        if plan.question is not None:
            return
        if not task.live:
            self._forget(task.id)
        elif task.state.changing:
            self._sooner(task, plan, self._soon(task))
            self._wake.set()

    # The loop

    async def _run(self) -> None:
        while True:
            self._wake.clear()  # before the look: a row that it moves to a queue it has served wants another one
            rest = self.look()
            try:
                async with asyncio.timeout(rest):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def look(self) -> float:
        """Ask what is due, as far as it is permitted; returns after how many seconds to look again."""
        if self._clock_watch.look():
            self._begin_anew()
        # First: their wishes are on their way while the questions go out.
        rest = min(LONGEST_REST, self._end_overdue())
        self._plan_anew()
        # Stops before questions: where a vendor counts them together a person's act goes first.
        for queue in sorted(self._queues.values(), key=lambda each: not each.stops):
            rest = min(rest, self._serve(queue))
        return SHORTEST_REST if self._replanned else max(SHORTEST_REST, rest)

    def _serve(self, queue: Queue) -> float:
        while (task_id := queue.line.due()) is not None:
            task, plan = self._store.get(task_id), self._plans[task_id]
            if not task.live or not self._mine(task):
                self._forget(task_id)
                continue
            if self._queue(task) is not queue:
                # What is to be asked has changed since, or which account it is.
                self._put(task, plan, 0.0, first=True)
                self._wake.set()
                continue
            permit = queue.pace.take(act=queue.stops)
            if permit is None:
                queue.line.hold()
                return queue.pace.wait(act=queue.stops)
            queue.line.serve(task_id)
            self._ask(task, plan, permit)
        return queue.line.wait()

    def _ask(self, task: Task, plan: Plan, permit: Permit) -> None:
        plan.epoch, plan.acts = task.epoch, self._follower.next_acts(task)
        plan.question = self._spawner.spawn(self._follower.ask(task.id, permit), name=f"ask {task.id}")
        # Not at the end of a coroutine: one that is cancelled before its first step never comes to that.
        plan.question.add_done_callback(partial(self._asked, task.id, plan, permit))

    def _asked(self, task_id: str, plan: Plan, permit: Permit, question: asyncio.Task[bool]) -> None:
        if permit.begun is None:
            permit.give_back()
        if question in plan.left:
            plan.left.discard(question)
            return
        plan.question = None
        task = self._store.get(task_id)
        if not task.live:
            self._forget(task_id)
        elif plan.nudged:
            plan.nudged, plan.failures = False, 0
            self._put(task, plan, 0.0, first=True)
        elif permit.was_refused:
            # That is no trouble of this row: the account pauses, and the row keeps its turn.
            self._put(task, plan, 0.0)
        else:
            # Also after a fault of ours: what was asked in vain must not be asked again at once.
            answered = not question.cancelled() and question.exception() is None and question.result()
            plan.failures = 0 if answered else plan.failures + 1
            plan.promised, plan.asked = self._intervals.of(task), self._clock.monotonic()
            if plan.failures == 0 and self._follower.next_is_stop(task):
                # It was just found, or has outlived its last stop: each pause lets it run on.
                self._put(task, plan, 0.0, first=True)
            else:
                rest = jitter(max(plan.promised, back_off(plan.failures)), SPREAD)
                # A stop that is due meanwhile does not wait for the row's turn: what it is to end runs on.
                self._put(task, plan, min(rest, self._follower.stop_due_in(task)))
        self._wake.set()

    # Plans

    def _watches(self, task: Task) -> bool:
        return task.live and self._mine(task) and self._registry.knows(task.generation)

    def _planned(self, task: Task) -> Plan:
        """Its plan, made now if there was none."""
        plan = self._plans.get(task.id)
        if plan is None:
            plan = self._plans[task.id] = Plan(self._queue(task), promised=self._intervals.of(task))
            plan.asked = self._clock.monotonic()
            self._look_out_for_end(task, plan)
        return plan

    def _queue(self, task: Task) -> Queue:
        """The queue for what is to be asked about it next."""
        stops = self._follower.next_is_stop(task)
        pace = self._rates.pace(task.profile_id, STOP if stops else OBSERVE)
        queue = self._queues.get((pace, stops))
        if queue is None:
            # Those of accounts that are gone go, too.
            self._queues = {key: each for key, each in self._queues.items() if len(each.line)}
            queue = self._queues[pace, stops] = Queue(pace, stops, Line(self._clock))
        return queue

    def _put(self, task: Task, plan: Plan, seconds: float, *, first: bool = False) -> None:
        self._move(task, plan)
        plan.due = self._clock.monotonic() + seconds
        line, interval = plan.queue.line, max(seconds, self._intervals.of(task))
        if first:
            line.put_first(task.id, interval)
        else:
            line.put(task.id, seconds, interval)

    def _sooner(self, task: Task, plan: Plan, seconds: float) -> None:
        self._move(task, plan)
        plan.due = min(plan.due, self._clock.monotonic() + seconds)
        self._promise_sooner(plan, task)
        plan.queue.line.sooner(task.id, seconds, self._intervals.of(task))

    def _move(self, task: Task, plan: Plan) -> None:
        queue = self._queue(task)
        if plan.queue is not queue:
            plan.queue.line.drop(task.id)
            plan.queue = queue

    def _soon(self, task: Task) -> float:
        """Seconds until it is to be asked about: at once where somebody wanted it stopped before it had a name."""
        return 0.0 if self._follower.next_is_stop(task) else self._intervals.of(task)

    def _promise_sooner(self, plan: Plan, task: Task) -> None:
        """Its interval is shorter from now on; what is known was fresh enough until now."""
        interval = self._intervals.of(task)
        age = self._clock.now() - task.answered_at if task.answered_at is not None else 0.0
        plan.promised = max(interval, min(plan.promised, age + interval))

    def _forget(self, task_id: str) -> None:
        plan = self._plans.pop(task_id, None)
        if plan is not None:
            plan.queue.line.drop(task_id)

    def _plan_anew(self) -> None:
        """Ask sooner about some of the rows that are looked at again."""
        now = self._clock.monotonic()
        for _ in range(min(AT_A_TIME, len(self._replanned))):
            task_id = self._replanned.popleft()
            plan = self._plans.get(task_id)
            if plan is not None and plan.question is None and not plan.failures:
                task = self._store.get(task_id)
                self._sooner(task, plan, max(0.0, self._intervals.of(task) - (now - plan.asked)))

    def _begin_anew(self) -> None:
        """The computer slept: whatever is known is old, and what was asked before will hardly be answered any more."""
        for task_id, plan in list(self._plans.items()):
            plan.failures = 0
            task = self._store.get(task_id)
            if plan.question is not None:
                self._give_up(task, plan)
            else:
                self._put(task, plan, 0.0)

    def _give_up(self, task: Task, plan: Plan) -> None:
        """Wait no longer for the question under way."""
        if plan.question is None:
            return
        if plan.acts:
            # It may have reached the vendor, and a request that did must stand in the journal.
            plan.left.add(plan.question)
            plan.question = None
            self._put(task, plan, 0.0, first=True)
        else:
            plan.nudged = True
            plan.question.cancel()

    # Ends

    def _look_out_for_end(self, task: Task, plan: Plan) -> None:
        plan.ends_at = task.ends_at
        if task.ends_at is not None:
            heapq.heappush(self._ends, (task.ends_at, task.id))
            self._wake.set()

    def _end_overdue(self) -> float:
        """Have tasks end whose time has come; returns the seconds until the next one's has."""
        now = self._clock.now()
        while self._ends and self._ends[0][0] <= now:
            _, task_id = heapq.heappop(self._ends)
            task = self._store.get(task_id)
            if task_id not in self._plans or task_id in self._ending or not self._overdue(task):
                continue
            if self._clock_watch.moving(task_id) or task.state is TaskState.REQUESTING:
                # Its end may yet be put off: a start that waited long for its turn gets all of its time.
                heapq.heappush(self._ends, (now + AGAIN, task_id))
            else:
                self._ending.add(task_id)
                self._spawner.spawn(self._stop_overdue(task_id), name=f"end {task_id}")
        return self._ends[0][0] - now if self._ends else LONGEST_REST

    def _overdue(self, task: Task) -> bool:
        over = task.ends_at is not None and task.ends_at <= self._clock.now()
        return over and task.live and task.stop_wished_at is None

    async def _stop_overdue(self, task_id: str) -> None:
        try:
            if self._store.get(task_id).can_stop:
                await self._stopper.wish(task_id, reason="end-time")
        finally:
            self._ending.discard(task_id)
            if self._overdue(self._store.get(task_id)):
                heapq.heappush(self._ends, (self._clock.now() + AGAIN, task_id))
            # Also when the wish could not be written: a full disk must not keep a bot running.
            self.nudge(task_id)

"""Notices that the computer slept or that its clock was set, and keeps lengths of time as they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.clock import Clock, SteadyClock
from roomscribe.domain.tasks import EntryKind, Origin, Task
from roomscribe.services.listeners import Listeners
from roomscribe.services.recorder import Changes, Recorder
from roomscribe.services.skew import SkewBook
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore

SLEPT = 10.0
"""Seconds without a look from which the computer, or this program, counts as having slept."""
FUTURE = 60.0
"""Seconds by which what has happened may seem to lie ahead: two processes look at the clock at different moments."""

_PAST = ("created_at", "started_at", "asked_at", "answered_at", "stop_wished_at", "updated_at")
"""What has happened by our clock; an adopted task began by its vendor's."""


@dataclass(frozen=True, kw_only=True)
class ClockNews:
    """What a person should know about the computer's time."""

    moved: float = 0.0
    """Seconds by which somebody set the clock; negative: back."""
    slept: float = 0.0
    """Seconds that the computer slept."""
    overdue: tuple[Task, ...] = ()
    """Tasks of this console whose end time passed meanwhile: they are being stopped."""


class ClockWatch:
    """Looks at the clock several times a second.

    Rows hold UTC. When somebody sets the clock, every moment of a live row is moved along, so that ages and the time
    until its end stay what they were; the journal keeps what was written by the old time, and says so.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        store: TaskStore,
        recorder: Recorder,
        skew: SkewBook,
        spawner: Spawner,
        mine: Callable[[Task], bool],
    ) -> None:
        """`mine` tells the rows that this console watches: each row is moved once, however many consoles there are."""
        self._clock = clock
        self._store = store
        self._recorder = recorder
        self._skew = skew
        self._spawner = spawner
        self._mine = mine
        self._looked: float | None = None
        self._moving: set[str] = set()
        self._suspects: set[str] = set()
        """Rows that told of the future when they were last written."""
        store.subscribe(self)
        self._listeners: Listeners[Callable[[ClockNews], None]] = Listeners()

    def subscribe(self, listener: Callable[[ClockNews], None]) -> Callable[[], None]:
        """Tell what was noticed, until the returned function is called."""
        return self._listeners.add(listener)

    def moving(self, task_id: str) -> bool:
        """Whether a row's times are being moved: until that is done they say nothing."""
        return task_id in self._moving

    def task_added(self, task: Task) -> None:
        """As `task_changed`."""
        self.task_changed(task)

    def task_changed(self, task: Task) -> None:
        """What another process has written may have been written by another time."""
        if task.live and _ahead(task, self._clock.now()):
            self._suspects.add(task.id)

    def look(self) -> float:
        """Follow the clock; returns for how many seconds the computer slept, 0 where it did not."""
        moved = self._clock.follow() if isinstance(self._clock, SteadyClock) else 0.0
        if moved:
            self._skew.forget()
            self._tell(ClockNews(moved=moved))
        first = self._looked is None
        for task in self._store.live() if moved or first else map(self._store.get, tuple(self._suspects)):
            by = moved or (_ahead(task, self._clock.now()) if task.live else 0.0)
            if not by:
                self._suspects.discard(task.id)
            elif self._mine(task) and task.id not in self._moving:
                self._moving.add(task.id)
                self._spawner.spawn(self._move(task.id, by), name=f"follow the clock {task.id}")
        now = self._clock.monotonic()
        away = 0.0 if self._looked is None else now - self._looked
        self._looked = now
        if away < SLEPT:
            return 0.0
        self._tell_of_sleep(away)
        return away

    async def _move(self, task_id: str, seconds: float) -> None:
        try:
            entry = self._recorder.entry(task_id, EntryKind.CLOCK_SET, detail={"seconds": seconds})
            await self._recorder.record(task_id, entry, change=lambda before: moved_by(before, seconds))
        finally:
            self._moving.discard(task_id)

    def _tell_of_sleep(self, seconds: float) -> None:
        now = self._clock.now()
        over = tuple(
            task
            for task in self._store.live()
            if self._mine(task) and task.ends_at is not None and task.ends_at <= now and task.stop_wished_at is None
        )
        if over:
            self._tell(ClockNews(slept=seconds, overdue=over))

    def _tell(self, news: ClockNews) -> None:
        self._listeners.tell(lambda listener: listener(news))


def moved_by(task: Task, seconds: float) -> Changes:
    """A row's moments after the clock was set by so many seconds."""
    names = (*_PAST, "ends_at") if task.origin is Origin.STARTED else (*_PAST[:1], *_PAST[2:], "ends_at")
    return {name: getattr(task, name) + seconds for name in names if getattr(task, name) is not None}


def _ahead(task: Task, now: float) -> float:
    """By how much a row was written by a clock that has been set back since, as a negative number; 0 else.

    Without that, a task would run on for as long as the clock was put back while no console was there to see it.
    """
    happened = moved_by(task, 0.0)
    happened.pop("ends_at", None)
    latest = max(happened.values(), default=0.0)
    return now - latest if latest > now + FUTURE else 0.0

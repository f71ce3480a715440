"""Restarts under way, which can be held before their start and dropped; and what one leaves when it breaks off."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.domain.text import T
from roomscribe.services.recorder import Recorder
from roomscribe.services.store import TaskStore


async def follower_of(task: Task, store: TaskStore, recorder: Recorder) -> Task | None:
    """The task that was started in the place of this one. Raises `LedgerUnusable`."""
    for other in store.tasks():
        if other.created_at >= task.created_at and other.id != task.id:
            journal = await recorder.journal(other.id)
            if any(each.kind is EntryKind.RESTART_OF and each.detail.get("task") == task.id for each in journal):
                return other
    return None


def left_behind(task: Task, follower: Task | None, recorder: Recorder) -> JournalEntry:
    """The line that tells of it: started again after all, or to be gone on with or forgotten."""
    if follower is None:
        return recorder.entry(task.id, EntryKind.RESTART_OPEN)
    return recorder.entry(task.id, EntryKind.RESTARTED_AS, detail={"task": follower.id})


@dataclass(eq=False)
class Way:
    """One restart's way from the wish to the start."""

    task_id: str
    """The task that ends."""
    new_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    """The local id that the one in its place gets."""
    starting: bool = False
    """Its start is under way: it can't be held any more, nor dropped."""
    dropped: bool = False
    halts: int | None = None
    """The number of the person's last halt when it began; None as long as that is being read."""


class Restarts:
    """The restarts that this console is at. Between receipt and start nothing of one is live, so only this knows them.

    Whoever asks a person about all that runs holds them meanwhile, for the new task would not be in the question.
    """

    def __init__(self) -> None:
        self._ways: list[Way] = []
        self._holds = 0
        self._news = asyncio.Event()

    @contextmanager
    def under_way(self, task_id: str) -> Iterator[Way]:
        """One begins; over when left."""
        way = Way(task_id)
        self._ways.append(way)
        try:
            yield way
        finally:
            self._ways.remove(way)
            self._news.set()

    async def turn(self, way: Way) -> None:
        """Wait until the new task may be started; `BadRequest` where it is not wanted any more."""
        await self._until(lambda: way.dropped or not self._holds)
        if way.dropped:
            raise not_again()
        way.starting = True

    def hold(self) -> Callable[[], None]:
        """Let no new task be started until the returned function is called; safe to call twice."""
        self._holds += 1
        held = True

        def release() -> None:
            nonlocal held
            self._holds -= held
            held = False
            self._news.set()

        return release

    def drop(self, before: int | None = None) -> list[str]:
        """Start nothing of what has not begun to start, or only of what was begun before the halt of this number;
        returns the local ids of the tasks that end all the same."""
        dropped = [way for way in self._ways if not (way.starting or way.dropped) and _is_before(way, before)]
        for way in dropped:
            way.dropped = True
        self._news.set()
        return [way.task_id for way in dropped]

    @property
    def waiting(self) -> list[str]:
        """Local ids of the tasks whose new ones have not begun to start."""
        return [way.task_id for way in self._ways if not way.starting and not way.dropped]

    @property
    def starting(self) -> list[str]:
        """Local ids of the new tasks whose start is under way; their rows may not be written yet."""
        return [way.new_id for way in self._ways if way.starting]

    async def quiet(self) -> None:
        """Wait until each start that is under way has come to something."""
        await self._until(lambda: not self.starting)

    async def settle(self, seconds: float) -> None:
        """The same, but not for longer than that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.quiet()

    async def _until(self, true: Callable[[], bool]) -> None:
        while not true():
            self._news.clear()
            await self._news.wait()


def _is_before(way: Way, halt: int | None) -> bool:
    return halt is None or (way.halts is not None and way.halts < halt)


def not_again() -> BadRequest:
    """What whoever waits for a restart hears that was dropped meanwhile."""
    return BadRequest(T("It was stopped meanwhile, so it is not started again."))

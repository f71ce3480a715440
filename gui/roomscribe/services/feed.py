"""What other processes write to the ledger, shown here: each console sees the others' rows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from roomscribe.domain.halts import Halt
from roomscribe.domain.tasks import Task
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.clients import ClientPool
from roomscribe.services.keeper import Keeper
from roomscribe.services.listeners import Listeners
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.recorder import Recorder
from roomscribe.services.spawning import Spawner, keep_up
from roomscribe.services.store import TaskStore
from roomscribe.services.user import user_name
from roomscribe.services.watcher import Watcher

AT_FIRST = 500
"""Newest rows that a start waits for, besides those that are live or being restarted."""
PAGE, BETWEEN_PAGES = 250, 0.005
"""Older rows that are read at once, and seconds of pause after them: the window is being used meanwhile."""
PAUSE = 0.5
"""Seconds between two looks at what others have written; a row of theirs is shown after this time and a moment."""
PAUSE_AFTER_TROUBLE = 1.0
"""Seconds that come on top of that when the ledger can't be read or written."""


class Feed:
    """Reads the ledger's news, and does what follows from them."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        profiles: ProfileStore,
        clients: ClientPool,
        recorder: Recorder,
        store: TaskStore,
        keeper: Keeper,
        watcher: Watcher,
        spawner: Spawner,
    ) -> None:
        self._ledger = ledger
        self._profiles = profiles
        self._clients = clients
        self._recorder = recorder
        self._store = store
        self._keeper = keeper
        self._watcher = watcher
        self._spawner = spawner
        self._position = 0
        self._halts = 0
        """Number of the last halt that was told of."""
        self._rest = 0
        """Where the rows go on that are not read yet; 0 when all are."""
        self.completed: Listeners[Callable[[], None]] = Listeners()
        """Told when the older rows are in the store, too."""
        self.halted: Listeners[Callable[[Halt], None]] = Listeners()
        """Told of each time that this person has stopped everything they started, here or in another window."""
        self.mended: Listeners[Callable[[int], None]] = Listeners()
        """Told how many rows were written that could not be before."""

    async def load(self) -> None:
        """Fill the store with what the ledger holds: all of it, or of thousands what matters at once."""
        self._position, self._rest, tasks = await self._ledger.first_tasks(AT_FIRST)
        self._store.load(tasks)
        self._halts = await self._recorder.last_halt()

    @property
    def complete(self) -> bool:
        """Whether everything that the ledger holds is in the store."""
        return not self._rest

    async def load_rest(self) -> None:
        """Read the older rows, a page at a time."""
        older: list[Task] = []
        while self._rest:
            self._rest, tasks = await self._ledger.older_tasks(self._rest, PAGE)
            older += tasks
            await asyncio.sleep(BETWEEN_PAGES)
        self._store.load_older(older)
        self.completed.tell(lambda each: each())

    def start_with_rest(self, then: Callable[[], Awaitable[None]]) -> None:
        """Read the older rows, and go on after that."""

        async def run() -> None:
            try:
                await self.load_rest()
            except LedgerUnusable:
                await then()  # what is live is known, and must be watched
                raise
            await then()

        self._spawner.spawn(run(), name="read older tasks")

    def start(self) -> None:
        """Look for news until the supervisor ends."""
        keep_up(self._spawner, self._run, name="news of the ledger")

    async def look(self) -> None:
        """Show what was written since the last look, take over what nobody watches, write what could not be written."""
        await self._hear_of_halts()
        position, tasks = await self._ledger.news(self._position)
        for task in tasks:
            epoch = self._store.get(task.id).epoch if self._store.knows(task.id) else None
            await self._recorder.hear_of(task)
            if epoch is None or task.epoch > epoch:
                # Somebody acted on it in another console, or nobody here waited until it was written down; what follows
                # is the part of the console that watches it.
                self._watcher.nudge(task.id)
        self._position = position
        for profile_id in await self._profiles.refresh():
            await self._clients.forget(profile_id)
        await self._keeper.take_over()
        if count := await self._recorder.mend():
            self.mended.tell(lambda listener: listener(count))

    async def _hear_of_halts(self) -> None:
        for halt in await self._ledger.halts(user_name(), self._halts):
            self._tell_of_halt(halt)

    def _tell_of_halt(self, halt: Halt) -> None:
        self._halts = halt.number
        self.halted.tell(lambda listener: listener(halt))

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            try:
                await self.look()
            except LedgerUnusable:
                # Whoever wrote has been told. It is tried again: a full disk gets empty, a lock is let go of.
                await asyncio.sleep(PAUSE_AFTER_TROUBLE)

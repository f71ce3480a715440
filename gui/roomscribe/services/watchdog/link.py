"""A console's line to the watchdog: has one run while tasks need it, tells it secrets, and asks what it guards."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger.worker import Worker, WorkerClosed
from roomscribe.net.retry import back_off
from roomscribe.services.clients import profile_owner
from roomscribe.services.listeners import Listeners
from roomscribe.services.locking import FileLock
from roomscribe.services.orders import task_owner
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.services.vault import Vault
from roomscribe.services.watchdog import process, secrets_pipe
from roomscribe.services.watchdog.notes import Answer, Notes, Places, Question
from roomscribe.services.watchdog.rules import guarded
from roomscribe.vendors.registry import Registry

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between two looks at whether it is there."""
PATIENCE = 6.0
"""Seconds to wait for its answer; starting it takes about one."""
ASK_AGAIN = 0.1
"""Seconds between two looks for its answer."""
GRACE = 1.0
"""Seconds for what is under way when the program ends."""
TRIES = 3
"""Failed starts after which a person is told."""
BROKE_OFF = "broke off"


@dataclass(frozen=True)
class Cover:
    """What the watchdog has answered just now."""

    safe: frozenset[str] = frozenset()
    """Local ids of the tasks that it stops at their end."""
    answered: bool = False
    wanted: bool = True
    """False where it is switched off."""


@dataclass(frozen=True)
class _Seen:
    """What one look at the lock told."""

    alive: bool
    broke_off: bool = False
    """The one before ended without a word, and nobody has told yet."""


class WatchdogLink:
    """Starts it with the first task that outlives this console, and again where it has ended while tasks live."""

    def __init__(
        self, data_dir: Path, *, registry: Registry, store: TaskStore, vault: Vault, spawner: Spawner, clock: Clock
    ) -> None:
        places = Places.of(data_dir)
        self.log_path = places.log
        self.wanted = True
        """Whether a watchdog may run; `switch` changes it."""
        self._data_dir = data_dir
        self._registry = registry
        self._store = store
        self._vault = vault
        self._spawner = spawner
        self._clock = clock
        self._lock = FileLock(places.lock)
        self._notes = Notes(places, clock)
        self._worker = Worker("watchdog")
        self._looking = asyncio.Lock()
        self._child: process.Child | None = None
        self._told: dict[secrets_pipe.Place, str] = {}
        """What the child knows from us."""
        self._looked = False
        self._failures = 0
        """Starts in a row after which no watchdog was there."""
        self._next_start = 0.0
        """Monotonic second before which no other is started."""
        self._wake = asyncio.Event()
        self._forget: list[Callable[[], None]] = []
        self._listeners: Listeners[Callable[[Text], None]] = Listeners()

    def subscribe(self, listener: Callable[[Text], None]) -> Callable[[], None]:
        """Tell in words what went wrong with it, until the returned function is called."""
        return self._listeners.add(listener)

    def start(self) -> None:
        """Look after it until the supervisor ends: once a second, and at once when there is more to guard or to tell.

        A console that is killed a moment after a start leaves the task to whatever is there by then.
        """
        self._forget += [self._store.subscribe(self), self._vault.changed.add(self._wake.set)]
        self._spawner.spawn(self._run(), name="look after the watchdog")

    def task_added(self, task: Task) -> None:
        """A start is about to leave."""
        if guarded(task):
            self._wake.set()

    def task_changed(self, task: Task) -> None:
        """What is guarded follows with the next look."""

    async def switch(self, wanted: bool) -> Text | None:
        """Let one run, or have the one that runs end; returns why it has not ended after `PATIENCE` seconds."""
        self.wanted = wanted
        try:
            await self.look()
            async with asyncio.timeout(PATIENCE):
                while not self.wanted:
                    if await self._worker.call(self._gone):
                        break
                    await asyncio.sleep(ASK_AGAIN)
        except TimeoutError:
            return T("The watchdog was asked to end and has not done so yet. Until then it goes on stopping tasks.")
        except OSError as error:
            return self._words(error)
        return None

    async def ask(self) -> Cover:
        """Which tasks it would stop if this console ended now, in its own words. Takes `PATIENCE` seconds at most."""
        nonce = uuid.uuid4().hex
        if not self.wanted:
            return Cover(wanted=False)
        try:
            async with asyncio.timeout(PATIENCE):
                self._next_start = 0.0
                await self.look()
                await self._worker.call(lambda: self._notes.ask(Question(nonce)))
                answer = await self._answer_to(nonce)
        except (TimeoutError, OSError):
            return Cover()
        return Cover(safe=answer.safe, answered=True)

    async def look(self) -> None:
        """See whether it is there and should be, and do what follows. Raises `OSError`."""
        async with self._looking:
            needed = self._needed()
            if not needed and self._looked and self._child is None and self.wanted:
                return
            seen = await self._worker.call(self._see)
            self._looked = True
            started = False
            try:
                if not self.wanted:
                    if seen.alive:
                        await self._worker.call(lambda: self._notes.ask(Question(uuid.uuid4().hex, end=True)))
                elif seen.alive:
                    self._failures = 0
                elif needed and self._child is None and self._clock.monotonic() >= self._next_start:
                    await self._start()
                    started = True
            finally:
                if seen.broke_off:
                    self._tell_of_crash(needed, started=started)
            if self._child is not None:
                await self._tell_secrets()

    async def aclose(self) -> None:
        """Let go of the pipe; the process lives on while it is needed."""
        for forget in self._forget:
            forget()
        # A watchdog that reads nothing any more must not hold the program open.
        with contextlib.suppress(WorkerClosed, TimeoutError):
            async with asyncio.timeout(GRACE):
                await self._worker.call(self._close_pipe)
        await self._worker.close(GRACE)

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            await self._look_calmly()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PAUSE):
                    await self._wake.wait()

    async def _look_calmly(self) -> None:
        try:
            await self.look()
        except OSError as error:
            self._say(self._words(error))

    async def _answer_to(self, nonce: str) -> Answer:
        while True:
            answer = await self._worker.call(self._notes.answer)
            if answer.question == nonce:
                return answer
            await asyncio.sleep(ASK_AGAIN)

    def _needed(self) -> bool:
        return any(guarded(task) and self._registry.knows(task.generation) for task in self._store.live())

    def _see(self) -> _Seen:
        """Blocks. While we have its lock no watchdog can come, so what one has left behind is told once."""
        if self._child is not None and self._child.poll() is not None:
            self._close_pipe()  # else it is there, or just about to be
        if not self._lock.path.exists():
            return _Seen(alive=False)
        try:
            if not self._lock.take():
                return _Seen(alive=True)
            answer = self._notes.answer()
            if answer.broke_off:
                self._notes.write(replace(answer, ended=BROKE_OFF))
            return _Seen(alive=False, broke_off=answer.broke_off)
        finally:
            self._lock.release()

    def _gone(self) -> bool:
        """Blocks; whether none is there, nor one on its way."""
        try:
            coming = self._child is not None and self._child.poll() is None
            return not coming and (not self._lock.path.exists() or self._lock.take())
        finally:
            self._lock.release()

    async def _start(self) -> None:
        self._failures += 1
        self._next_start = self._clock.monotonic() + back_off(self._failures) + PAUSE
        if self._failures == TRIES + 1:
            self._say(
                T("The watchdog can't be started. When this window is closed, nothing stops the tasks at their end.")
            )
        await self._worker.call(self._replace_child)
        log.info("a watchdog was started")

    def _replace_child(self) -> None:
        self._close_pipe()
        self._child = process.start(self._data_dir)
        self._told = {}

    def _close_pipe(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(OSError):
                process.pipe_of(child).close()
            child.poll()

    async def _tell_secrets(self) -> None:
        """Tell the child what no keyring holds; one that another console has started can't be told."""
        told = self._told_only_here()
        words = secrets_pipe.lines(self._told, told)
        self._told = told
        if words:
            await self._worker.call(lambda: self._write(words))

    def _told_only_here(self) -> dict[secrets_pipe.Place, str]:
        tasks = [task for task in self._store.live() if guarded(task)]
        owners = {profile_owner(task.profile_id) for task in tasks} | {task_owner(task.id) for task in tasks}
        return self._vault.only_here(owners)

    def _write(self, words: bytes) -> None:
        if self._child is None:
            return
        try:
            pipe = process.pipe_of(self._child)
            pipe.write(words)
            pipe.flush()
        except OSError:
            log.info("the watchdog hears nothing any more")  # the next look starts another one

    def _tell_of_crash(self, needed: bool, *, started: bool) -> None:
        path = self.log_path
        if started:
            text = T("The watchdog ended unexpectedly; another one was started. Its log is {path}.", path=path)
        elif needed and self.wanted:
            text = T(
                "The watchdog ended unexpectedly; another one is started as soon as that can be tried again. "
                "Its log is {path}.",
                path=path,
            )
        else:
            text = T("The watchdog of an earlier session ended unexpectedly. Its log is {path}.", path=path)
        self._say(text)

    def _words(self, error: OSError) -> Text:
        why = error.strerror or str(error)
        if not self.wanted:
            return T("The watchdog can't be asked to end ({why}). It goes on stopping tasks at their end.", why=why)
        return T(
            "The watchdog can't be started ({why}). When this window is closed, nothing stops the tasks at their end.",
            why=why,
        )

    def _say(self, text: Text) -> None:
        self._listeners.tell(lambda listener: listener(text))

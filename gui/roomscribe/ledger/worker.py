"""One daemon thread that runs blocking calls in the order in which they were asked for."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeVar

log = logging.getLogger(__name__)

R = TypeVar("R")
Job = Callable[[], None]
Outcome = Callable[[BaseException | None], None]
"""Is told how a call ended: what it raised, or None."""


class WorkerClosed(RuntimeError):
    """The worker takes no more calls."""


class Worker:
    """Runs calls one after another on its own thread.

    The thread is a daemon and not part of an executor: an executor's threads are waited for when the loop closes,
    and a call that waits on a person (a keyring's prompt) would hold the program open.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._ended: Future[None] = Future()

    def submit(self, function: Callable[[], R]) -> Future[R]:
        """Queue a call; it runs even when nobody waits for its result. Raises `WorkerClosed` after `close`."""
        future: Future[R] = Future()

        def job() -> None:
            carry_out(function, future)

        with self._lock:
            if self._closed:
                raise WorkerClosed(f"{self._name} is closed")
            self._jobs.put(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
        return future

    async def call(self, function: Callable[[], R], *, late: Outcome | None = None) -> R:
        """Run a call on the thread and wait for its result. Cancelling the wait does not cancel the call: `late` is
        told how it ended, soon after the caller has gone."""
        return await settled(self.submit(function), late=late)

    async def close(self, patience: float | None = None) -> bool:
        """Refuse new calls and wait until the queued ones are done, at most `patience` seconds (None: for ever).

        Returns whether the thread has come to its end; calling it again waits again.
        """
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
                if self._thread is None:
                    self._ended.set_result(None)
        try:
            async with asyncio.timeout(patience):
                await settled(self._ended)
        except TimeoutError:
            return False
        return True

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
            del job  # else the last call's arguments, possibly a secret, stay alive until the next one
        self._ended.set_result(None)


def carry_out(function: Callable[[], R], future: Future[R]) -> None:
    """Call a function, and tell what came of it."""
    try:
        result = function()
    except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for the result
        future.set_exception(error)
    else:
        future.set_result(result)


async def settled(future: Future[R], *, late: Outcome | None = None) -> R:
    """Wait for a worker's result. Unlike `asyncio.wrap_future`, a cancelled wait leaves the call in the queue.

    Then `late` is told how it ended; without it a failure is only logged.
    """
    loop = asyncio.get_running_loop()
    waiter: asyncio.Future[R] = loop.create_future()

    def take_over(future: Future[R]) -> None:
        error = future.exception()
        if waiter.done():
            if late is not None:
                loop.call_soon(late, error)  # the caller may not have come to know yet that it was cancelled
            elif error is not None:
                log.error("a call failed after its caller had gone: %s", error)
        elif error is not None:
            waiter.set_exception(error)
        else:
            waiter.set_result(future.result())

    when_done(future, take_over)
    try:
        return await waiter
    except asyncio.CancelledError:
        if late is not None and not waiter.cancelled():
            # It ended in the very moment in which the caller was cancelled.
            loop.call_soon(late, waiter.exception())
        raise


def when_done(
    future: Future[R], react: Callable[[Future[R]], None], loop: asyncio.AbstractEventLoop | None = None
) -> None:
    """Have `react` called on the loop, by default the running one, once a worker's call has ended, in the order of
    these requests."""
    loop = loop or asyncio.get_running_loop()

    def wake(future: Future[R]) -> None:
        try:
            loop.call_soon_threadsafe(react, future)
        except RuntimeError:
            # The loop was closed while the call ran, so nobody can be waiting any more.
            log.debug("a call ended after its loop was closed")

    future.add_done_callback(wake)

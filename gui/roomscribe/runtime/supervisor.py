"""The one owner of background tasks: starts them, keeps them alive, reports failures, stops them at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from roomscribe.domain.errors import ShuttingDown

log = logging.getLogger(__name__)

R = TypeVar("R")


class Supervisor(QObject):
    """Owns every task of the program; nobody else calls `asyncio.create_task`."""

    failed = Signal(str, object)
    """A task ended with an exception: the task's name, the exception."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The event loop holds its tasks weakly: one that only waits could be collected in the middle of its work.
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closing = False

    def spawn(self, coro: Coroutine[Any, Any, R], *, name: str) -> asyncio.Task[R]:
        """Start a coroutine under a name for logs; raises `ShuttingDown` once `aclose` was called."""
        if self._closing:
            coro.close()
            raise ShuttingDown(f"{name} was not started: the program is ending")
        task = asyncio.get_running_loop().create_task(coro, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def aclose(self, grace: float = 1.5) -> None:
        """Start nothing new, cancel everything and wait, at most `grace` seconds. Safe to call twice.

        Called from a task of its own, it leaves that one alone.
        """
        self._closing = True
        others = self._tasks - {asyncio.current_task()}
        for task in others:
            task.cancel()
        if not others:
            return
        _, late = await asyncio.wait(others, timeout=grace)
        if late:
            log.warning("still running at the end: %s", ", ".join(sorted(task.get_name() for task in late)))

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            # At INFO: what it means for the user is decided by whoever listens to the signal.
            log.info("%s failed: %s", task.get_name(), type(error).__name__)
            self.failed.emit(task.get_name(), error)

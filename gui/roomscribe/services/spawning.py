"""How services start background work without knowing what owns it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, Protocol, TypeVar

from roomscribe.domain.errors import ShuttingDown

R = TypeVar("R")
ANEW_AFTER = 1.0
"""Seconds after which work that must not end is begun anew."""


class Spawner(Protocol):
    """Starts coroutines, keeps them alive, reports their failures, and stops them at the end."""

    def spawn(self, coro: Coroutine[Any, Any, R], *, name: str) -> asyncio.Task[R]:
        """Start `coro` as a task with a name that people may read in a log. Raises `ShuttingDown` at the end."""


def keep_up(spawner: Spawner, work: Callable[[], Coroutine[Any, Any, None]], *, name: str) -> None:
    """Start work that has no end but the program's. Where a fault ends it the spawner reports that, and it is begun
    anew: tasks are billed while nobody looks."""
    spawner.spawn(work(), name=name).add_done_callback(partial(_ended, spawner, work, name))


def _ended(
    spawner: Spawner, work: Callable[[], Coroutine[Any, Any, None]], name: str, task: asyncio.Task[None]
) -> None:
    if not task.cancelled():
        task.get_loop().call_later(ANEW_AFTER, _begin_anew, spawner, work, name)


def _begin_anew(spawner: Spawner, work: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
    with suppress(ShuttingDown):
        keep_up(spawner, work, name=name)

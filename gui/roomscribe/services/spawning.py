"""How services start background work without knowing what owns it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

R = TypeVar("R")


class Spawner(Protocol):
    """Starts coroutines, keeps them alive, reports their failures, and stops them at the end."""

    def spawn(self, coro: Coroutine[Any, Any, R], *, name: str) -> asyncio.Task[R]:
        """Start `coro` as a task with a name that people may read in a log. Raises when the program is ending."""

"""Who runs background work: the runtime's supervisor, seen without Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol


class Spawner(Protocol):
    """Starts coroutines that somebody owns."""

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        """Run `coro` in the background; its failure is reported once, its end awaited at close."""

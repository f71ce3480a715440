"""Awaiting Qt signals. pytest-qt's `waitSignal` nests an event loop, which hangs coroutine tests."""

from __future__ import annotations

import asyncio
from typing import Any


async def next_emit(signal: Any, timeout: float = 2.0) -> tuple[Any, ...]:
    """Wait for a signal's next emission and return its arguments.

    Where the act itself emits at once, schedule the act first and then wait:

        asyncio.get_running_loop().call_soon(button.click)
        (text,) = await next_emit(field.text_accepted)
    """
    arrived: asyncio.Future[tuple[Any, ...]] = asyncio.get_running_loop().create_future()

    def on_emit(*arguments: Any) -> None:
        if not arrived.done():
            arrived.set_result(arguments)

    signal.connect(on_emit)
    try:
        async with asyncio.timeout(timeout):
            return await arrived
    finally:
        signal.disconnect(on_emit)

"""The loop that lets a served world notice by itself what its time brings."""

from __future__ import annotations

import asyncio

from roomscribe.simulator.world import World

INTERVAL = 0.1
"""Real seconds from one beat to the next, however fast the world's time passes."""


async def keep_beating(world: World) -> None:
    """Beat until cancelled; runs on the thread where the world lives."""
    while True:
        world.beat()
        await asyncio.sleep(INTERVAL)

"""`/_sim/clock`: the world's time, and the clouds' idea of their callers' time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from roomscribe.simulator.control.mount import BadControl, control_route
from roomscribe.simulator.control.reading import read_object
from roomscribe.simulator.world import World

LONGEST_LEAP = 30 * 86_400.0
"""Seconds: longer than any task lives."""
LARGEST_OFFSET = 86_400.0


def clock_routes(world: World) -> Sequence[BaseRoute]:
    """The routes of this concern."""
    clock = world.clock

    async def show(request: Request) -> object:
        """World time, the time by which the clouds check timestamps, how fast the world is; UTC seconds."""
        return {"now": clock.now(), "wall": clock.wall(), "speed": clock.speed, "offset": clock.offset}

    async def change(request: Request) -> object:
        """Let world time pass at once: {"advance": 60}; put the clouds' clocks wrong: {"offset": -600}."""
        wish = await read_object(request, ("advance", "offset"))
        advance = _seconds(wish, "advance", 0, LONGEST_LEAP)
        offset = _seconds(wish, "offset", -LARGEST_OFFSET, LARGEST_OFFSET)
        if offset is not None:
            clock.offset = offset
        if advance is not None:
            clock.advance(advance)
            world.beat()
        return await show(request)

    return control_route("/clock", {"GET": show, "POST": change})


def _seconds(wish: dict[str, Any], name: str, least: float, most: float) -> float | None:
    value = wish.get(name)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise BadControl(f"It must be seconds from {least:g} to {most:.0f}.", at=name)
    return float(value)

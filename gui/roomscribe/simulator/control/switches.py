"""`/_sim/switches`: what the vendors leave open, and how this simulator answers."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.routing import BaseRoute

from roomscribe.simulator.control.mount import BadControl, control_route
from roomscribe.simulator.control.reading import read_json
from roomscribe.simulator.steering import Steering
from roomscribe.simulator.switches import BadSwitch, Switch, Switchboard


def switch_routes(steering: Steering) -> Sequence[BaseRoute]:
    """The routes of this concern."""
    switches = steering.switches

    async def show(request: Request) -> object:
        """Every switch: value, default, what it takes and means, and where the vendor's pages leave it open."""
        return switch_data(switches)

    async def change(request: Request) -> object:
        """Set some from now on: {"trtc.stopped_seconds": 20, …}; null sets one to its default."""
        wish = await read_json(request)
        if not isinstance(wish, dict):
            raise BadControl("Send a JSON object: a switch's name and its value.")
        try:
            usual = {name: switches.get(name).default if value is None else value for name, value in wish.items()}
            switches.change(usual)
        except BadSwitch as bad:
            raise BadControl(bad.error, at=bad.at) from None
        return {"switches": {name: switches.value(name) for name in wish}}

    async def reset(request: Request) -> object:
        """Set all to their defaults."""
        switches.reset()
        return {"switches": switches.values()}

    return control_route("/switches", {"GET": show, "PATCH": change, "DELETE": reset})


def switch_data(switches: Switchboard) -> dict[str, object]:
    """All switches as JSON."""
    return {"switches": [_told(each, switches.value(each.name)) for each in switches.switches()]}


def _told(each: Switch, value: object) -> dict[str, object]:
    told: dict[str, object] = {"name": each.name, "value": value, "default": each.default, "type": each.type.value}
    if each.choices:
        told["choices"] = list(each.choices)
    return {**told, "takes": each.allowed, "meaning": each.meaning, "source": each.source}

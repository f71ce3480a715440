"""`/_sim/faults`: what should go wrong."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.routing import BaseRoute

from roomscribe.simulator.control.mount import BadControl, control_route
from roomscribe.simulator.control.reading import read_json
from roomscribe.simulator.faults import BadFault, Fault, FaultKind, members_of
from roomscribe.simulator.steering import Steering


def fault_routes(steering: Steering) -> Sequence[BaseRoute]:
    """The routes of this concern."""
    faults = steering.world.faults

    async def show(request: Request) -> object:
        """The faults that wait, the calls they can spoil, and the members that each kind has."""
        return {
            "faults": [fault_data(each) for each in faults.waiting()],
            "calls": list(steering.calls),
            "kinds": {kind.value: sorted(members_of(kind)) for kind in FaultKind},
        }

    async def add(request: Request) -> object:
        """Let one happen, or each of a list: {"kind": "http", "call": "*", "count": 1, "status": 502}."""
        wish = await read_json(request)
        try:
            added = steering.add_faults(wish) if isinstance(wish, list) else [steering.add_fault(wish)]
        except BadFault as bad:
            raise BadControl(bad.error, at=bad.at) from None
        return {"faults": [fault_data(each) for each in added]}

    async def clear(request: Request) -> object:
        """Let everything work again."""
        faults.clear()
        return {"faults": []}

    async def remove(request: Request) -> object:
        """Take one back."""
        number = request.path_params["id"]
        try:
            faults.remove(number)
        except KeyError:
            raise BadControl(f"No fault that waits has the id {number}.", at="id", status=404) from None
        return {"faults": [fault_data(each) for each in faults.waiting()]}

    return [
        *control_route("/faults", {"GET": show, "POST": add, "DELETE": clear}),
        *control_route("/faults/{id:int}", {"DELETE": remove}),
    ]


def fault_data(fault: Fault) -> dict[str, object]:
    """One as JSON."""
    return {"id": fault.id, **fault.as_data(), "happened": fault.happened}

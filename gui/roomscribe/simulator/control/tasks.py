"""`/_sim/tasks` and `/_sim/calls`: what runs in the clouds, and what they were asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from starlette.requests import Request
from starlette.routing import BaseRoute

from roomscribe.simulator.control.mount import BadControl, control_route
from roomscribe.simulator.control.reading import read_object, text_of
from roomscribe.simulator.steering import BadEnd, Steering


def task_routes(steering: Steering, vendors: Mapping[str, str]) -> Sequence[BaseRoute]:
    """The routes of this concern; `vendors` has each generation's vendor."""
    world = steering.world

    def all_of_them() -> dict[str, object]:
        tasks = [{"vendor": vendors.get(each.generation, ""), **asdict(each)} for each in steering.tasks()]
        return {"now": world.clock.now(), "tasks": tasks}

    async def show(request: Request) -> object:
        """Every task that its cloud remembers, with the vendor's own word; times are the world's, in UTC seconds."""
        return all_of_them()

    async def end(request: Request) -> object:
        """End a task as if something had happened to it: {"task_id": …, "cause": "idle"}."""
        wish = await read_object(request, ("task_id", "cause"))
        try:
            steering.end_task(text_of(wish, "task_id"), text_of(wish, "cause"))
        except BadEnd as bad:
            raise BadControl(bad.error, at=bad.at, status=404 if bad.at == "task_id" else 400) from None
        return all_of_them()

    async def calls(request: Request) -> object:
        """How often each call has arrived."""
        return {"calls": {str(call): count for call, count in sorted(world.calls.items())}}

    return [
        *control_route("/tasks", {"GET": show}),
        *control_route("/tasks/end", {"POST": end}),
        *control_route("/calls", {"GET": calls}),
    ]

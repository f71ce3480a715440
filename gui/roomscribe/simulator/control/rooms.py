"""`/_sim/rooms`: who is in a room, and who of them can be heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from roomscribe.simulator.control.mount import BadControl, control_route
from roomscribe.simulator.control.reading import read_object
from roomscribe.simulator.world import Person, Room, World

MOST_PEOPLE = 1000
LONGEST_USER_ID = 255


def room_routes(world: World) -> Sequence[BaseRoute]:
    """The routes of this concern. A TRTC room's name is `number:500123` or `text:demo`, an Agora channel's its own."""

    async def show_all(request: Request) -> object:
        """Every room that a task or somebody here has looked at."""
        return {"rooms": [_told(app, name, room) for (app, name), room in world.rooms().items()]}

    async def show(request: Request) -> object:
        """Who is in the room of an application."""
        app, name = _key(request.path_params)
        room = world.rooms().get((app, name))
        if room is None:
            raise BadControl("Nobody has looked at this room yet; PUT makes it.", at="room", status=404)
        return _told(app, name, room)

    async def put(request: Request) -> object:
        """Let exactly these people be in it: {"people": [{"user_id": "1001", "publishing": true}]}."""
        app, name = _key(request.path_params)
        wish = await read_object(request, ("people",))
        world.set_people(app, name, _people(wish.get("people")))
        world.beat()
        return _told(app, name, world.room(app, name))

    return [
        *control_route("/rooms", {"GET": show_all}),
        *control_route("/rooms/{app}/{room:path}", {"GET": show, "PUT": put}),
    ]


def _key(parameters: Mapping[str, Any]) -> tuple[str, str]:
    return str(parameters["app"]), str(parameters["room"])


def _people(data: object) -> list[Person]:
    if not isinstance(data, list) or len(data) > MOST_PEOPLE:
        raise BadControl(f"It must be a list of at most {MOST_PEOPLE} people.", at="people")
    people = [_person(each, f"people[{number}]") for number, each in enumerate(data)]
    names = [each.user_id for each in people]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise BadControl("Somebody else in the list has this id.", at=f"people[{number}].user_id")
    return people


def _person(data: object, at: str) -> Person:
    if not isinstance(data, dict) or not set(data) <= {"user_id", "publishing"}:
        raise BadControl("A person is an object with user_id and publishing.", at=at)
    user_id, publishing = data.get("user_id"), data.get("publishing", True)
    if not isinstance(user_id, str) or not 0 < len(user_id) <= LONGEST_USER_ID or not user_id.isprintable():
        raise BadControl(f"It must be a text of 1 to {LONGEST_USER_ID} characters.", at=f"{at}.user_id")
    if not isinstance(publishing, bool):
        raise BadControl("It must be true or false.", at=f"{at}.publishing")
    return Person(user_id, publishing)


def _told(app: str, name: str, room: Room) -> dict[str, object]:
    people = [{"user_id": each.user_id, "publishing": each.publishing} for each in room.people.values()]
    return {"app": app, "room": name, "people": people}

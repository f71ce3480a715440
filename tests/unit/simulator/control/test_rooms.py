"""Rooms over the control API: who is there and who can be heard decides when a bot idles out."""

from __future__ import annotations

import pytest

from roomscribe.domain.states import TaskState
from tests.unit.simulator.control.conftest import Control


async def test_a_room_of_muted_people_idles_out(control: Control) -> None:
    task = await control.running("trtc-1")
    (room,) = (await control.ask("GET", "/rooms"))["rooms"]
    path = f"/rooms/{room['app']}/{room['room']}"
    assert await control.ask("GET", path) == room
    assert all(each["publishing"] for each in room["people"])
    muted = [{"user_id": "alice", "publishing": False}]
    assert await control.ask("PUT", path, {"people": muted}) == {**room, "people": muted}
    await control.ask("POST", "/clock", {"advance": 3600})
    await control.console.asked_until(task.id, TaskState.GONE, TaskState.STOPPED)


async def test_a_room_can_be_made_before_anybody_looks(control: Control) -> None:
    path = "/rooms/2000000001/text:a/b c"
    refused = await control.refused("GET", path, None, status=404)
    assert refused == ("room", "Nobody has looked at this room yet; PUT makes it.")
    people = [{"user_id": "王", "publishing": True}]
    made = await control.ask("PUT", path, {"people": [{"user_id": "王"}]})
    assert made == {"app": "2000000001", "room": "text:a/b c", "people": people}
    assert await control.ask("GET", path) == made


@pytest.mark.parametrize(
    ("wish", "at"),
    [
        ({}, "people"),
        ({"people": {}}, "people"),
        ({"people": ["alice"]}, "people[0]"),
        ({"people": [{"user_id": ""}]}, "people[0].user_id"),
        ({"people": [{"user_id": "a"}, {"user_id": "a"}]}, "people[1].user_id"),
        ({"people": [{"user_id": "a", "publishing": "yes"}]}, "people[0].publishing"),
        ({"persons": []}, "persons"),
    ],
)
async def test_bad_people_are_refused_at_their_place(control: Control, wish: object, at: str) -> None:
    assert (await control.refused("PUT", "/rooms/app/room", wish))[0] == at
    assert control.simulation.world.rooms() == {}

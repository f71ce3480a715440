"""Faults over the control API: added, seen, taken back."""

from __future__ import annotations

import pytest

from roomscribe.domain.errors import CallFailed
from tests.unit.simulator.control.conftest import Control


async def test_a_fault_waits_happens_and_is_gone(control: Control) -> None:
    task = await control.running("trtc-2")
    client = await control.console.services.clients.client(task.profile_id)
    ref = await control.console.services.secrets.ref(task)
    wish = {"kind": "error", "call": "DescribeCloudTranscription", "count": 2, "code": "InternalError"}
    (added,) = (await control.ask("POST", "/faults", wish))["faults"]
    assert added == {"id": 1, **wish, "happened": 0}
    with pytest.raises(CallFailed) as failed:
        await client.observe(ref)
    assert failed.value.note.code == "InternalError"
    (waiting,) = (await control.ask("GET", "/faults"))["faults"]
    assert (waiting["count"], waiting["happened"]) == (1, 1)
    with pytest.raises(CallFailed):
        await client.observe(ref)
    assert (await control.ask("GET", "/faults"))["faults"] == []
    assert (await client.observe(ref)).vendor_state == "InProgress"


async def test_several_are_added_and_taken_back_one_by_one(control: Control) -> None:
    added = await control.ask("POST", "/faults", [{"kind": "hang", "count": "always"}, {"kind": "reset"}])
    assert [each["count"] for each in added["faults"]] == ["always", 1]
    first, second = (each["id"] for each in added["faults"])
    left = await control.ask("DELETE", f"/faults/{first}")
    assert [each["id"] for each in left["faults"]] == [second]
    at, error = await control.refused("DELETE", f"/faults/{first}", None, status=404)
    assert (at, error) == ("id", f"No fault that waits has the id {first}.")
    assert await control.ask("DELETE", "/faults") == {"faults": []}


async def test_the_listing_says_what_can_be_asked_for(control: Control) -> None:
    told = await control.ask("GET", "/faults")
    assert {"StartAITranscription", "CreateCloudTranscription", "acquire", "join", "StartTask"} <= set(told["calls"])
    assert told["kinds"]["delay"] == ["after", "call", "count", "kind", "probability", "seconds", "seed"]


@pytest.mark.parametrize(
    ("wish", "at"),
    [
        ({"kind": "explode"}, "kind"),
        ({"kind": "hang", "call": "StartEverything"}, "call"),
        ([{"kind": "hang"}, {"kind": "delay"}], "faults[1].seconds"),
        ("hang", ""),
    ],
)
async def test_a_bad_fault_is_refused_and_none_is_added(control: Control, wish: object, at: str) -> None:
    where, error = await control.refused("POST", "/faults", wish)
    assert (where, error.endswith(".")) == (at, True)
    assert control.simulation.world.faults.waiting() == ()

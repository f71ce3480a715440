"""Switches over the control API: told, checked, and obeyed from then on."""

from __future__ import annotations

import pytest

from roomscribe.domain.states import TaskState
from tests.unit.simulator.control.conftest import Control


async def test_every_switch_is_told_with_what_it_takes(control: Control) -> None:
    told = {each["name"]: each for each in (await control.ask("GET", "/switches"))["switches"]}
    assert {name.partition(".")[0] for name in told} == {"trtc", "trtc-2", "agora", "agora-7"}
    assert told["agora.stale_sequence"] == {
        "name": "agora.stale_sequence",
        "value": "refuse",
        "default": "refuse",
        "type": "choice",
        "choices": ["refuse", "slow-down", "ignore", "accept"],
        "takes": "refuse, slow-down, ignore, accept",
        "meaning": told["agora.stale_sequence"]["meaning"],
        "source": "agora.md §5.4",
    }
    for name, each in told.items():
        assert each["value"] == each["default"], name
        assert each["meaning"].endswith("."), name
        assert each["source"].split(" §")[0] in ("agora.md", "tencent.md"), name


async def test_a_switch_changes_the_answer_from_then_on(control: Control) -> None:
    task = await control.running("trtc-1")
    client = await control.console.services.clients.client(task.profile_id)
    ref = await control.console.services.secrets.ref(task)
    assert (await client.observe(ref)).vendor_state == "InProgress"
    changed = await control.ask("PATCH", "/switches", {"trtc.preparing_seconds": 1_000_000})
    assert changed == {"switches": {"trtc.preparing_seconds": 1_000_000.0}}
    assert (await client.observe(ref)).vendor_state == "Preparing"
    assert await control.ask("PATCH", "/switches", {"trtc.preparing_seconds": None}) == {
        "switches": {"trtc.preparing_seconds": 1.0}
    }
    assert (await client.observe(ref)).vendor_state == "InProgress"


@pytest.mark.parametrize("generation", ["agora-5", "agora-7"])
async def test_how_long_an_ended_task_is_known(control: Control, generation: str) -> None:
    group = "agora-7" if generation == "agora-7" else "agora"
    await control.ask("PATCH", "/switches", {f"{group}.ended_readable_for": 1_000_000, f"{group}.stopping_seconds": 0})
    task = await control.running(generation)
    await control.console.services.stopper.wish(task.id)
    ended = await control.console.asked_until(task.id, TaskState.STOPPED)
    assert ended.vendor_state == "STOPPED"
    await control.ask("DELETE", "/switches")
    await control.ask("PATCH", "/switches", {f"{group}.ended_readable_for": 0})
    second = await control.running(generation)
    await control.console.services.stopper.wish(second.id)
    ended = await control.console.asked_until(second.id, TaskState.STOPPED)
    assert ended.receipt is not None
    assert ended.receipt.word != "STOPPED"


@pytest.mark.parametrize(
    ("wish", "at", "error"),
    [
        ({"trtc.sleep": 1}, "trtc.sleep", "There is no switch “trtc.sleep”"),
        ({"trtc.capacity": "many"}, "trtc.capacity", "“many” is not allowed; use a whole number from 0 to 1000000000."),
        ([], "", "Send a JSON object: a switch's name and its value."),
    ],
)
async def test_a_bad_wish_is_refused_at_its_place(control: Control, wish: object, at: str, error: str) -> None:
    where, said = await control.refused("PATCH", "/switches", wish)
    assert (where, said.startswith(error)) == (at, True)


async def test_a_wish_is_taken_whole_or_not_at_all(control: Control) -> None:
    await control.refused("PATCH", "/switches", {"trtc.capacity": 1, "trtc.capacity_code": ""})
    assert control.simulation.steering.switches.value("trtc.capacity") == 100

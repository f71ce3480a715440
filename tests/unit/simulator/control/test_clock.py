"""Time over the control API: it can be let pass, and the clouds' clocks put wrong."""

from __future__ import annotations

import pytest

from roomscribe.domain.states import TaskState
from tests.unit.simulator.control.conftest import Control


async def test_time_that_is_let_pass_ends_what_is_due(control: Control) -> None:
    task = await control.running("agora-7")
    before = await control.ask("GET", "/clock")
    after = await control.ask("POST", "/clock", {"advance": 259_200})
    assert after["now"] - before["now"] >= 259_200
    assert after["wall"] - before["wall"] < 3600
    await control.console.asked_until(task.id, TaskState.GONE, TaskState.STOPPED)


async def test_a_wrong_clock_is_told_by_the_answers(control: Control) -> None:
    assert (await control.ask("POST", "/clock", {"offset": -600}))["offset"] == -600
    task = await control.console.services.launcher.start(
        control.console.draft(control.console.services.registry.generation("trtc-1"))
    )
    assert task.live
    refused, taken = [
        entry.exchange for entry in await control.console.services.ledger.journal(task.id) if entry.exchange
    ]
    assert "AuthFailure.SignatureExpire" in str(refused.response)
    assert [round(each.clock_skew or 0, -1) for each in (refused, taken)] == [-600, -600]


@pytest.mark.parametrize(
    ("wish", "at"),
    [({"advance": -1}, "advance"), ({"advance": "1"}, "advance"), ({"offset": 1e9}, "offset"), ({"now": 5}, "now")],
)
async def test_impossible_times_are_refused(control: Control, wish: object, at: str) -> None:
    assert (await control.refused("POST", "/clock", wish))[0] == at

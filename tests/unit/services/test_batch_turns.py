"""The rows of a batch near their turn: no more than it takes, and none once everything is called off."""

from __future__ import annotations

import asyncio

import pytest

from roomscribe.domain.errors import BadRequest
from roomscribe.net.pace import Pace
from roomscribe.services.batch_turns import Turns
from tests.support.consoles import PlainSpawner, until
from tests.support.faces import ManualClock


@pytest.fixture
def pace() -> Pace:
    return Pace(ManualClock(), 50)


async def test_a_row_has_its_turn_when_the_pace_permits_it(pace: Pace) -> None:
    turns = Turns(lambda: pace, ManualClock())
    turn = turns.begin()
    permit = await turn.wait()
    turn.require()
    assert permit.pace is pace
    assert not turn.called_off


async def test_no_more_rows_are_ahead_than_have_their_turn_while_one_is_written(pace: Pace) -> None:
    turns = Turns(lambda: pace, ManualClock())
    ahead = []
    while True:
        near = PlainSpawner().spawn(turns.near(), name="wait")
        await asyncio.sleep(0)
        if not near.done():
            break
        ahead.append(turns.begin())
    assert len(ahead) == 2, "0.02 s for one, fifty a second, and one more"
    ahead[0].over()
    ahead[0].over()
    await near


async def test_what_waits_and_what_is_about_to_wait_is_called_off(pace: Pace) -> None:
    turns = Turns(lambda: pace, ManualClock())
    pace.shrink(600.0)
    before, waiting = turns.begin(), turns.begin()
    wait = PlainSpawner().spawn(waiting.wait(), name="wait")
    await until(lambda: turns._waiting)
    turns.call_off()
    turns.call_off()
    with pytest.raises(BadRequest, match="paused or cancelled"):
        await wait
    with pytest.raises(BadRequest, match="paused or cancelled"):
        await before.wait()
    assert (before.called_off, waiting.called_off) == (True, True)
    assert not turns.begin().off


async def test_what_has_its_turn_can_still_be_called_off(pace: Pace) -> None:
    turns = Turns(lambda: pace, ManualClock())
    turn = turns.begin()
    (await turn.wait()).give_back()
    turns.call_off()
    with pytest.raises(BadRequest, match="paused or cancelled"):
        turn.require()


async def test_who_waits_can_be_cancelled_as_ever(pace: Pace) -> None:
    turns = Turns(lambda: pace, ManualClock())
    pace.shrink(600.0)
    turn = turns.begin()
    wait = PlainSpawner().spawn(turn.wait(), name="wait")
    await until(lambda: turns._waiting)
    wait.cancel()
    with pytest.raises(asyncio.CancelledError):
        await wait
    assert not turns._waiting
    assert not turn.called_off

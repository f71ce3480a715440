"""What a question says of batches that are not finished."""

from __future__ import annotations

from roomscribe.domain.batch import Step
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.batch.unfinished import after_leaving
from tests.support.batches import START, begin
from tests.support.consoles import TestConsole, until


async def test_how_far_each_has_come_is_told_and_not_how_much_is_left(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.05, count=None))
    run = await begin(console, 40)
    await until(lambda: run.progress.of(Step.STARTED))
    run.pause()
    await run.quiet()
    started = run.progress.of(Step.STARTED)
    assert 0 < started < 40
    other = await begin(console, 2)
    other.pause()
    await other.quiet()
    lines = after_leaving([run, other], keys_last=True).splitlines()
    assert lines[0] == f"“t”: {started} of 40 started"
    run.cancel()
    other.cancel()
    await until(lambda: run.over and other.over)

"""Many live tasks at two vendors that are stopped at once: within each one's rate, in order, each with its own end.

`ROOMSCRIBE_STOP_ALL` says how many at each vendor: 100 are the two hundred of the promise, and take ten seconds.
`tests/bench/bench_stop_all.py` measures those in the real program, from the click on.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.services.bulk_stop import StopRun, StopStep
from roomscribe.services.pacing import STOP
from roomscribe.services.rates import UNDOCUMENTED_RATE
from tests.support.consoles import until
from tests.support.crashable import CrashableConsole, Network, without_threads
from tests.support.every_vendor import REGISTRY
from tests.support.faces import ManualClock
from tests.support.stop_notes import StopNotes, busiest
from tests.support.virtual_loop import virtual_loop

GENERATIONS = ("trtc-1", "agora-7")
TASKS = int(os.environ.get("ROOMSCRIBE_STOP_ALL", "40"))
"""At each vendor; TRTC permits an application 100. Enough to be held back for seconds by either."""
PACE = 0.06
"""Seconds between two starts: TRTC permits 20 a second."""
FOR_EVER = 3600.0
"""Seconds of a clock that waits for nobody."""
AT_ONCE = 0.1
"""Seconds within which the first request leaves."""


async def live_tasks(console: CrashableConsole) -> list[Task]:
    """All of them running, and asked about as usual."""
    services = console.services
    for which in GENERATIONS:
        generation = REGISTRY.generation(which)
        for number in range(TASKS):
            wanted = {generation.room_key: str(1000 + number), generation.idle_key: 86_400}
            await services.launcher.start(console.draft(generation, 30, **wanted))
            await asyncio.sleep(PACE)
    await until(lambda: all(task.state is TaskState.RUNNING for task in services.store.tasks()), FOR_EVER)
    return services.store.live()


def named_in(text: str) -> str:
    """The vendor's id of the task in a request's body or path."""
    return str(json.loads(text)["TaskId"]) if text.startswith("{") else text.split("/")[-2]


@pytest.mark.timeout(120)
def test_all_are_stopped_at_once(tmp_path: Path) -> None:
    clock = ManualClock()
    console = CrashableConsole(tmp_path, REGISTRY, clock)
    notes = StopNotes(console.simulation.application, clock.monotonic)
    console.network = Network(notes)

    async def story() -> None:
        await console.open()
        services = console.services
        services.watcher.start()
        tasks = await live_tasks(console)
        assert len(tasks) == len(GENERATIONS) * TASKS
        run = StopRun(tasks, stopper=services.stopper, nudge=services.watcher.nudge, rates=services.rates, at_once=True)
        clicked = clock.monotonic()
        notes.refused.clear()
        await run.carry_out()
        await until(lambda: not services.store.live(), FOR_EVER)

        assert run.count(StopStep.ASKED) == len(tasks)
        assert min(at for times in notes.stops.values() for at in times) - clicked <= AT_ONCE
        assert notes.refused == []
        for which in GENERATIONS:
            vendor, documented = REGISTRY.vendor_of(which).id, REGISTRY.generation(which).abilities.calls_per_second
            permitted = (documented or {}).get(STOP, UNDOCUMENTED_RATE)
            assert busiest(notes.stops[vendor]) <= permitted
            mine = [task.vendor_task_id for task in tasks if task.generation == which]
            assert [each for each in map(named_in, notes.tasks) if each in mine] == mine, "who is first goes first"
        rows = [services.store.get(task.id) for task in tasks]
        receipts = [row.receipt.request_id for row in rows if row.state is TaskState.STOPPED and row.receipt]
        assert len(set(receipts)) == len(tasks), "each row has the proof of its own end"
        for row in rows[:: TASKS // 5]:
            kinds = [entry.kind for entry in await services.ledger.journal(row.id)]
            assert kinds.count(EntryKind.STOP_WISHED) == kinds.count(EntryKind.RECEIPT) == 1
        await console.leave()
        console.simulation.stop()

    with without_threads(), virtual_loop(clock) as loop:
        loop.run_until_complete(story())

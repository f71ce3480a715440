"""What tests of batches share: rows to be started, a batch of them, and what became of it."""

from __future__ import annotations

from typing import Any

from roomscribe.domain.batch import PlannedRow, Step
from roomscribe.services.batch_run import BatchRun
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, until

REGISTRY = load_registry()
TRTC, TRTC_2 = REGISTRY.generation("trtc-1"), REGISTRY.generation("trtc-2")
START, START_2 = "StartAITranscription", "CreateCloudTranscription"


def rows(console: TestConsole, count: int, generation: Generation = TRTC, **values: Any) -> list[PlannedRow]:
    drafts = [console.draft(generation, room=str(900 + at), **values) for at in range(count)]
    return [
        PlannedRow(number=at, line=at + 1, values=draft.values, minutes=draft.minutes)
        for at, draft in enumerate(drafts, start=1)
    ]


async def begin(console: TestConsole, count: int, generation: Generation = TRTC, **values: Any) -> BatchRun:
    profile = console.profile(generation)
    return await console.services.batches.begin("t", profile, rows(console, count, generation, **values))


def steps(run: BatchRun) -> list[Step]:
    return [each.step for each in run.results]


def sent(console: TestConsole) -> list[str]:
    """The rooms of every task that the vendor has accepted."""
    return sorted(task.room for task in console.services.store.tasks() if task.vendor_task_id)


def rooms(console: TestConsole) -> list[str]:
    return sorted(task.room for task in console.services.store.tasks())


async def waiting_for_their_turn(console: TestConsole, count: int) -> BatchRun:
    """A batch whose first rows are written down and wait, as the vendor wants a long pause."""
    pace = console.services.rates.pace(console.profile(TRTC).id, "start")
    pace.shrink(600.0)
    run = await begin(console, count)
    await until(lambda: run._turns._waiting)
    return run

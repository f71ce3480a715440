"""What is said of other tasks in the rooms of a batch, whose ever they are."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.domain.batch import PlannedRow
from roomscribe.domain.drafts import Draft
from roomscribe.domain.tasks import Origin
from roomscribe.services.batch_cost import Total
from roomscribe.ui.batch.guard import question
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.vendors.protocol import Generation
from tests.support.batches import REGISTRY
from tests.support.consoles import TestConsole

FREE = Total(rows=1, estimate=None, endless=0, unknown=1, why=None)
AGORA, TRTC = REGISTRY.generation("agora-7"), REGISTRY.generation("trtc-1")


def in_room(console: TestConsole, generation: Generation, room: str, bot: str) -> Draft:
    draft = console.draft(generation)
    return replace(draft, values={**draft.values, generation.room_key: room, generation.bot_key: bot})


async def said(rows: list[PlannedRow], console: TestConsole, tools: BatchTools, generation: str) -> list[str]:
    asked = await question(rows, console.profile(REGISTRY.generation(generation)), tools, FREE)
    return [] if asked is None else [str(each) for each in asked.reasons]


async def test_an_adopted_task_is_nobodys_other_profile(console: TestConsole, tools: BatchTools) -> None:
    services = console.services
    task = await services.launcher.start(in_room(console, AGORA, "shared", "71000"))
    await services.recorder.record(task.id, origin=Origin.ADOPTED)
    values = in_room(console, AGORA, "shared", "71001").values
    row = PlannedRow(number=1, line=1, values=values, minutes=30)
    one = "1 row is for a room in which an adopted task is live, whose bot nobody knows."
    assert await said([row], console, tools, "agora-7") == [one]
    many = "2 rows are for rooms in which adopted tasks are live, whose bots nobody knows."
    assert await said([row, replace(row, number=2)], console, tools, "agora-7") == [many]


async def test_a_room_of_another_type_is_another_room(console: TestConsole, tools: BatchTools) -> None:
    kind = TRTC.field(TRTC.room_kind_key)
    assert kind is not None
    first, second = (each.value for each in kind.choices[:2])
    task = in_room(console, TRTC, "5001", "a_bot")
    await console.services.launcher.start(replace(task, values={**task.values, kind.key: first}))
    values = {**task.values, kind.key: second, TRTC.bot_key: "another_bot"}
    row = PlannedRow(number=1, line=1, values=values, minutes=30)
    reason = "For 1 row a task is live in a room of the same name and of another type, which is another room."
    assert await said([row], console, tools, "trtc-1") == [reason]


async def test_another_profile_is_named_as_one(console: TestConsole, tools: BatchTools) -> None:
    draft = console.draft(TRTC)
    await console.services.launcher.start(draft)
    other = replace(console.profile(TRTC), id="other", name="Other")
    await console.services.profiles.save(other)
    row = PlannedRow(number=1, line=1, values=draft.values, minutes=30)
    asked = await question([row], other, tools, FREE)
    assert asked is not None
    assert [str(each) for each in asked.reasons] == [
        "For 1 row another profile has a live task in a room of the same name."
    ]

"""Moving the end of a running task: what is written, and what is refused with its reason."""

from __future__ import annotations

import asyncio
import getpass

import pytest

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.clients import profile_owner
from roomscribe.services.clock_watch import moved_by
from roomscribe.services.extender import KNOWN_END, Extender
from roomscribe.vendors.agora.record import VENDOR as AGORA
from roomscribe.vendors.agora.token_life import ROOM_TO_EXTEND
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from roomscribe.vendors.trtc.record import VENDOR as TRTC
from roomscribe.vendors.trtc.usersig import make_user_sig
from tests.support.consoles import TestConsole

BLANK = VENDOR.generations[0]
QUARTER, HOUR = 900, 3600


@pytest.fixture
def registry() -> Registry:
    return Registry([VENDOR, AGORA, TRTC])


async def started(console: TestConsole, *, minutes: int = 30) -> str:
    return (await console.services.launcher.start(console.draft(BLANK, minutes))).id


async def test_an_extension_is_in_row_and_journal_on_disk(console: TestConsole) -> None:
    services = console.services
    task_id = await started(console)
    before = services.store.get(task_id).ends_at
    calls = sum(console.world.calls.values())

    after = await services.extender.extend(task_id, QUARTER)

    assert before is not None
    assert after.ends_at == before + QUARTER
    assert await services.ledger.task(task_id) == after
    entry = (await services.ledger.journal(task_id))[-1]
    assert (entry.kind, dict(entry.detail)) == (
        EntryKind.EXTENDED,
        {"from": before, "to": before + QUARTER, "by": getpass.getuser()},
    )
    assert sum(console.world.calls.values()) == calls, "nobody but the console needs to know"


async def test_two_extensions_at_once_add_up(console: TestConsole) -> None:
    services = console.services
    task_id = await started(console)
    before = services.store.get(task_id).ends_at or 0
    await asyncio.gather(services.extender.extend(task_id, QUARTER), services.extender.extend(task_id, HOUR))
    assert services.store.get(task_id).ends_at == before + QUARTER + HOUR
    moves = [each.detail for each in await services.ledger.journal(task_id) if each.kind is EntryKind.EXTENDED]
    assert [(each["from"], each["to"]) for each in moves] == [
        (before, before + QUARTER),
        (before + QUARTER, before + QUARTER + HOUR),
    ]


async def test_an_extension_that_cannot_be_written_moves_no_end(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = console.services
    task_id = await started(console)
    before = services.store.get(task_id).ends_at

    async def full(*_: object, **how: object) -> None:
        raise LedgerUnusable(T("full"))

    with monkeypatch.context() as faults:
        faults.setattr(services.ledger, "save", full)
        with pytest.raises(LedgerUnusable):
            await services.extender.extend(task_id, QUARTER)
    assert services.store.get(task_id).ends_at == before
    await services.recorder.mend()
    row = await services.ledger.task(task_id)
    assert row is not None
    assert row.ends_at == before


async def test_a_task_whose_end_has_passed_is_extended_from_now_on(console: TestConsole) -> None:
    task_id = await started(console, minutes=1)
    console.clock.offset += HOUR
    after = await console.services.extender.extend(task_id, QUARTER)
    assert after.ends_at == pytest.approx(console.clock.now() + QUARTER, abs=5)


async def test_what_ends_or_has_no_end_is_refused_with_its_reason(console: TestConsole) -> None:
    services = console.services
    endless = await started(console, minutes=0)
    with pytest.raises(BadRequest, match="no end to move"):
        await services.extender.extend(endless, QUARTER)
    await services.stopper.wish(endless)
    with pytest.raises(BadRequest, match="being stopped"):
        await services.extender.extend(endless, QUARTER)
    await console.asked_until(endless, TaskState.STOPPED)
    with pytest.raises(BadRequest, match="ended already"):
        await services.extender.extend(endless, QUARTER)


async def test_the_vendors_own_cap_is_named(console: TestConsole) -> None:
    services = console.services
    task_id = await started(console, minutes=24 * 60 - 30)
    before = services.store.get(task_id)
    with pytest.raises(BadRequest, match="24 hours"):
        await services.extender.extend(task_id, HOUR)
    assert services.store.get(task_id) == before
    assert not [each for each in await services.ledger.journal(task_id) if each.kind is EntryKind.EXTENDED]
    await services.extender.extend(task_id, QUARTER)


async def ends_with_its_token(extender: Extender, task: Task) -> None:
    """It can be extended by all the room that its token has, and by no more."""
    for _ in range(ROOM_TO_EXTEND // HOUR):
        await extender.extend(task.id, HOUR)
    with pytest.raises(BadRequest, match="token ends at"):
        await extender.extend(task.id, QUARTER)


async def test_no_extension_goes_beyond_the_bots_token(console: TestConsole) -> None:
    services = console.services
    generation = AGORA.generations[0]
    task = await services.launcher.start(console.draft(generation, 30))
    (written, *_) = await services.ledger.journal(task.id)
    ends = written.detail[KNOWN_END]
    assert ends == task.created_at + 30 * 60 + ROOM_TO_EXTEND
    await ends_with_its_token(services.extender, task)


async def test_the_end_of_a_token_that_was_made_here_moves_with_the_clock(console: TestConsole) -> None:
    services = console.services
    task = await services.launcher.start(console.draft(AGORA.generations[0], 30))
    entry = services.recorder.entry(task.id, EntryKind.CLOCK_SET, detail={"seconds": -2.0 * HOUR})
    await services.recorder.record(task.id, entry, change=lambda before: moved_by(before, -2.0 * HOUR))
    console.clock.offset -= 2 * HOUR
    await ends_with_its_token(services.extender, task)


async def test_the_end_of_a_pasted_token_is_what_it_says(console: TestConsole) -> None:
    services = console.services
    generation = services.registry.generation("trtc-1")
    profile = console.profile(generation)
    key = await services.vault.get(profile_owner(profile.id), "sdk_secret_key")
    assert key is not None
    token = make_user_sig(
        sdk_app_id=int(profile.account["sdk_app_id"]),
        key=key,
        identifier="caption_bot",
        lifetime=2 * HOUR,
        now=int(console.clock.now()),
    )
    pasted = {"user_sig_source": "pasted", "user_sig": token, "bot_user_id": "caption_bot"}
    task = await services.launcher.start(console.draft(generation, 30, **pasted))
    entry = services.recorder.entry(task.id, EntryKind.CLOCK_SET, detail={"seconds": 3.0 * HOUR})
    await services.recorder.record(task.id, entry)
    with pytest.raises(BadRequest, match="token ends at"):
        await services.extender.extend(task.id, 2 * HOUR)
    await services.extender.extend(task.id, HOUR)


async def test_a_start_that_outlives_a_pasted_token_is_refused_at_its_run_time(console: TestConsole) -> None:
    services = console.services
    generation = services.registry.generation("trtc-1")
    profile = console.profile(generation)
    token = make_user_sig(
        sdk_app_id=int(profile.account["sdk_app_id"]),
        key="any",
        identifier="caption_bot",
        lifetime=20 * 60,
        now=int(console.clock.now()),
    )
    pasted = {"user_sig_source": "pasted", "user_sig": token, "bot_user_id": "caption_bot"}
    for minutes in (30, 0):
        with pytest.raises(BadRequest, match="19 minutes at most") as refused:
            await services.launcher.start(console.draft(generation, minutes, **pasted))
        assert refused.value.field == "minutes"
    assert services.store.tasks() == []
    assert services.launcher.too_long(console.draft(generation, 19, **pasted)) is None

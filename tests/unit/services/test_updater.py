"""Changes and restarts on our side; what the vendors make of them is tested in tests/contract."""

from __future__ import annotations

import getpass
from dataclasses import replace
from typing import Any

import pytest

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.vendors.blank.record import VENDOR
from tests.support.consoles import TestConsole, until

BLANK = VENDOR.generations[0]


async def test_a_restart_keeps_the_secrets_that_were_typed_at_the_start(console: TestConsole) -> None:
    services = console.services
    old = await console.running(BLANK, passcode="a-typed-passcode")
    assert "passcode" not in old.values
    draft = Draft(profile_id=old.profile_id, values={**old.values, "targets": ("ja",)}, minutes=30)

    restarting = console.spawner.spawn(services.updater.restart(old.id, draft), name="restart")
    await console.asked_until(old.id, TaskState.STOPPED)
    new = await restarting

    assert await services.secrets.typed(new) == {"passcode": "a-typed-passcode"}
    assert await services.secrets.typed(old) == {}


async def test_a_restart_that_could_not_start_stops_nothing(console: TestConsole) -> None:
    task = await console.running(BLANK)
    draft = Draft(profile_id=task.profile_id, values={**task.values, "room": ""}, minutes=30)
    with pytest.raises(BadRequest) as refused:
        await console.services.updater.restart(task.id, draft)
    assert refused.value.field == "room"
    assert console.services.store.get(task.id).stop_wished_at is None


async def test_an_update_without_a_change_is_refused(console: TestConsole) -> None:
    task = await console.running(BLANK)
    with pytest.raises(BadRequest, match="Nothing was changed"):
        await console.services.updater.update(task.id, task.values)


async def test_only_fields_that_may_change_are_changed(console: TestConsole) -> None:
    task = await console.running(BLANK)
    with pytest.raises(BadRequest, match="Nothing was changed"):
        await console.services.updater.update(task.id, {**task.values, "room": "elsewhere"})


async def test_the_wait_follows_the_vendors_spacing_and_survives_a_clock_set_back(console: TestConsole) -> None:
    task = await console.running(BLANK)
    updater = console.services.updater
    just_started = replace(task, updated_at=console.clock.now())
    assert 1.5 < updater.wait(just_started) <= BLANK.abilities.update_spacing
    console.clock.offset += 2.1
    assert updater.wait(just_started) == 0
    console.clock.offset -= 3600
    assert updater.wait(just_started) == 0


async def test_nothing_is_offered_for_a_task_somebody_wants_stopped(console: TestConsole) -> None:
    task = await console.running(BLANK)
    assert console.services.updater.can_update(task)
    assert not console.services.updater.can_update(await console.services.stopper.wish(task.id))


async def dropped_by(console: TestConsole, task: Task) -> list[object]:
    journal = await console.services.ledger.journal(task.id)
    return [each.detail.get("by") for each in journal if each.kind is EntryKind.RESTART_DROPPED]


async def restarted_in_vain(console: TestConsole, task: Task) -> None:
    with pytest.raises(BadRequest, match="not started again"):
        await console.services.updater.restart(task.id, console.draft(BLANK))


@pytest.mark.parametrize(("reason", "by"), [("you", getpass.getuser()), ("budget", None)])
async def test_who_stops_a_task_that_is_being_restarted_gets_no_new_one(
    console: TestConsole, reason: str, by: str | None
) -> None:
    services = console.services
    old = await console.running(BLANK)
    restarting = console.spawner.spawn(restarted_in_vain(console, old), name="restart")
    await until(lambda: services.store.get(old.id).stop_wished_at is not None)

    assert (await services.stopper.wish(old.id, reason=reason)).restart is None
    assert await dropped_by(console, old) == [by]
    await console.asked_until(old.id, TaskState.STOPPED)
    await restarting

    assert [each.id for each in services.store.tasks()] == [old.id]
    assert console.world.calls["StartTask"] == 1
    assert await dropped_by(console, old) == [by], "said once"


async def test_a_stop_that_comes_before_the_restarts_own_wish_wins(console: TestConsole) -> None:
    services = console.services
    old = await console.running(BLANK)
    wish = services.stopper.wish

    async def overtaken(task_id: str, *, reason: str = "you") -> Task:
        await wish(task_id)
        return await wish(task_id, reason=reason)

    services.stopper.wish = overtaken  # type: ignore[method-assign]
    restarting = console.spawner.spawn(restarted_in_vain(console, old), name="restart")
    await console.asked_until(old.id, TaskState.STOPPED)
    await restarting
    assert services.store.live() == []


async def test_what_is_being_stopped_is_not_restarted_any_more(console: TestConsole) -> None:
    services = console.services
    old = await console.running(BLANK)
    ready = services.launcher.ready

    async def slow(*args: Any, **options: Any) -> Any:
        client = await ready(*args, **options)
        await services.stopper.wish(old.id)
        return client

    services.launcher.ready = slow  # type: ignore[method-assign]
    with pytest.raises(BadRequest, match="being stopped meanwhile"):
        await services.updater.restart(old.id, console.draft(BLANK))
    assert services.store.get(old.id).restart is None


async def full(*_: object, **__: object) -> None:
    raise LedgerUnusable(T("full"))


async def test_a_restart_whose_stop_cannot_be_written_can_be_gone_on_with(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = console.services
    old = await console.running(BLANK)
    wish = services.stopper.wish

    async def on_a_full_disk(task_id: str, **options: Any) -> Task:
        faults.setattr(services.ledger, "save", full)
        return await wish(task_id, **options)

    with monkeypatch.context() as faults:
        faults.setattr(services.stopper, "wish", on_a_full_disk)
        with pytest.raises(LedgerUnusable):
            await services.updater.restart(old.id, console.draft(BLANK, targets=("ja",)))
        assert services.updater.unfinished(services.store.get(old.id)) is not None, "offered at once"
    await services.recorder.mend()

    row = await console.asked_until(old.id, TaskState.STOPPED)
    assert services.updater.unfinished(row) is not None
    journal = await services.ledger.journal(old.id)
    assert [each.kind for each in journal].count(EntryKind.RESTART_OPEN) == 1
    assert (await services.updater.go_on(old.id)).targets == ("ja",)


async def test_a_restart_whose_start_may_have_been_sent_is_not_offered_again(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = console.services
    old = await console.running(BLANK)
    keep = services.secrets.keep

    async def on_a_full_disk(task: Task, kept: Any, **options: Any) -> None:
        faults.setattr(services.ledger, "save", full)
        await keep(task, kept, **options)

    async def cut_in_two() -> None:
        with pytest.raises(LedgerUnusable):
            await services.updater.restart(old.id, console.draft(BLANK))

    with monkeypatch.context() as faults:
        faults.setattr(services.secrets, "keep", on_a_full_disk)
        restarting = console.spawner.spawn(cut_in_two(), name="restart")
        await console.asked_until(old.id, TaskState.STOPPED)
        await restarting
    await services.recorder.mend()
    (new,) = (each for each in services.store.tasks() if each.id != old.id)
    assert services.store.get(old.id).restart is None
    told = [each for each in await services.ledger.journal(old.id) if each.kind is EntryKind.RESTARTED_AS]
    assert [each.detail["task"] for each in told] == [new.id]

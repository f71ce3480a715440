"""Changes and restarts on our side; what the vendors make of them is tested in tests/contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.support.consoles import TestConsole, open_test_console

BLANK = VENDOR.generations[0]


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, Registry([VENDOR]))
    yield console
    await console.aclose()


async def running(console: TestConsole, **values: Any) -> Task:
    task = await console.services.launcher.start(console.draft(BLANK, **values))
    return await console.asked_until(task.id, TaskState.RUNNING)


async def test_a_restart_keeps_the_secrets_that_were_typed_at_the_start(console: TestConsole) -> None:
    services = console.services
    old = await running(console, passcode="a-typed-passcode")
    assert "passcode" not in old.values
    draft = Draft(profile_id=old.profile_id, values={**old.values, "targets": ("ja",)}, minutes=30)

    restarting = console.spawner.spawn(services.updater.restart(old.id, draft), name="restart")
    await console.asked_until(old.id, TaskState.STOPPED)
    new = await restarting

    assert await services.secrets.typed(new) == {"passcode": "a-typed-passcode"}
    assert await services.secrets.typed(old) == {}


async def test_a_restart_that_could_not_start_stops_nothing(console: TestConsole) -> None:
    task = await running(console)
    draft = Draft(profile_id=task.profile_id, values={**task.values, "room": ""}, minutes=30)
    with pytest.raises(BadRequest) as refused:
        await console.services.updater.restart(task.id, draft)
    assert refused.value.field == "room"
    assert console.services.store.get(task.id).stop_wished_at is None


async def test_an_update_without_a_change_is_refused(console: TestConsole) -> None:
    task = await running(console)
    with pytest.raises(BadRequest, match="Nothing was changed"):
        await console.services.updater.update(task.id, task.values)


async def test_only_fields_that_may_change_are_changed(console: TestConsole) -> None:
    task = await running(console)
    with pytest.raises(BadRequest, match="Nothing was changed"):
        await console.services.updater.update(task.id, {**task.values, "room": "elsewhere"})


async def test_the_wait_follows_the_vendors_spacing_and_survives_a_clock_set_back(console: TestConsole) -> None:
    task = await running(console)
    updater = console.services.updater
    just_started = replace(task, updated_at=console.clock.now())
    assert 1.5 < updater.wait(just_started) <= BLANK.abilities.update_spacing
    console.clock.offset += 2.1
    assert updater.wait(just_started) == 0
    console.clock.offset -= 3600
    assert updater.wait(just_started) == 0


async def test_nothing_is_offered_for_a_task_somebody_wants_stopped(console: TestConsole) -> None:
    task = await running(console)
    assert console.services.updater.can_update(task)
    assert not console.services.updater.can_update(await console.services.stopper.wish(task.id))

"""Restarts under way: held before their start, dropped, and counted."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.services.restarts import Restarts
from roomscribe.vendors.blank.record import VENDOR
from tests.support.consoles import TestConsole, until

BLANK = VENDOR.generations[0]
START = "StartTask"


async def restarting(console: TestConsole) -> tuple[Task, asyncio.Task[Task]]:
    """A task that has ended, and its restart, which is held."""
    services = console.services
    old = await services.launcher.start(console.draft(BLANK))
    await console.asked_until(old.id, TaskState.RUNNING)
    job = console.spawner.spawn(services.updater.restart(old.id, console.draft(BLANK)), name="restart")
    await console.asked_until(old.id, TaskState.STOPPED)
    return old, job


async def test_a_held_restart_starts_once_it_is_let_go(console: TestConsole) -> None:
    restarts = console.services.updater.restarts
    releases = restarts.hold(), restarts.hold()
    old, job = await restarting(console)
    assert restarts.waiting == [old.id]
    releases[0]()
    releases[0]()  # the other one holds it still
    await restarts.settle(0.05)
    assert console.world.calls[START] == 1
    releases[1]()
    assert (await job).live
    assert restarts.waiting == restarts.starting == []


async def test_what_is_dropped_while_held_is_not_started_afterwards_either(console: TestConsole) -> None:
    services = console.services
    release = services.updater.restarts.hold()
    old, job = await restarting(console)
    assert services.updater.restarts.drop() == [old.id]
    release()
    with pytest.raises(BadRequest, match="not started again"):
        await job
    console.spawner.tasks.discard(job)
    assert console.world.calls[START] == 1
    assert services.store.get(old.id).restart is None
    kinds = [each.kind for each in await services.ledger.journal(old.id)]
    assert kinds.count(EntryKind.RESTART_DROPPED) == 1


async def test_a_restart_that_is_dropped_before_it_is_written_down_stops_nothing(console: TestConsole) -> None:
    services = console.services
    old = await services.launcher.start(console.draft(BLANK))
    await console.asked_until(old.id, TaskState.RUNNING)
    ready = services.launcher.ready

    async def slow(*args: Any, **options: Any) -> Any:
        client = await ready(*args, **options)
        services.updater.restarts.drop()
        return client

    services.launcher.ready = slow  # type: ignore[method-assign]
    with pytest.raises(BadRequest, match="not started again"):
        await services.updater.restart(old.id, console.draft(BLANK))
    row = services.store.get(old.id)
    assert (row.stop_wished_at, row.restart) == (None, None)


async def test_what_is_on_its_way_can_be_waited_for_and_not_dropped(console: TestConsole) -> None:
    services = console.services
    restarts, start = services.updater.restarts, services.launcher.start
    old = await services.launcher.start(console.draft(BLANK))
    await console.asked_until(old.id, TaskState.RUNNING)
    go = asyncio.Event()

    async def slow(*args: Any, **options: Any) -> Task:
        await go.wait()
        return await start(*args, **options)

    services.launcher.start = slow  # type: ignore[method-assign]
    job = console.spawner.spawn(services.updater.restart(old.id, console.draft(BLANK)), name="restart")
    await console.asked_until(old.id, TaskState.STOPPED)
    await until(lambda: restarts.starting)
    ids = restarts.starting
    assert (restarts.drop(), restarts.waiting) == ([], [])
    go.set()
    await restarts.quiet()
    assert [(await job).id] == ids


async def test_nobody_waits_where_nothing_is_under_way() -> None:
    restarts = Restarts()
    await restarts.quiet()
    assert restarts.drop() == []

"""A real disk that is full, or read-only: it is said, nothing is sent unwritten, and what was promised is kept."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.ledger.database import Database
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.console import build_services
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.support.consoles import PlainSpawner, TestConsole, open_test_console
from tests.support.small_disk import FULL, SmallDisk, limited, mount, mounted

BLANK = VENDOR.generations[0]


@pytest.fixture
def mounted_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with mounted(tmp_path / "disk") as disk:
        if disk is None:
            pytest.skip("this user may mount no disk; a limit of the system stands in for it in the other tests")
        yield disk


@pytest.fixture(params=["disk", "limit"])
def small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk that gets full, and what stands in for it where none may be mounted."""
    if request.param == "disk":
        yield request.getfixturevalue("mounted_disk")
    elif sys.platform == "win32":
        pytest.skip("Windows has no such limit")
    else:
        with limited(tmp_path / "limited") as disk:
            yield disk


@pytest.fixture
async def console(small_disk: SmallDisk) -> AsyncIterator[TestConsole]:
    console = await open_test_console(small_disk.folder / "data", Registry([VENDOR]))
    yield console
    await console.aclose()


async def fill_the_log(console: TestConsole, task: Task) -> None:
    """Write until the log, which SQLite has made longer than it needs at the moment, is full as well."""

    async def write() -> None:
        line = console.services.recorder.entry(task.id, EntryKind.SETTLED, detail={"reason": "x" * 2000})
        while True:
            row = await console.services.ledger.task(task.id)
            assert row is not None
            await console.services.ledger.save(row, line)

    with pytest.raises(LedgerUnusable, match=FULL):
        await write()


async def test_on_a_full_disk_no_wish_is_lost_and_no_start_is_sent(console: TestConsole, small_disk: SmallDisk) -> None:
    services = console.services
    task = await console.running(BLANK)
    with small_disk.full():
        await fill_the_log(console, task)
        await services.feed.look()
        starts = console.world.calls["StartTask"]

        with pytest.raises(LedgerUnusable, match=FULL):
            await services.stopper.wish(task.id)
        assert services.store.get(task.id).state is TaskState.STOPPING, "the wish is pursued all the same"
        while services.store.get(task.id).state is not TaskState.STOPPED:
            with suppress(LedgerUnusable):
                await services.follower.ask(task.id)
            await asyncio.sleep(0.01)
        assert console.world.calls["StopTask"] == 1
        proven = services.store.get(task.id)
        assert proven.receipt is not None

        with pytest.raises(LedgerUnusable, match=FULL):
            await services.launcher.start(console.draft(BLANK, room="other", bot="other"))
        assert console.world.calls["StartTask"] == starts
        with pytest.raises(LedgerUnusable, match=FULL):
            await services.feed.look()
        assert services.store.get(task.id) == proven

        mended: list[int] = []
        services.feed.mended.add(mended.append)
    await services.feed.look()
    await services.feed.look()
    assert mended == [1]
    assert await services.ledger.task(task.id) == proven
    written = await console.kinds(task.id)
    assert [kind for kind in written if kind in (EntryKind.STOP_WISHED, EntryKind.RECEIPT)] == [
        EntryKind.STOP_WISHED,
        EntryKind.RECEIPT,
    ]


async def test_a_change_that_cannot_be_written_down_is_not_sent(console: TestConsole, small_disk: SmallDisk) -> None:
    services = console.services
    task = await console.running(BLANK)
    console.clock.offset += 10
    with small_disk.full():
        await fill_the_log(console, task)
        await services.feed.look()
        before = services.store.get(task.id)
        wanted = {**task.values, "targets": ("ja",)}
        with pytest.raises(LedgerUnusable, match=FULL):
            await services.updater.update(task.id, wanted)
        assert console.world.calls["ChangeTask"] == 0
        assert services.store.get(task.id) == before
    row = await services.updater.update(task.id, wanted)
    assert (row.sequence, row.targets, console.world.calls["ChangeTask"]) == (1, ("ja",), 1)


async def test_a_file_that_became_read_only(console: TestConsole) -> None:
    services = console.services
    task = await console.running(BLANK)

    async def read_only(value: str) -> None:
        def switch(database: Database) -> None:
            connection = database._connection.connection.driver_connection
            assert connection is not None
            connection.execute(f"PRAGMA query_only = {value}")

        await services.ledger._call(switch)

    await read_only("ON")
    with pytest.raises(LedgerUnusable, match="read-only"):
        await services.stopper.wish(task.id)
    with pytest.raises(LedgerUnusable, match="read-only"):
        await services.follower.ask(task.id)
    assert console.world.calls["StopTask"] == 1
    await read_only("OFF")
    await services.feed.look()
    row = await services.ledger.task(task.id)
    assert row is not None
    assert row.stop_wished_at is not None
    assert EntryKind.STOP_WISHED in await console.kinds(task.id)


@pytest.mark.parametrize("trouble", ["full", "read-only"])
async def test_trouble_at_the_start_is_said(mounted_disk: SmallDisk, trouble: str) -> None:
    data_dir = mounted_disk.folder / "data"
    data_dir.mkdir()
    if trouble == "full":
        occasion: AbstractContextManager[None] = mounted_disk.full()
    else:
        assert mount("-o", "remount,ro", str(data_dir.parent))
        occasion = nullcontext()
    services = build_services(data_dir, Registry([VENDOR]), PlainSpawner(), SystemClock())
    with occasion, pytest.raises(LedgerUnusable, match=f"{FULL}|Read-only") as caught:
        await services.open()
    assert not caught.value.replaceable, "a new register would be no better"
    await services.aclose()

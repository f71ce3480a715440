"""A real disk that is full, or read-only: it is said, nothing is sent unwritten, and what was promised is kept."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
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

BLANK = VENDOR.generations[0]
SIZE = "2m"


def mount(*arguments: str) -> bool:
    """Whether `mount` was permitted and done."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)):
        pytest.skip("nobody may mount a disk here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
async def console(small_disk: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(small_disk / "data", Registry([VENDOR]))
    yield console
    await console.aclose()


def fill_up(disk: Path) -> Path:
    """Take the last byte there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


async def running(console: TestConsole) -> Task:
    task = await console.services.launcher.start(console.draft(BLANK))
    return await console.asked_until(task.id, TaskState.RUNNING)


async def kinds(console: TestConsole, task_id: str) -> list[EntryKind]:
    return [entry.kind for entry in await console.services.ledger.journal(task_id)]


async def fill_the_log(console: TestConsole, task: Task) -> None:
    """Write until the log, which SQLite has made longer than it needs at the moment, is full as well."""

    async def write() -> None:
        line = console.services.recorder.entry(task.id, EntryKind.SETTLED, detail={"reason": "x" * 2000})
        while True:
            row = await console.services.ledger.task(task.id)
            assert row is not None
            await console.services.ledger.save(row, line)

    with pytest.raises(LedgerUnusable, match="is full"):
        await write()


async def test_on_a_full_disk_no_wish_is_lost_and_no_start_is_sent(console: TestConsole, small_disk: Path) -> None:
    services = console.services
    task = await running(console)
    filler = fill_up(small_disk)
    await fill_the_log(console, task)
    await services.feed.look()
    starts = console.world.calls["StartTask"]

    with pytest.raises(LedgerUnusable, match="is full"):
        await services.stopper.wish(task.id)
    assert services.store.get(task.id).state is TaskState.STOPPING, "the wish is pursued all the same"
    while services.store.get(task.id).state is not TaskState.STOPPED:
        with suppress(LedgerUnusable):
            await services.follower.ask(task.id)
        await asyncio.sleep(0.01)
    assert console.world.calls["StopTask"] == 1
    proven = services.store.get(task.id)
    assert proven.receipt is not None

    with pytest.raises(LedgerUnusable, match="is full"):
        await services.launcher.start(console.draft(BLANK, room="other", bot="other"))
    assert console.world.calls["StartTask"] == starts
    with pytest.raises(LedgerUnusable, match="is full"):
        await services.feed.look()
    assert services.store.get(task.id) == proven

    mended: list[int] = []
    services.feed.mended.add(mended.append)
    filler.unlink()
    await services.feed.look()
    await services.feed.look()
    assert mended == [1]
    assert await services.ledger.task(task.id) == proven
    written = await kinds(console, task.id)
    assert [kind for kind in written if kind in (EntryKind.STOP_WISHED, EntryKind.RECEIPT)] == [
        EntryKind.STOP_WISHED,
        EntryKind.RECEIPT,
    ]


async def test_a_change_that_cannot_be_written_down_is_not_sent(console: TestConsole, small_disk: Path) -> None:
    services = console.services
    task = await running(console)
    console.clock.offset += 10
    filler = fill_up(small_disk)
    await fill_the_log(console, task)
    await services.feed.look()
    before = services.store.get(task.id)
    wanted = {**task.values, "targets": ("ja",)}
    with pytest.raises(LedgerUnusable, match="is full"):
        await services.updater.update(task.id, wanted)
    assert console.world.calls["ChangeTask"] == 0
    assert services.store.get(task.id) == before
    filler.unlink()
    row = await services.updater.update(task.id, wanted)
    assert (row.sequence, row.targets, console.world.calls["ChangeTask"]) == (1, ("ja",), 1)


async def test_a_file_that_became_read_only(console: TestConsole) -> None:
    services = console.services
    task = await running(console)

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
    assert EntryKind.STOP_WISHED in await kinds(console, task.id)


@pytest.mark.parametrize("trouble", ["full", "read-only"])
async def test_trouble_at_the_start_is_said(small_disk: Path, trouble: str) -> None:
    (small_disk / "data").mkdir()
    if trouble == "full":
        fill_up(small_disk)
    else:
        assert mount("-o", "remount,ro", str(small_disk))
    spawner = PlainSpawner()
    services = build_services(small_disk / "data", Registry([VENDOR]), spawner, SystemClock())
    with pytest.raises(LedgerUnusable, match=r"full|No space|Read-only") as caught:
        await services.open()
    assert not caught.value.replaceable, "a new register would be no better"
    await services.aclose()

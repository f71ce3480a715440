"""Writes whose caller gives up waiting: what becomes of them decides what is still to be written."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest

from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.domain.text import T
from roomscribe.ledger.database import Database
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.vendors.blank.record import VENDOR
from tests.support.consoles import TestConsole, until

BLANK = VENDOR.generations[0]


@contextmanager
def slow_disk(error: Exception | None = None) -> Iterator[Callable[[], bool]]:
    """Rows are written only when this ends, or fail then; tells whether one is being written."""
    begun, may = threading.Event(), threading.Event()
    update = Database.update_task

    def slow(self: Database, *what: Any) -> Any:
        begun.set()
        may.wait(10)
        if error is not None:
            raise error
        return update(self, *what)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "update_task", slow)
        try:
            yield begun.is_set
        finally:
            may.set()


async def given_up(console: TestConsole, task: Task, error: Exception | None = None, **how: Any) -> None:
    """Write a line and a new value, stop waiting for it, and let it come to its end after that."""
    line = console.services.recorder.entry(task.id, EntryKind.CALLED, request_id="sent")
    with slow_disk(error) as writing:
        write = console.spawner.spawn(console.services.recorder.record(task.id, line, owner="kim", **how), name="write")
        await until(writing)
        write.cancel()
        with suppress(asyncio.CancelledError):
            await write
        waiting = console.spawner.spawn(console.services.recorder.mend(), name="mend")
        await asyncio.sleep(0)
        waiting.cancel()  # who waits for its turn and gives up, too, changes nothing
    await until(lambda: task.id not in console.services.recorder._under_way)


async def told(console: TestConsole, task: Task) -> int:
    return sum(entry.request_id == "sent" for entry in await console.services.ledger.journal(task.id))


async def owner_on_disk(console: TestConsole, task: Task) -> str:
    row = await console.services.ledger.task(task.id)
    assert row is not None
    return row.owner


async def test_what_was_written_after_all_is_not_written_again(console: TestConsole) -> None:
    task = await console.running(BLANK)
    await given_up(console, task)
    assert console.services.store.get(task.id) == await console.services.ledger.task(task.id)
    assert await console.services.recorder.mend() == 0
    await console.services.recorder.record(task.id, bot="b")
    assert (await told(console, task), await owner_on_disk(console, task)) == (1, "kim")


async def test_lines_of_a_write_that_failed_after_all_are_written_by_the_next(console: TestConsole) -> None:
    task = await console.running(BLANK)
    await given_up(console, task, LedgerUnusable(T("The disk is full.")))
    assert await told(console, task) == 0
    assert console.services.store.get(task.id).owner == "kim"
    assert await console.services.recorder.mend() == 1
    assert (await told(console, task), await owner_on_disk(console, task)) == (1, "kim")


async def test_lines_of_a_write_that_came_too_late_are_written_by_the_next(console: TestConsole) -> None:
    """Another process has written the row meanwhile."""
    task = await console.running(BLANK)
    row = await console.services.ledger.task(task.id)
    assert row is not None
    await console.services.ledger.save(replace(row, bot="theirs"))
    await given_up(console, task)
    assert console.services.store.get(task.id).bot == "theirs"
    assert await console.services.recorder.mend() == 1
    assert (await told(console, task), await owner_on_disk(console, task)) == (1, "kim")


@pytest.mark.parametrize("fails", [False, True])
async def test_what_must_not_happen_unwritten_is_shown_only_once_it_is_written(
    console: TestConsole, fails: bool
) -> None:
    task = await console.running(BLANK)
    await given_up(console, task, LedgerUnusable(T("full")) if fails else None, or_not_at_all=True)
    shown = console.services.store.get(task.id).owner
    assert shown == await owner_on_disk(console, task)
    assert (shown == "kim", await told(console, task)) == (not fails, 0 if fails else 1)

"""Work that must not end is begun anew, unless the program ends it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from roomscribe.domain.errors import ShuttingDown
from roomscribe.services import feed, spawning
from roomscribe.services.spawning import keep_up
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.support.consoles import PlainSpawner, open_test_console, until


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spawning, "ANEW_AFTER", 0.0)


class Ending(PlainSpawner):
    """A program that takes one more piece of work, and ends."""

    refused = 0

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        if self.tasks:
            coro.close()
            self.refused += 1
            raise ShuttingDown("the program is ending")
        return super().spawn(coro, name=name)


async def test_work_that_is_cancelled_is_not_begun_anew() -> None:
    spawner, begun = PlainSpawner(), []

    async def work() -> None:
        begun.append("work")
        await asyncio.sleep(3600)

    keep_up(spawner, work, name="work")
    await asyncio.sleep(0)
    await spawner.aclose()
    await asyncio.sleep(0.01)
    assert begun == ["work"]


async def test_a_program_that_ends_begins_nothing_anew() -> None:
    spawner = Ending()

    async def work() -> None:
        raise ZeroDivisionError

    keep_up(spawner, work, name="work")
    await until(lambda: spawner.refused)
    with pytest.raises(ZeroDivisionError):
        await spawner.aclose()


async def test_the_ledgers_news_outlive_a_folder_that_can_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = await open_test_console(tmp_path, Registry([VENDOR]))
    services = console.services
    task = await services.launcher.start(console.draft(VENDOR.generations[0]))
    await services.recorder.record(task.id, watched_by="f" * 32)  # a console that is gone
    monkeypatch.setattr(feed, "PAUSE", 0.0)

    def broken(consoles: object) -> set[str]:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(services.lease, "ended", broken)
        services.feed.start()
        (first,) = [each for each in console.spawner.tasks if each.get_name() == "news of the ledger"]
        await until(first.done)
    await until(lambda: services.lease.watches(services.store.get(task.id)))
    console.spawner.tasks = {each for each in console.spawner.tasks if not each.done() or each.exception() is None}
    await console.aclose()

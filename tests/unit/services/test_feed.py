"""A start reads what matters at once, and the rest after that."""

from __future__ import annotations

from pathlib import Path

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Restart
from roomscribe.ledger.ledger import Ledger
from roomscribe.services import feed
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import open_test_console, until
from tests.unit.ledger.examples import make_task

STATES = {1: TaskState.RUNNING, 3: TaskState.UNCONFIRMED}


async def fill(ledger: Ledger) -> list[str]:
    """Nine rows, of which two are live and one is being restarted; ids from the oldest."""
    ids = []
    for number in range(9):
        restart = Restart(profile_id="p", minutes=5) if number == 2 else None
        state = STATES.get(number, TaskState.STOPPED)
        task = make_task(f"t{number}", created_at=100.0 + number, state=state, restart=restart)
        await ledger.add(task)
        ids.append(task.id)
    return ids


async def test_what_is_unfinished_comes_with_the_newest(tmp_path: Path) -> None:
    console = await open_test_console(tmp_path, load_registry())
    services = console.services
    try:
        ids = await fill(services.ledger)
        position, place, first = await services.ledger.first_tasks(2)
        assert position > 0
        assert [task.id for task in first] == ["t1", "t2", "t3", "t7", "t8"]
        pages = []
        while place:
            place, page = await services.ledger.older_tasks(place, 3)
            pages.append([task.id for task in page])
        assert pages == [["t6", "t5", "t4"], ["t0"]]
        assert sorted(each for page in pages for each in page) == sorted(set(ids) - {task.id for task in first})
        _, place, everything = await services.ledger.first_tasks(50)
        assert (place, len(everything)) == (0, 9)
    finally:
        await console.aclose()


async def test_a_full_ledger_is_read_while_the_window_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "AT_FIRST", 2)
    monkeypatch.setattr(feed, "PAGE", 1)
    console = await open_test_console(tmp_path, load_registry())
    services, told = console.services, []
    try:
        ids = await fill(services.ledger)
        await services.feed.load()
        assert not services.feed.complete
        assert len(services.store) == 5
        services.feed.completed.add(lambda: told.append(len(services.store)))
        await services.take_over()
        await until(lambda: bool(told))
        assert [task.id for task in services.store.tasks()] == ids
        assert told == [9]
        await until(lambda: services.store.get("t1").watched_by == services.lease.id)
    finally:
        await console.aclose()

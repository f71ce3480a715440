"""Which question about a task comes next."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roomscribe.services import follower
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.support.consoles import TestConsole, open_test_console

BLANK = VENDOR.generations[0]


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, Registry([VENDOR]))
    yield console
    await console.aclose()


async def test_between_two_stops_the_vendor_is_asked_how_the_task_is(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "back_off", lambda tries, first: 0.0)  # every turn comes late
    services = console.services
    task_id = (await services.launcher.start(console.draft(BLANK))).id
    await services.stopper.wish(task_id)
    assert services.follower.next_is_stop(services.store.get(task_id))
    await services.follower.ask(task_id)
    assert console.world.calls["StopTask"] == 1
    assert not services.follower.next_is_stop(services.store.get(task_id))
    await services.stopper.wish(task_id)
    assert services.follower.next_is_stop(services.store.get(task_id)), "a person who presses again is heard at once"

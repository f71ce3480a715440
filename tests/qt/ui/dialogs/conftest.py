"""A console on the blank vendor's simulator, with a real account beside the demo one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.clients import profile_owner
from roomscribe.ui.dialogs.profile_tools import ProfileTools
from roomscribe.ui.theme import Theme
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.blank.simulator import DEMO
from roomscribe.vendors.registry import Registry
from tests.support.consoles import TestConsole, open_test_console

BLANK = VENDOR.generations[0]


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, Registry([VENDOR]))
    yield console
    await console.aclose()


@pytest.fixture
async def account(console: TestConsole) -> Profile:
    """A saved account that the simulated cloud accepts."""
    made = replace(console.profile(BLANK), id="acc", name="Trial", simulator=False)
    await console.services.profiles.save(made)
    await console.services.vault.set(profile_owner(made.id), "app_secret", DEMO["app_secret"])
    return made


@pytest.fixture
def live(console: TestConsole, account: Profile) -> Task:
    """A task of that account that runs."""
    task = Task(
        id="t", profile_id=account.id, profile_name="", vendor="blank", generation="blank-1", site="main",
        room="town-hall", bot="b", state=TaskState.RUNNING,
    )  # fmt: skip
    console.services.store.put(task)
    return task


@pytest.fixture
def tools(console: TestConsole, theme: Theme) -> ProfileTools:
    return ProfileTools.of(console.services, console.spawner, theme)

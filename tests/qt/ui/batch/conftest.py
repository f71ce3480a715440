"""The tools of these windows, on a console, and the window in which they open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from roomscribe.services.templates import Kept
from roomscribe.ui.batch.plan_dialog import PlanDialog
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.theme import Theme
from tests.qt.ui.batch.command_stage import Scene
from tests.qt.ui.batch.plan_stage import Begun, Shown
from tests.support.consoles import TestConsole
from tests.support.desks import opened_desk


@pytest.fixture
def tools(console: TestConsole, theme: Theme) -> BatchTools:
    return BatchTools.of(console.services, console.spawner, theme)


@pytest.fixture
async def scene(console: TestConsole, theme: Theme) -> AsyncIterator[Scene]:
    async with opened_desk(console, theme) as desk:
        desk.window.show()
        yield Scene(desk, console)


@pytest.fixture
def begun() -> Begun:
    return Begun()


@pytest.fixture
def shown(qtbot: Any, tools: BatchTools, console: TestConsole, begun: Begun) -> Shown:
    def show(*templates: Kept) -> PlanDialog:
        generation = tools.registry.generation("trtc-1")
        draft, profile = console.draft(generation), console.profile(generation)
        dialog = PlanDialog(tools, draft, profile, templates, begin=begun.begin)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show

"""Stop acts on the chosen row: a start by hand chooses its own, whoever else starts something meanwhile."""

from __future__ import annotations

from typing import Any

from roomscribe.domain.tasks import Task
from roomscribe.ui.theme import Theme
from tests.support.batches import REGISTRY, TRTC
from tests.support.consoles import TestConsole, until
from tests.support.desks import opened_desk

OTHER = REGISTRY.generation("agora-7")


async def test_a_start_by_hand_chooses_its_own_row(console: TestConsole, theme: Theme) -> None:
    start = console.services.launcher.start

    async def after_another(*args: Any, **options: Any) -> Task:
        await start(console.draft(OTHER))  # a batch's row, another window's, or one in the place of another
        return await start(*args, **options)

    async with opened_desk(console, theme) as desk:
        desk.window.show()
        desk.panel.fill(console.draft(TRTC, room="778"))
        console.services.launcher.start = after_another  # type: ignore[method-assign]
        desk.panel.start_requested.emit(console.draft(TRTC, room="778"))
        await until(lambda: any(task.room == "778" for task in console.services.store.tasks()))
        await until(lambda: [task.room for task in desk.window.table.selected()] == ["778"])

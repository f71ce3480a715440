"""Stop acts on the chosen row: a start by hand chooses its own, whoever else starts something meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
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


@pytest.mark.parametrize("method", ["add", "save"])
async def test_that_nothing_was_started_is_said_at_the_button_and_only_then(
    console: TestConsole, theme: Theme, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """A banner about the register may stand there since long before."""

    async def full(*args: Any, **options: Any) -> Task:
        raise LedgerUnusable(T("The disk is full."))

    async with opened_desk(console, theme) as desk:
        desk.window.show()
        desk.panel.fill(console.draft(TRTC, room="778"))
        with monkeypatch.context() as patch:
            patch.setattr(console.services.ledger, method, full)
            desk.panel.start_requested.emit(console.draft(TRTC, room="778"))
            await until(lambda: any(each.key == "ledger" for each in desk.window.notices.notices()))
            await until(lambda: desk.panel.start.text() == "Start task")
        refusal = desk.panel.reason.refusal
        if method == "add":
            assert refusal.isVisible()
            assert refusal.text().startswith(
                "No task was started. The disk is full. Once that is put right, press Start"
            )
        else:
            assert console.services.store.tasks(), "it was sent"
            assert "No task was started" not in refusal.text()

"""The simulator's menu in the whole program: trouble ordered with the mouse, and what a start makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from roomscribe.domain.errors import FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.simulator.faults import FaultKind
from roomscribe.ui.simulator.switch_dialog import SwitchDialog
from roomscribe.ui.simulator.trouble_dialog import TroubleDialog
from tests.e2e.program import Program, click, opened, press
from tests.support.dialogs import shown


def menu_titles(program: Program) -> list[str]:
    return [each.text().replace("&", "") for each in program.window.bar.menus.actions() if each.isVisible()]


async def test_a_start_fails_as_it_was_ordered_and_the_next_one_works(tmp_path: Path) -> None:
    async with opened(tmp_path, demo=True) as program:
        assert "Simulator" in menu_titles(program)
        program.window.commands.simulate_trouble.trigger()
        dialog = await program.dialog(TroubleDialog)
        dialog.form.kind.setCurrentIndex(dialog.form.kind.findData(FaultKind.ERROR))
        dialog.form.call.setCurrentIndex(dialog.form.call.findData("StartAITranscription"))
        dialog.form.code.setText("FailedOperation.NotAbility")
        click(dialog.add)
        await program.until(dialog.model.rowCount)
        press(dialog, "Close")
        refused = await program.start("demo-trtc-1", room="1001")
        assert refused.state is TaskState.REJECTED
        assert refused.error is not None
        assert refused.error.code == "FailedOperation.NotAbility"
        await program.start_until(TaskState.RUNNING, "demo-trtc-1", room="1002")


@pytest.mark.parametrize("profile", ["demo-agora-7", "demo-trtc-1"])
async def test_a_lost_answer_is_settled_by_asking(tmp_path: Path, profile: str) -> None:
    async with opened(tmp_path, demo=True) as program:
        # The vendor's time is known then: else the harmless question about it would be the one that is lost.
        await (await program.services.clients.client(profile)).check()
        program.window.commands.lose_next.trigger()
        await program.until(lambda: "its answer is lost" in shown(program.window))
        lost = await program.start(profile)
        assert lost.error is not None
        assert lost.error.kind is FailureKind.AMBIGUOUS
        await program.task_is(lost.id, TaskState.RUNNING)


async def test_a_switch_turned_in_the_window_changes_what_the_vendor_says(tmp_path: Path) -> None:
    async with opened(tmp_path, demo=True) as program:
        program.window.commands.switches.trigger()
        dialog = await program.dialog(SwitchDialog)
        await program.until(dialog.model.rowCount)
        dialog.model.wished.emit("agora-7.join_status", "STARTING")
        dialog.search.setText("join_status")
        await program.until(lambda: dialog.filter.index(0, 1).data() == "● STARTING")
        press(dialog, "Close")
        task = await program.start("demo-agora-7")
        assert (task.vendor_state, task.state) == ("STARTING", TaskState.STARTING)


async def test_without_a_simulator_there_is_no_menu(tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        assert "Simulator" not in menu_titles(program)
        program.window.commands.simulate_trouble.trigger()
        assert not program.window.findChildren(TroubleDialog)

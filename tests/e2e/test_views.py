"""Filters and views in the whole program: typed, saved by the dialog, deleted, and there again after a restart."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from roomscribe.domain.states import TaskState
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.views.name_dialog import NameDialog
from tests.e2e.clouds import TRTC, Cloud
from tests.e2e.program import Program, opened


def tabs(program: Program) -> list[str]:
    """What stands on the tabs."""
    shown = program.desk._views.tabs
    return [shown.tabText(at) for at in range(shown.count())]


async def test_a_view_is_saved_found_again_and_deleted(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        program.window.activateWindow()
        program.window.bar.focus_filter()
        await program.until(program.window.bar.filter.hasFocus)
        QTest.keyClicks(program.window.bar.filter, f"vendor:{task.vendor} state:li")
        QTest.keyClick(program.window.bar.filter, Qt.Key.Key_Tab)
        assert program.window.bar.filter.text() == f"vendor:{task.vendor} state:live "
        assert program.window.table.model.rowCount() == 1
        await program.until(lambda: tabs(program) == ["All  1", "Live  1", "Trouble  0"])
        program.window.commands.new_view.trigger()
        dialog = await program.dialog(NameDialog)
        QTest.keyClicks(dialog.name, "Mine")
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        await program.until(lambda: tabs(program)[3:] == ["Mine  1"])
        await program.stop(task.id)
        await program.until(lambda: tabs(program) == ["All  1", "Live  0", "Trouble  0", "Mine  0"])

    async with opened(tmp_path) as program:
        assert program.window.bar.filter.text() == f"vendor:{task.vendor} state:live"
        assert program.window.table.model.rowCount() == 0
        program.window.commands.rename_view.trigger()
        rename = await program.dialog(NameDialog)
        rename.name.setText("Ours")
        rename.act.click()
        await program.until(lambda: tabs(program)[3].startswith("Ours"))
        program.window.commands.delete_view.trigger()
        sure = await program.dialog(SureDialog)
        sure.act.click()
        await program.until(lambda: len(tabs(program)) == 3)
        assert program.window.bar.filter.text() == ""
        assert program.window.table.model.rowCount() == 1

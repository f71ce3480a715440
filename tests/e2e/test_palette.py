"""The palette in the whole program: every command is in it, says why it cannot be done, and gives the focus back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from roomscribe.domain.states import TaskState
from roomscribe.ui.dialogs.about_dialog import AboutDialog
from roomscribe.ui.palette.dialog import PaletteDialog
from tests.e2e.clouds import BOTH, TRTC, Cloud
from tests.e2e.program import Program, opened
from tests.e2e.test_keyboard import nameless

REACHED_OTHERWISE = {"palette"}
"""Commands that the palette does not offer: itself."""


async def palette(program: Program, text: str = "") -> PaletteDialog:
    """Open it by its key, and type."""
    program.window.activateWindow()
    await program.until(program.window.isActiveWindow)
    focus = QApplication.focusWidget() or program.window
    QTest.keyClick(focus, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = await program.dialog(PaletteDialog)
    QTest.keyClicks(dialog.line, text)
    await program.until(lambda: not dialog.searching)
    return dialog


async def test_every_command_is_offered_and_says_why_it_cannot_be_done(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        await cloud.add_account(program.services, TRTC)
        program.window.set_simulator(True)
        program.window.bar.show_simulator_menu(True)
        entries = {each.id: each for each in program.desk._palette.entries()}
        commands = program.window.commands
        names = {name for name, each in vars(commands).items() if isinstance(each, QAction) and each.isVisible()}
        assert names - REACHED_OTHERWISE - set(entries) == set()
        assert {"Light", "Dark", "By room", "Started by"} <= {each.title for each in entries.values()}
        generic = "This cannot be done now."
        assert [each.title for each in entries.values() if each.why_not == generic] == []
        assert entries["stop"].why_not
        assert entries["copy_id"].why_not == "Select a task first."


async def test_a_command_is_run_and_remembered_and_escape_gives_the_focus_back(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        await cloud.add_account(program.services, TRTC)
        program.window.bar.filter.setFocus()
        dialog = await palette(program, "about room")
        assert nameless(dialog) == []
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        about = await program.dialog(AboutDialog)
        about.reject()
        await program.until(lambda: not program.window.findChildren(AboutDialog))

        program.window.bar.filter.setFocus()
        dialog = await palette(program)
        assert dialog.list.currentIndex().data() == "About RoomScribe"
        QTest.keyClick(dialog.line, Qt.Key.Key_Escape)
        await program.until(lambda: not program.window.findChildren(PaletteDialog))
        assert program.window.focusWidget() is program.window.bar.filter


async def test_profiles_and_rooms_are_gone_to_by_name(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        first, second = [await cloud.add_account(program.services, generation) for generation in BOTH]
        task = await program.start_until(TaskState.RUNNING, first.id, room="5001")
        program.window.table.view.clearSelection()
        program.panel.start.setFocus()
        dialog = await palette(program, "5001")
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        await program.until(program.window.table.selected)
        assert [each.id for each in program.window.table.selected()] == [task.id]
        assert program.window.focusWidget() is program.window.table.view

        dialog = await palette(program, f"use profile {second.name}")
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        await program.until(lambda: program.panel.profile() == second)

"""Everything is reached without a mouse: by Tab, by F6, by the menus' keys and the context-menu key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from roomscribe.domain.states import TaskState
from roomscribe.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from tests.e2e.clouds import TRTC, Cloud
from tests.e2e.program import Program, opened
from tests.e2e.test_keyboard import NOT_CONTROLS, spoken
from tests.support.dialogs import shown

MOST_STOPS = 200


def controls(window: QWidget) -> set[QWidget]:
    """What takes the focus by Tab at the moment."""
    return {
        each
        for each in window.findChildren(QWidget)
        if each.window() is window
        and each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and not isinstance(each, NOT_CONTROLS)
    }


def walked(program: Program) -> set[QWidget]:
    """What Tab reaches, once around the window."""
    first = program.window.bar.filter
    first.setFocus()
    seen: set[QWidget] = set()
    for _ in range(MOST_STOPS):
        widget = program.window.focusWidget()
        assert widget is not None
        if widget is first and seen:
            return seen
        seen.add(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    raise AssertionError("Tab goes in a circle that leaves the filter out")


async def test_tab_reaches_every_control_whatever_the_details_show(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        program.fill(profile.id)
        await program.start_until(TaskState.RUNNING, profile.id)
        program.window.activateWindow()
        await program.until(program.window.isActiveWindow)
        for tab in range(program.window.details.tabs.count()):
            program.window.details.tabs.setCurrentIndex(tab)
            await program.until(lambda: program.window.details.timeline.lines.rowCount())
            missed = controls(program.window) - walked(program)
            assert [f"{type(each).__name__} {spoken(each)!r}" for each in missed] == []


async def test_f6_goes_around_the_parts_and_comes_back_to_where_one_was(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        program.fill(profile.id)
        window = program.window
        window.activateWindow()
        await program.until(window.isActiveWindow)
        start = program.panel.preview_button
        start.setFocus()

        def press(modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QWidget:
            focus = window.focusWidget()
            assert focus is not None
            QTest.keyClick(focus, Qt.Key.Key_F6, modifier)
            after = window.focusWidget()
            assert after is not None
            return after

        around = [press() for _ in range(5)]
        parts = [window.table, window.details, window.status, window.bar, program.panel]
        assert [part.isAncestorOf(focus) for part, focus in zip(parts, around, strict=True)] == [True] * 5
        assert around[-1] is start
        assert press(Qt.KeyboardModifier.ShiftModifier) is window.bar.filter


async def test_the_context_menu_key_opens_the_rows_menu(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        await program.start_until(TaskState.RUNNING, profile.id)
        view = program.window.table.view
        view.setFocus()
        inside = view.visualRect(view.currentIndex()).center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, inside, view.viewport().mapToGlobal(QPoint()))
        QApplication.sendEvent(view.viewport(), event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert program.window.commands.stop in menu.actions()
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        assert QApplication.activePopupWidget() is None


async def test_the_help_lists_every_shortcut_of_the_window(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        await cloud.add_account(program.services, TRTC)
        commands = program.window.commands
        commands.shortcuts.trigger()
        dialog = await program.dialog(ShortcutsDialog)
        listed = shown(dialog)
        own = [each for each in vars(commands).values() if isinstance(each, QAction) and not each.shortcut().isEmpty()]
        assert len(own) > 25
        missing = [each.text() for each in own if each.shortcut().toString() not in listed.splitlines()]
        assert missing == []
        dialog.reject()

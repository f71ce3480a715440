"""Working without a mouse and without eyes: Tab walks the form as it is read, every control has a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollBar,
    QSplitter,
    QWidget,
)

from roomscribe.domain.states import TaskState
from roomscribe.ui.dialogs.about_dialog import AboutDialog
from roomscribe.ui.dialogs.leave_dialog import LeaveDialog
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.dialogs.profile_dialog import ProfileDialog
from roomscribe.ui.dialogs.profiles_dialog import ProfilesDialog
from roomscribe.ui.dialogs.restart_dialog import RestartDialog
from roomscribe.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from roomscribe.ui.dialogs.update_dialog import UpdateDialog
from roomscribe.ui.forms.field_sheet import FieldSheet
from roomscribe.ui.words import say
from tests.e2e.clouds import AGORA, BOTH, REGISTRY, TRTC, Cloud
from tests.e2e.program import Program, choose, opened

NOT_CONTROLS = (QLabel, QSplitter, QMenuBar, QMenu, QScrollBar)
MOST_STOPS = 400
"""Presses of Tab after which a walk has lost its way."""


def nameless(parent: QWidget) -> list[str]:
    """The controls in sight that a screen reader could only call by their kind."""
    return [
        f"{type(each).__name__} in {type(each.parent()).__name__}"
        for each in parent.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not isinstance(each, NOT_CONTROLS)
        and not spoken(each).strip()
    ]


def spoken(widget: QWidget) -> str:
    """What a screen reader calls it: its name, its own text, or that of the label beside it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def unfold(program: Program) -> None:
    """Open the part of the form that most people never open."""
    form = program.panel.form()
    assert form is not None
    form.sheet.finish()
    advanced = form.sheet.folding()
    assert advanced is not None
    advanced.unfold()


@pytest.mark.parametrize("generation", BOTH)
async def test_every_control_of_the_window_has_a_name(cloud: Cloud, tmp_path: Path, generation: str) -> None:
    async with opened(tmp_path) as program:
        assert nameless(program.window) == []  # the first page
        profile = await cloud.add_account(program.services, generation)
        program.fill(profile.id)
        unfold(program)
        await program.start_until(TaskState.RUNNING, profile.id)
        for tab in range(program.window.details.tabs.count()):
            program.window.details.tabs.setCurrentIndex(tab)
            assert nameless(program.window) == []
        program.panel.preview_button.click()
        assert nameless(program.window) == []
        assert len(program.panel.findChildren(QLineEdit)) > 5  # else there was nothing to look at


async def test_every_control_of_every_dialog_has_a_name(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profiles = {generation: await cloud.add_account(program.services, generation) for generation in BOTH}
        commands = program.window.commands
        for command, kind in (
            (commands.profiles, ProfilesDialog),
            (commands.shortcuts, ShortcutsDialog),
            (commands.about, AboutDialog),
        ):
            command.trigger()
            await named_and_closed(program, kind)
        commands.new_profile.trigger()
        dialog = await program.dialog(ProfileDialog)
        for generation in REGISTRY.generations():
            choose(dialog, "Service", say(generation.title))
            assert nameless(dialog) == []
        dialog.reject()

        tasks = [await program.start_until(TaskState.RUNNING, profiles[generation].id) for generation in BOTH]
        for task, change in zip(tasks, (RestartDialog, UpdateDialog), strict=True):
            program.window.select_task(task.id)
            await program.until(commands.update.isEnabled)
            commands.update.trigger()
            await named_and_closed(program, change)
        program.window.table.view.selectAll()
        commands.stop.trigger()
        await named_and_closed(program, ConfirmDialog)
        program.window.close()
        await named_and_closed(program, LeaveDialog)


async def named_and_closed(program: Program, kind: type[QDialog]) -> None:
    dialog = await program.dialog(kind)
    for sheet in dialog.findChildren(FieldSheet):
        sheet.finish()
    assert [each for each in dialog.findChildren(QWidget) if each.focusPolicy() is not Qt.FocusPolicy.NoFocus]
    assert nameless(dialog) == []
    assert dialog.windowTitle()
    dialog.reject()
    await program.until(lambda: not program.window.findChildren(kind))


@pytest.mark.parametrize("generation", BOTH)
@pytest.mark.parametrize("unfolded", [False, True])
async def test_tab_walks_the_form_as_it_is_read_and_reaches_start(
    cloud: Cloud, tmp_path: Path, generation: str, unfolded: bool
) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, generation)
        program.fill(profile.id)
        if unfolded:
            unfold(program)
        await program.until(program.panel.start.isEnabled)
        program.window.activateWindow()
        stops = list(tab_through(program))
        lay_out()
        # What removes a row stands at its corner, and is reached after what it would remove.
        read = [(spoken(each), place_in(each, program)) for each in stops if not spoken(each).startswith("Remove ")]
        assert spoken(stops[0]).startswith(profile.name)
        assert stops[-1] is program.panel.start
        assert len(stops) >= 10
        assert [f"{one} → {two}" for (one, a), (two, b) in pairwise(read) if goes_back(a, b)] == []


def lay_out() -> None:
    """Have Qt put everything where it belongs now; each round may ask for another."""
    for _ in range(5):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def tab_through(program: Program) -> Iterator[QWidget]:
    """From the profile on, whatever Tab reaches, until it is the Start button."""
    program.panel.selector.findChildren(QComboBox)[0].setFocus()
    for _ in range(MOST_STOPS):
        widget = QApplication.focusWidget()
        assert widget is not None
        assert program.panel.isAncestorOf(widget), f"Tab left the form at {spoken(widget)!r}"
        yield widget
        if widget is program.panel.start:
            return
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    raise AssertionError("Tab never reached the Start button")


def place_in(widget: QWidget, program: Program) -> tuple[int, QRect]:
    """Where it stands: in the part above the fields, among the fields (which scroll), or below them."""
    form = program.panel.form()
    assert form is not None
    if form.sheet.isAncestorOf(widget):
        return 1, QRect(widget.mapTo(form.sheet, QPoint()), widget.size())
    above = widget.mapTo(program.panel, QPoint()).y() < form.mapTo(program.panel, QPoint()).y()
    return 0 if above else 2, QRect(widget.mapTo(program.panel, QPoint()), widget.size())


def goes_back(one: tuple[int, QRect], two: tuple[int, QRect]) -> bool:
    """Whether the second stands above the first, or on its line to the left."""
    (part, a), (next_part, b) = one, two
    if part != next_part:
        return next_part < part
    same_line = a.top() <= b.center().y() <= a.bottom() or b.top() <= a.center().y() <= b.bottom()
    return b.left() < a.left() if same_line else b.top() < a.top()


async def test_ctrl_enter_starts_one_task_from_the_form_and_from_the_table(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        for room, from_form in (("801", True), ("802", False)):
            program.fill(profile.id, room=room)
            await program.until(program.panel.start.isEnabled)
            program.window.activateWindow()
            focus = line_with(program.panel, room) if from_form else program.window.table.view
            focus.setFocus()
            QTest.keyClick(focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            await program.until(partial(started, program, room))
        assert cloud.arrived("StartAITranscription") == len(program.services.store.tasks()) == 2


def started(program: Program, room: str) -> bool:
    rooms = [task.room for task in program.services.store.tasks()]
    return room in rooms and program.panel.start.text() == "Start task"


def line_with(parent: QWidget, text: str) -> QWidget:
    return next(each for each in parent.findChildren(QLineEdit) if each.isVisible() and each.text() == text)


async def test_no_shortcut_is_there_twice(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, AGORA)
        program.fill(profile.id)
        unfold(program)
        window = program.window
        # Those of a single widget answer there alone.
        actions = [
            each
            for each in window.findChildren(QAction)
            if each.shortcutContext() is not Qt.ShortcutContext.WidgetShortcut
        ]
        keys = Counter(key.toString() for each in actions for key in each.shortcuts())
        keys.update(each.key().toString() for each in window.findChildren(QShortcut))
        assert keys["Ctrl+Return"] == 1
        assert {key for key, times in keys.items() if times > 1} == set()

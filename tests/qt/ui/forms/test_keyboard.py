"""The form in the real window, by keyboard alone: the order of Tab, and keys that the window wants too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.theme import Theme
from tests.qt.ui.window_examples import Scene, shut

from .everything import find_problems, make_generation, make_profile, make_registry


@pytest.fixture
def window(qtbot) -> Iterator[Any]:
    theme, generation = Theme("light"), make_generation()

    def problems(draft):
        return find_problems(generation, "intl", draft)

    window: Any = Scene(theme, []).window()
    qtbot.addWidget(window, before_close_func=shut)
    panel: Any = LaunchPanel(
        make_registry(generation),
        theme=theme,
        problems=problems,
        too_long=lambda draft: None,
        clash=lambda draft: None,
    )
    window.set_form(panel)
    panel.set_profiles([make_profile()], "p1")
    panel.form().finish()
    window.panel = panel
    window.show()
    window.activateWindow()
    yield window
    shut(window)


def focus(window):
    return window.focusWidget()


def test_f1_in_a_field_opens_its_help_and_elsewhere_the_list_of_shortcuts(window, qtbot):
    asked = []
    window.shortcuts_requested.connect(lambda: asked.append(1))
    window.panel.form().sheet.focus("room")
    QTest.keyClick(focus(window), Qt.Key.Key_F1)
    assert "The room to transcribe." in QToolTip.text()
    assert asked == []
    QToolTip.hideText()
    window.bar.filter.setFocus()
    QTest.keyClick(focus(window), Qt.Key.Key_F1)
    assert asked == [1]


@pytest.mark.parametrize("key", ["bot", "room_type", "spoken", "people", "hot_words", "json", "keywords"])
def test_f1_opens_the_help_of_every_kind_of_field(window, key):
    form = window.panel.form()
    form.set_values({"hot_words": ({"term": "a"},)})
    form.sheet.focus(key)
    QTest.keyClick(focus(window), Qt.Key.Key_F1)
    assert form.sheet.rows[key].help_text() == QToolTip.text()
    QToolTip.hideText()


def test_ctrl_enter_in_the_form_shows_what_is_missing_and_then_starts(window, qtbot):
    panel, started, asked = window.panel, [], []
    panel.start_requested.connect(started.append)
    window.start_requested.connect(lambda: asked.append(1))
    panel.form().sheet.focus("bot")
    QTest.keyClick(focus(window), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    line = panel.form().sheet.rows["room"].editor.line
    assert focus(window) is line
    assert not panel.form().sheet.rows["room"].message.isHidden()
    QTest.keyClicks(line, "500")
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [draft.values["room"] for draft in started] == ["500"]
    assert asked == []


def test_ctrl_enter_in_a_cell_of_a_table_starts_too(window):
    panel, started = window.panel, []
    panel.start_requested.connect(started.append)
    panel.form().set_values({"room": "1", "hot_words": ({"term": "a"},)})
    panel.form().sheet.rows["hot_words"].editor.focus_first()
    QTest.keyClick(focus(window), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(started) == 1


def test_tab_goes_from_the_profile_through_the_form_to_the_start_button(window):
    panel = window.panel
    form = panel.form()
    form.set_values({"room": "1", "targets": ("en",)})
    form.sheet.folding().unfold()
    rows = [row for row in form.sheet.rows.values() if form.sheet.shown(row.field.key)]
    stops = [stop for row in rows for stop in row.editor.stops()]
    expected = [panel.selector.box, panel.selector.add]
    expected += [stop for stop in stops if stop.isVisibleTo(window) and stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
    expected += [form.sheet.folding().head, panel.preview_button, panel.start]
    panel.selector.box.setFocus()
    seen = []
    for _ in expected:
        seen.append(focus(window))
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
    assert [each.accessibleName() or each for each in seen] == [each.accessibleName() or each for each in expected]


def test_advanced_is_opened_and_closed_with_the_keyboard(window):
    head = window.panel.form().sheet.folding().head
    head.setFocus()
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert window.panel.form().sheet.rows["minutes"].isVisible()
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert not window.panel.form().sheet.rows["minutes"].isVisible()

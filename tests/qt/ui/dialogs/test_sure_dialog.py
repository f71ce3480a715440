"""The question before what must not slip: a word to type, and the other task to look at."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from roomscribe.domain.text import T
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.theme import Theme


def opened(qtbot: Any, theme: Theme, **what: Any) -> SureDialog:
    dialog = SureDialog(theme, T("Sure?"), what.pop("reasons", [T("It costs.")]), T("Start task"), **what)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_the_word_must_be_typed(qtbot: Any, theme: Theme) -> None:
    dialog = opened(qtbot, theme, words=("Room-1", "Lessons"), danger=True)
    assert not dialog.act.isEnabled()
    assert dialog.act.toolTip() == "Type the word first."
    QTest.keyClick(dialog.typed, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter does nothing before the word is right"
    QTest.keyClicks(dialog.typed, " room-1 ")
    assert dialog.act.isEnabled()
    QTest.keyClicks(dialog.typed, "x")
    assert not dialog.act.isEnabled()
    dialog.typed.clear()
    QTest.keyClicks(dialog.typed, "lessons")
    QTest.keyClick(dialog.typed, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_without_a_word_enter_is_the_safe_way(qtbot: Any, theme: Theme) -> None:
    dialog = opened(qtbot, theme)
    assert not dialog.typed.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert not dialog.wants_other


def test_blank_words_are_no_words(qtbot: Any, theme: Theme) -> None:
    assert opened(qtbot, theme, words=("", " ")).act.isEnabled()


def test_the_other_task_can_be_looked_at_instead(qtbot: Any, theme: Theme) -> None:
    dialog = opened(qtbot, theme, shows_other=True)
    dialog.other.click()
    assert (dialog.result(), dialog.wants_other) == (QDialog.DialogCode.Rejected, True)

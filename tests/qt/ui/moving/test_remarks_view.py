"""The list of what did not come through as it was."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from roomscribe.domain.remarks import Remark, RemarkKind
from roomscribe.domain.text import T, Text
from roomscribe.ui.moving.remarks_model import RemarksModel
from roomscribe.ui.moving.remarks_view import RemarksView
from roomscribe.ui.theme import Theme
from tests.support.model_guard import makes

LONG = Text("config." + "recognizeConfig" * 6)


ROOM, NO_REASON = T("Room"), T("No reason.")


def remark(kind: RemarkKind, about: Text = ROOM, reason: Text = NO_REASON) -> Remark:
    return Remark(kind=kind, about=about, reason=reason)


@makes(RemarksModel)
def test_the_model(theme: Theme) -> None:
    model = RemarksModel(theme)
    model.set_remarks([remark(kind) for kind in reversed(RemarkKind)])
    assert [model.index(row, 0).data() for row in range(4)] == ["Enter again", "Left out", "Changed", "Note"]
    assert model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "Why: No reason."
    model.deleteLater()


def test_rows_are_as_high_as_their_texts(qtbot: Any, theme: Theme) -> None:
    view = RemarksView(theme)
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    view.show_remarks([remark(RemarkKind.CHANGED), remark(RemarkKind.LEFT_OUT, LONG, T("A word. " * 40))])
    assert view.rowHeight(0) > 3 * view.rowHeight(1)
    narrow = view.rowHeight(0)
    view.resize(900, 300)
    assert view.rowHeight(0) < narrow


def test_chosen_rows_can_be_copied(qtbot: Any, theme: Theme) -> None:
    view = RemarksView(theme)
    qtbot.addWidget(view)
    view.show_remarks([remark(RemarkKind.LEFT_OUT), remark(RemarkKind.CHANGED, T("Bot"))])
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Left out\tRoom\tNo reason.\nChanged\tBot\tNo reason."

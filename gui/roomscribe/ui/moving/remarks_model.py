"""Remarks on what did not come through as it was, as a table: what happened, to which setting, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QIcon

from roomscribe.domain.remarks import Remark, RemarkKind
from roomscribe.domain.text import T
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say

WHAT, SETTING, WHY = range(3)
WORDS = {
    RemarkKind.TO_ENTER: T("Enter again"),
    RemarkKind.LEFT_OUT: T("Left out"),
    RemarkKind.CHANGED: T("Changed"),
    RemarkKind.TO_KNOW: T("Note"),
}
"""In the order in which they are listed."""
_ICONS = {
    RemarkKind.TO_ENTER: ("key", "warn"),
    RemarkKind.LEFT_OUT: ("remove", "bad"),
    RemarkKind.CHANGED: ("edit", "warn"),
    RemarkKind.TO_KNOW: ("info", "info"),
}


class RemarksModel(PlainModel):
    """Remarks of a kind stand together."""

    HEADERS = (T("What happens"), T("Setting"), T("Why"))

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.remarks: list[Remark] = []

    def set_remarks(self, remarks: Sequence[Remark]) -> None:
        """Show these."""
        order = list(WORDS)
        self.beginResetModel()
        self.remarks = sorted(remarks, key=lambda remark: order.index(remark.kind))
        self.endResetModel()

    def lines(self) -> Sequence[Remark]:
        return self.remarks

    def other(self, line: Remark, column: int, role: int) -> Any:
        return self._icon(line.kind) if role == Qt.ItemDataRole.DecorationRole and column == WHAT else None

    def words(self, line: Remark, column: int) -> str:
        match column:
            case 0:
                return say(WORDS[line.kind])
            case 1:
                return say(line.about)
            case _:
                return say(line.reason)

    def _icon(self, kind: RemarkKind) -> QIcon:
        name, colour = _ICONS[kind]
        return self._theme.icon(name, colour)

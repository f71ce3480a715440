"""The place of a batch's rows in its window, where a message stands as long as there are none."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class RowsOrMessage(QStackedWidget):
    """As high as the table wants it, whichever page is in sight: Qt would ask only the one whose text wraps. But only
    what is in sight has a claim to room: without rows a message has it."""

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        table = self.widget(0)
        return table.sizeHint() if table is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        if page is None:
            return super().minimumSizeHint()
        return page.minimumSizeHint().expandedTo(page.minimumSize())

"""Shows the listed tasks; several can be chosen, and their ids copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from roomscribe.domain.text import T
from roomscribe.ui.dialogs.plain_table import INSIDE, RowTable
from roomscribe.ui.finding.model import CONSOLE, ID, RUNNING, STARTED, STATE, WORD, FoundModel, FoundRow
from roomscribe.ui.theme import Theme

ROWS_IN_SIGHT = 8
LONGEST_WORD = "RECOVERING"
ID_LENGTH = 32
"""Characters of an id that are always in sight."""


class FoundView(RowTable):
    """Nothing in it can be changed."""

    def __init__(self, model: FoundModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, T("Tasks at the vendor"), parent)
        self._model = model
        self._size_columns()
        self.setMinimumHeight(self.height_of(ROWS_IN_SIGHT))

    def chosen(self) -> list[FoundRow]:
        """The selected rows, from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.rows[place] for place in places]

    def copy(self) -> bool:
        """Put the vendor's ids of the selected tasks on the clipboard, one a line."""
        if chosen := self.chosen():
            QGuiApplication.clipboard().setText("\n".join(row.found.id for row in chosen))
        return True

    def _size_columns(self) -> None:
        self.widen_column(STATE, self.cells.widest_chip())
        self.size_column(WORD, LONGEST_WORD)
        self.size_column(ID, "0" * ID_LENGTH)
        for column in (STARTED, RUNNING):
            self.widen_column(column, self.fontMetrics().horizontalAdvance("00:00:00") + 2 * INSIDE)
        self.stretch_column(CONSOLE)

"""The editor for tables of short cells, however many rows: only what is in sight costs time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from roomscribe.domain.fields import Field, Value, rows_of
from roomscribe.domain.typed_text import split_table
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.editor import Kit
from roomscribe.ui.forms.grid_model import GridModel
from roomscribe.ui.forms.grid_view import GridView
from roomscribe.ui.forms.table_editor import TableEditor
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import metrics
from roomscribe.ui.words import say


class GridEditor(TableEditor):
    """A grid of boxes with a cross at the end of each row."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self.model = GridModel(field.columns, self)
        self.view = GridView(self.model, kit.theme, self)
        self.view.setAccessibleName(say(field.label))
        column = filling_column(self, metrics.HALF_GAP)
        column.addWidget(self.view)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._begin()
        self.model.dataChanged.connect(self._on_data_changed)
        self.view.removal_wanted.connect(self._on_removal_wanted)
        self.view.row_wanted.connect(self._on_row_wanted)
        self.view.pasted.connect(self._on_pasted)
        self.add.clicked.connect(self._on_row_wanted)

    def value(self) -> Value:
        return self.model.value()

    def stops(self) -> list[QWidget]:
        return [self.view, self.add]

    def focus_first(self) -> None:
        if self.model.rowCount():
            self.view.open_cell(0, 0)
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_cell_problems(self, problems: Sequence[Problem]) -> None:
        filled = self.model.filled()
        found: dict[tuple[int, str], str] = {}
        for problem in problems:
            if problem.row is not None and problem.row < len(filled):
                key = problem.column or self.field.columns[0].key
                found.setdefault((filled[problem.row], key), say(problem.message))
        if self.model.set_problems(found):
            self.view.fit()

    def focus_cell(self, number: int, column: str | None) -> None:
        filled = self.model.filled()
        if 0 <= number < len(filled):
            keys = [each.key for each in self.field.columns]
            self.view.open_cell(filled[number], keys.index(column) if column else 0)

    def _show_value(self, value: Value) -> None:
        self.model.set_rows(rows_of(value))
        self._follow()

    def _follow(self) -> None:
        self.view.fit()
        self.add.setEnabled(self._room(self.model.rowCount()))

    def _on_data_changed(self) -> None:
        self._on_edited()

    def _on_row_wanted(self) -> None:
        rows = self.model.rowCount()
        if self._room(rows):
            self.model.append()
            self._follow()
            self.view.open_cell(rows, 0)

    def _on_removal_wanted(self, row: int) -> None:
        self.model.remove(row)
        self._follow()
        if left := self.model.rowCount():
            self.view.open_cell(min(row, left - 1), self.model.removal)
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_edited()

    def _on_pasted(self, index: QModelIndex, text: str) -> None:
        if index.column() < self.model.removal and (lines := split_table(text)):
            row, column = index.row(), index.column()
            self.model.take_texts(row, column, lines)
            self._follow()
            self.view.open_cell(row, column)

"""The editor for tables of few, rich rows: each row is a card with its cells below one another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roomscribe.domain.fields import Field, Value, given, rows_of
from roomscribe.domain.typed_text import split_table
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.card import Card
from roomscribe.ui.forms.editor import Kit
from roomscribe.ui.forms.tab_order import tab_before
from roomscribe.ui.forms.table_editor import TableEditor
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import metrics


class CardsEditor(TableEditor):
    """A card for each row; for languages and lists, which need the width."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self.rows: list[Card] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(metrics.HALF_GAP)
        column = filling_column(self, metrics.HALF_GAP)
        column.addLayout(self._box)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._begin()
        self.add.clicked.connect(self._on_add)

    def value(self) -> Value:
        return tuple(row.value() for row in self._filled())

    def stops(self) -> list[QWidget]:
        return [*(stop for row in self.rows for stop in row.stops()), self.add]

    def show_cell_problems(self, problems: Sequence[Problem]) -> None:
        for number, row in enumerate(self._filled()):
            row.show_problems([problem for problem in problems if problem.row == number])

    def focus_cell(self, number: int, column: str | None) -> None:
        filled = self._filled()
        if 0 <= number < len(filled):
            filled[number].focus_cell(column)

    def _filled(self) -> list[Card]:
        return [row for row in self.rows if any(given(cell) for cell in row.value().values())]

    def _show_value(self, value: Value) -> None:
        wanted = rows_of(value)
        self._set_count(len(wanted))
        for row, values in zip(self.rows, wanted, strict=True):
            row.set_value(values)

    def _set_count(self, count: int) -> None:
        while len(self.rows) > count:
            self._drop(self.rows[-1])
        new = [self._make_row() for _ in range(count - len(self.rows))]
        tab_before(self.add, [stop for row in new for stop in row.stops()])
        self._number()

    def _make_row(self) -> Card:
        row = Card(self.field.columns, self.kit, self)
        row.changed.connect(self._on_edited)
        row.removed.connect(partial(self._on_removed, row))
        row.pasted.connect(partial(self._on_pasted, row))
        self.rows.append(row)
        self._box.addWidget(row)
        return row

    def _drop(self, row: Card) -> None:
        self.rows.remove(row)
        self._box.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number(self) -> None:
        for number, row in enumerate(self.rows):
            row.set_number(number + 1)
        self.add.setEnabled(self._room(len(self.rows)))

    def _on_add(self) -> None:
        self._set_count(len(self.rows) + 1)
        self.rows[-1].focus_cell(None)

    def _on_removed(self, row: Card) -> None:
        at = self.rows.index(row)
        self._drop(row)
        self._number()
        if self.rows:
            self.rows[min(at, len(self.rows) - 1)].focus_remove()
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_edited()

    def _on_pasted(self, row: Card, column: str, text: str) -> None:
        start, pasted = self.rows.index(row), split_table(text)
        self._set_count(max(len(self.rows), start + len(pasted)))
        for target, cells in zip(self.rows[start:], pasted, strict=False):
            target.take_texts(column, cells)
        self._on_edited()

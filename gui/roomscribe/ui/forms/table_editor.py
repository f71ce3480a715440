"""The editor for tables: rows of typed cells, to add, remove and paste from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from roomscribe.domain.fields import Field, Value, given
from roomscribe.domain.text import Text
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.parsing import split_table
from roomscribe.ui.forms.tab_order import tab_before
from roomscribe.ui.forms.table_row import ColumnHeads, TableRow
from roomscribe.ui.theme import metrics
from roomscribe.ui.words import say


class TableEditor(Editor):
    """A list of rows. A row in which nothing is filled in does not count."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self.rows: list[TableRow] = []
        self._heads = ColumnHeads(field.columns, self)
        self._box = QVBoxLayout()
        self._box.setSpacing(metrics.HALF_GAP)
        self.add = QPushButton(self.tr("Add a row"), self)
        self.add.setIcon(kit.theme.icon("add"))
        self.add.setIconSize(QSize(metrics.ICON_SMALL, metrics.ICON_SMALL))
        self.add.setAutoDefault(False)
        self.add.setAccessibleName(self.tr("Add a row to {label}").format(label=say(field.label)))
        self.add.setToolTip(self.tr("Rows copied from a spreadsheet can be pasted into the first cell"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.HALF_GAP)
        column.addWidget(self._heads)
        column.addLayout(self._box)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._begin()
        self.add.clicked.connect(self._on_add)

    def value(self) -> Value:
        return tuple(row.value() for row in self._filled())

    def stops(self) -> list[QWidget]:
        return [*(stop for row in self.rows for stop in row.stops()), self.add]

    def set_problem(self, message: Text | None) -> None:
        # The table as a whole has no border that could turn red; its words stand below, its cells mark themselves.
        self.setAccessibleDescription(say(message or self.field.help))

    def show_cell_problems(self, problems: Sequence[Problem]) -> None:
        """Say at each cell what is wrong with it; the rows are counted as in `value`."""
        for number, row in enumerate(self._filled()):
            row.show_problems([problem for problem in problems if problem.row == number])

    def focus_cell(self, number: int, column: str | None) -> None:
        """Put the focus into a cell; the rows are counted as in `value`."""
        filled = self._filled()
        if 0 <= number < len(filled):
            filled[number].focus_cell(column)

    def _filled(self) -> list[TableRow]:
        return [row for row in self.rows if any(given(cell) for cell in row.value().values())]

    def _show_value(self, value: Value) -> None:
        wanted = [row for row in value if isinstance(row, dict)] if isinstance(value, (tuple, list)) else []
        self._set_count(len(wanted))
        for row, values in zip(self.rows, wanted, strict=True):
            row.set_value(values)

    def _set_count(self, count: int) -> None:
        while len(self.rows) > count:
            self._drop(self.rows[-1])
        new = [self._make_row() for _ in range(count - len(self.rows))]
        tab_before(self.add, [stop for row in new for stop in row.stops()])
        self._number()

    def _make_row(self) -> TableRow:
        row = TableRow(self.field.columns, self.kit, self)
        row.changed.connect(self._on_edited)
        row.removed.connect(partial(self._on_removed, row))
        row.pasted.connect(partial(self._on_pasted, row))
        self.rows.append(row)
        self._box.addWidget(row)
        return row

    def _drop(self, row: TableRow) -> None:
        self.rows.remove(row)
        self._box.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number(self) -> None:
        for number, row in enumerate(self.rows):
            row.set_number(number + 1)
        self._heads.setVisible(bool(self.rows) and self._heads.fits)
        limit = self.field.limits.max_items
        self.add.setEnabled(limit is None or len(self.rows) < limit)

    def _on_add(self) -> None:
        self._set_count(len(self.rows) + 1)
        self.rows[-1].focus_cell(None)

    def _on_removed(self, row: TableRow) -> None:
        at = self.rows.index(row)
        self._drop(row)
        self._number()
        if self.rows:
            self.rows[min(at, len(self.rows) - 1)].focus_remove()
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_edited()

    def _on_pasted(self, row: TableRow, column: str, text: str) -> None:
        start, pasted = self.rows.index(row), split_table(text)
        self._set_count(max(len(self.rows), start + len(pasted)))
        for target, cells in zip(self.rows[start:], pasted, strict=False):
            target.take_texts(column, cells)
        self._on_edited()

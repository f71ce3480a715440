"""One row of a table as a card: its cells with their names, one below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QToolButton, QWidget

from roomscribe.domain.fields import Column, FieldKind, Value
from roomscribe.domain.text import T
from roomscribe.domain.typed_text import is_table, split_items
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.cells import column_field, make_cell
from roomscribe.ui.forms.choice_editors import ChoiceEditor
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.text_editors import TextEditor
from roomscribe.ui.theme import Role, metrics, set_role
from roomscribe.ui.typed_words import LONGEST_IN_FORM, breakable
from roomscribe.ui.words import say

_LISTS = (FieldKind.LANGUAGES, FieldKind.TEXTS)


class Card(QFrame):
    """One row; its messages stand right below its cells."""

    changed = Signal()
    removed = Signal()
    pasted = Signal(object, object)
    """More than one cell was pasted: the column it began at, the text."""

    def __init__(self, columns: Sequence[Column], kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.cells: dict[str, Editor] = {}
        self.remove = QToolButton(self)
        self._message = QLabel(self)
        set_role(self._message, Role.ERROR)
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.hide()
        for column in columns:
            self.cells[column.key] = self._make_cell(column, kit)
        self.remove.setIcon(kit.theme.icon("remove", "dim"))
        self.remove.setFixedWidth(metrics.CONTROL)
        set_role(self.remove, Role.QUIET)
        self.remove.clicked.connect(self.removed)
        self._lay_out()

    def value(self) -> dict[str, Value]:
        """The cells by column key."""
        return {key: cell.value() for key, cell in self.cells.items()}

    def set_value(self, values: Mapping[str, Value]) -> None:
        """Show these cells; a missing one becomes empty."""
        for key, cell in self.cells.items():
            cell.set_value(values.get(key, cell.field.initial()))

    def stops(self) -> list[QWidget]:
        """What takes the focus, in visual order."""
        return [*(stop for cell in self.cells.values() for stop in cell.stops()), self.remove]

    def set_number(self, number: int) -> None:
        """Tell assistive programs which row this is."""
        for key, cell in self.cells.items():
            label = say(self.cells[key].field.label)
            cell.stops()[0].setAccessibleName(say(T("{column}, row {number}", column=label, number=number)))
        self.remove.setAccessibleName(say(T("Remove row {number}", number=number)))
        self.remove.setToolTip(say(T("Remove row {number}", number=number)))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark the cells with problems and say what is wrong."""
        for key, cell in self.cells.items():
            cell.set_problem(next((problem.message for problem in problems if problem.column == key), None))
        self._message.setText(breakable("\n".join(say(problem.message) for problem in problems), LONGEST_IN_FORM))
        self._message.setVisible(bool(problems))

    def focus_cell(self, column: str | None) -> None:
        """Put the focus into a cell, the first one by default."""
        self.cells[column or self._columns[0].key].focus_first()

    def focus_remove(self) -> None:
        """Put the focus onto the button that removes the row."""
        self.remove.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_texts(self, first: str, texts: Sequence[str]) -> None:
        """Fill the cells from this column on with pasted texts."""
        keys = [column.key for column in self._columns]
        for key, text in zip(keys[keys.index(first) :], texts, strict=False):
            _take(self.cells[key], text)

    def _make_cell(self, column: Column, kit: Kit) -> Editor:
        cell = make_cell(column_field(column), kit, self)
        if isinstance(cell, TextEditor):
            # It comes before `textChanged`, so the cell itself never sees the pasted table as its value.
            cell.line.textEdited.connect(partial(self._on_text_edited, column.key))
        cell.changed.connect(self.changed)
        return cell

    def _lay_out(self) -> None:
        set_role(self, Role.CARD)
        grid = QGridLayout(self)
        grid.setSpacing(metrics.HALF_GAP)
        grid.setContentsMargins(metrics.GAP, metrics.HALF_GAP, metrics.HALF_GAP, metrics.GAP)
        for at, (column, cell) in enumerate(zip(self._columns, self.cells.values(), strict=True)):
            label = QLabel(say(column.label), self)
            set_role(label, Role.DIM)
            label.setMinimumHeight(metrics.CONTROL)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            # Names and chips need the width, and only the first row has the button beside it.
            grid.addWidget(cell, at, 1, 1, 2 if at else 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.remove, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._message, len(self.cells), 0, 1, 3)

    def _on_text_edited(self, column: str, text: str) -> None:
        if is_table(text):
            self.cells[column].set_value("")
            self.pasted.emit(column, text)


def _take(cell: Editor, text: str) -> None:
    if isinstance(cell, ChoiceEditor):
        cell.take_text(text)
    else:
        cell.set_value(tuple(split_items(text)) if cell.field.kind in _LISTS else text)

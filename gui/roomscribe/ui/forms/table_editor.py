"""What every editor for tables can do, whether it shows a grid or a card for each row."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from roomscribe.domain.fields import Field
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.theme import metrics
from roomscribe.ui.words import say


class TableEditor(Editor):
    """A list of rows, to add, to remove and to paste. A row in which nothing is filled in does not count."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self.add = QPushButton(say(T("Add a row")), self)
        self.add.setIcon(kit.theme.icon("add"))
        self.add.setIconSize(QSize(metrics.ICON_WIDE, metrics.ICON_SMALL))
        self.add.setAutoDefault(False)
        self.add.setAccessibleName(say(T("Add a row to {label}", label=field.label)))
        self.add.setToolTip(say(T("Rows copied from a spreadsheet can be pasted into the first cell")))

    def set_problem(self, message: Text | None) -> None:
        # The table as a whole has no border that could turn red; its words stand below, its cells mark themselves.
        self.setAccessibleDescription(say(message or self.field.help))

    @abstractmethod
    def show_cell_problems(self, problems: Sequence[Problem]) -> None:
        """Say at each cell what is wrong with it; the rows are counted as in `value`."""

    @abstractmethod
    def focus_cell(self, number: int, column: str | None) -> None:
        """Put the focus into a cell; the rows are counted as in `value`."""

    def _room(self, count: int) -> bool:
        """Whether the vendor takes more rows than this."""
        return self.field.limits.max_items is None or count < self.field.limits.max_items

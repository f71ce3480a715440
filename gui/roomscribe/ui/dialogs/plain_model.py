"""What the models of small tables share: a line for each row, titles, and each cell's words in every role."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from roomscribe.domain.text import Text
from roomscribe.ui.task_table.looks import Look
from roomscribe.ui.task_table.plain_cells import ELIDE, FACE, LOOK, TONE, Face
from roomscribe.ui.words import say

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole.value
_OF_TITLES = (_DISPLAY, Qt.ItemDataRole.TextAlignmentRole.value)


class PlainModel(QAbstractTableModel):
    """A subclass says what stands in the lines, and the words of each cell."""

    HEADERS: ClassVar[Sequence[Text]]
    NUMBERS: ClassVar[Collection[int]] = ()
    """Columns whose words stand at the right."""

    @abstractmethod
    def lines(self) -> Sequence[Any]:
        """What each row is about, in their order."""

    @abstractmethod
    def words(self, line: Any, column: int) -> str:
        """The text of a cell."""

    def tip(self, line: Any, column: int) -> str:
        """What the mouse is told: the words again, which may be cut off in the cell."""
        return self.words(line, column)

    def spoken(self, line: Any, column: int) -> str:
        """What is read out."""
        return f"{say(self.HEADERS[column])}: {self.words(line, column)}"

    def other(self, line: Any, column: int, role: int) -> Any:
        """What a cell answers to any other role."""
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines())

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Qt asks a hundred times, for nine roles, before the table is shown.
        if (
            role not in _OF_TITLES
            or orientation is not Qt.Orientation.Horizontal
            or not 0 <= section < len(self._titles)
        ):
            return None
        return self._titles[section] if role == _DISPLAY else self._alignment(section)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines()[index.row()], index.column()
        if role == FACE:
            return self._face(line, column)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.words(line, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self.tip(line, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(line, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(column)
        return self.other(line, column, role)

    @cached_property
    def _titles(self) -> Sequence[str]:
        return [say(each) for each in self.HEADERS]

    def _face(self, line: Any, column: int) -> Face:
        look = self.other(line, column, LOOK)
        # Models have roles of their own, which may have the same number.
        chip = look if isinstance(look, Look) else None
        return Face(
            "" if chip is not None else self.words(line, column),
            chip,
            self.other(line, column, TONE) or "text",
            column in self.NUMBERS,
            self.other(line, column, ELIDE) == Qt.TextElideMode.ElideMiddle,
        )

    def row_changed(self, row: int) -> None:
        """Show a row anew."""
        self.rows_changed(row, row)

    def rows_changed(self, first: int, last: int) -> None:
        """Show these rows and all between them anew; none where `last` is before `first`."""
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.HEADERS) - 1))

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self.NUMBERS else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

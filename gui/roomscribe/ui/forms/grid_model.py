"""The rows of a table in memory: what each cell holds, says and has wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from roomscribe.domain.fields import Choice, Column, FieldKind, Value, empty_value, given
from roomscribe.domain.text import T
from roomscribe.domain.typed_text import read_decimal, read_integer, show_number
from roomscribe.ui.words import say

GRID_KINDS = (FieldKind.TEXT, FieldKind.INTEGER, FieldKind.DECIMAL, FieldKind.CHOICE)
"""Kinds of cells that are one short line."""
PROBLEM_ROLE = Qt.ItemDataRole.UserRole
EMPTY_ROLE = Qt.ItemDataRole.UserRole + 1
"""Whether what the cell shows only stands for nothing."""

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class GridModel(QAbstractTableModel):
    """Rows of typed cells; the last column is the place where a row is removed."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[dict[str, Value]] = []
        self._problems: dict[tuple[int, str], str] = {}
        self._labels = {column.key: {each.value: say(each.label) for each in column.choices} for column in columns}

    @property
    def removal(self) -> int:
        """The column in which rows are removed."""
        return len(self.columns)

    def labels(self, column: Column) -> Mapping[Value, str]:
        """The labels of a column's choices by value."""
        return self._labels[column.key]

    def filled(self) -> list[int]:
        """Which rows count: those in which something is given."""
        return [at for at, row in enumerate(self._rows) if any(map(given, row.values()))]

    def value(self) -> tuple[dict[str, Value], ...]:
        """The rows that count."""
        return tuple(dict(self._rows[at]) for at in self.filled())

    def set_rows(self, rows: Sequence[Mapping[str, Value]]) -> None:
        """Hold these rows; a missing cell is empty."""
        self.beginResetModel()
        self._problems = {}
        self._rows = [
            {column.key: _held(column, row.get(column.key, empty_value(column.kind))) for column in self.columns}
            for row in rows
        ]
        self.endResetModel()

    def append(self, count: int = 1) -> None:
        """Add empty rows at the end."""
        first = len(self._rows)
        self.beginInsertRows(_ROOT, first, first + count - 1)
        self._rows += [{column.key: empty_value(column.kind) for column in self.columns} for _ in range(count)]
        self.endInsertRows()

    def remove(self, row: int) -> None:
        """Take a row away."""
        self.beginRemoveRows(_ROOT, row, row)
        self._problems = {}
        del self._rows[row]
        self.endRemoveRows()

    def take_texts(self, row: int, column: int, lines: Sequence[Sequence[str]]) -> None:
        """Fill cells from this one on with pasted texts, adding rows as needed."""
        missing = row + len(lines) - len(self._rows)
        if missing > 0:
            self.append(missing)
        for at, texts in enumerate(lines, row):
            for each, text in zip(self.columns[column:], texts, strict=False):
                self._rows[at][each.key] = read_cell(each, text)
        self.dataChanged.emit(self.index(row, column), self.index(row + len(lines) - 1, self.removal - 1))

    def set_problems(self, problems: Mapping[tuple[int, str], str]) -> bool:
        """Say what is wrong, by row and column key; whether that is news."""
        if problems == self._problems:
            return False
        self._problems = dict(problems)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self.removal))
        return True

    def problem_rows(self) -> set[int]:
        """The rows in which something is wrong."""
        return {row for row, _ in self._problems}

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and section < self.removal:
            column = self.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return say(column.label)
            if role == Qt.ItemDataRole.ToolTipRole and column.help:
                return say(column.help)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() < self.removal else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if index.column() == self.removal:
            named = role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
            return say(T("Remove row {number}", number=index.row() + 1)) if named else None
        column = self.columns[index.column()]
        value = self._rows[index.row()][column.key]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(column, value)
            case Qt.ItemDataRole.EditRole:
                return value
            case Qt.ItemDataRole.ToolTipRole:
                return self._problems.get((index.row(), column.key)) or (self._words(column, value) or None)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.cell_name(index)}: {self._words(column, value)}"
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._problems.get((index.row(), column.key), "")
            case x if x == PROBLEM_ROLE:
                return self._problems.get((index.row(), column.key), "")
            case x if x == EMPTY_ROLE:
                return not given(value)
        return None

    def setData(self, index: Index, value: Value, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.columns[index.column()]
        if self._rows[index.row()][column.key] == value:
            return False
        self._rows[index.row()][column.key] = value
        self.dataChanged.emit(index, index)
        return True

    def cell_name(self, index: Index) -> str:
        """What an assistive program calls a cell."""
        label = say(self.columns[index.column()].label)
        return say(T("{column}, row {number}", column=label, number=index.row() + 1))

    def _words(self, column: Column, value: Value) -> str:
        if column.kind is not FieldKind.CHOICE:
            return show_number(value)
        if value is None:
            return say(T("Choose…")) if column.required else say(T("Default"))
        label = self._labels[column.key].get(value)
        return label if label is not None else say(T("{value} – not offered", value=value))


def read_cell(column: Column, text: str) -> Value:
    """The value of a typed or pasted text; one that fits no choice is kept, for the checks to refuse."""
    match column.kind:
        case FieldKind.INTEGER:
            return read_integer(text)
        case FieldKind.DECIMAL:
            return read_decimal(text)
        case FieldKind.CHOICE:
            return _choice(column.choices, text)
        case _:
            return text


def _choice(choices: Sequence[Choice], text: str) -> Value:
    for choice in choices:
        if text.casefold() in (str(choice.value).casefold(), say(choice.label).casefold()):
            return choice.value
    return text or None


def _held(column: Column, value: Value) -> Value:
    """As the cell would give it back after showing it."""
    if column.kind is FieldKind.CHOICE:
        return value
    if column.kind is FieldKind.TEXT or isinstance(value, str):
        return read_cell(column, "" if value is None else str(value))
    return value

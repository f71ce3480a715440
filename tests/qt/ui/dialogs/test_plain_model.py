"""What every small table answers by itself, so that its model only says what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from roomscribe.domain.text import T
from roomscribe.ui.dialogs.plain_model import PlainModel

Role = Qt.ItemDataRole
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Rooms(PlainModel):
    """Rooms, and how many people are in them."""

    HEADERS = (T("Room"), T("People"))
    NUMBERS = (1,)

    def lines(self) -> Sequence[tuple[str, int]]:
        return [("town-hall", 12), ("kitchen", 3)]

    def words(self, line: tuple[str, int], column: int) -> str:
        return str(line[column])

    def other(self, line: tuple[str, int], column: int, role: int) -> Any:
        return line if role == Role.UserRole else None


def test_cells_and_titles_are_shown_told_and_aligned() -> None:
    model = Rooms()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    cell = model.index(1, 1)
    roles = (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole, Role.TextAlignmentRole, Role.UserRole)
    assert [cell.data(role) for role in roles] == ["3", "3", "People: 3", RIGHT, ("kitchen", 3)]
    assert model.index(0, 0).data(Role.TextAlignmentRole) == LEFT
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(3)]
    assert titles == ["Room", "People", None]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.rowCount(cell) == model.columnCount(cell) == 0, "a cell has no table of its own"
    assert model.data(QModelIndex()) is None


def test_changes_reach_from_the_first_column_to_the_last() -> None:
    model, told = Rooms(), []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), first.column(), last.row(), last.column())))
    model.row_changed(1)
    model.rows_changed(0, 1)
    model.rows_changed(0, -1)
    assert told == [(1, 0, 1, 1), (0, 0, 1, 1)]

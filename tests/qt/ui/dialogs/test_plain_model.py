"""What every small table answers by itself, so that its model only says what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from roomscribe.domain.states import TaskState
from roomscribe.domain.text import T
from roomscribe.ui.dialogs.plain_model import Index, PlainModel
from roomscribe.ui.dialogs.plain_table import PlainTable
from roomscribe.ui.task_table.looks import LOOKS
from roomscribe.ui.task_table.plain_cells import ELIDE, FACE, LOOK, TONE, Face
from roomscribe.ui.theme import Theme

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


class Looking(Rooms):
    """The people are too many, the room is a state."""

    def other(self, line: tuple[str, int], column: int, role: int) -> Any:
        if role == TONE:
            return "bad" if column else None
        if role == ELIDE:
            return Qt.TextElideMode.ElideMiddle if column else None
        return LOOKS[TaskState.RUNNING] if role == LOOK and not column else None


class Asked(Rooms):
    """Knows what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.roles: list[int] = []

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        self.roles.append(role)
        return super().data(index, role)


def test_all_that_is_painted_of_a_cell_is_one_answer() -> None:
    plain, looking = Rooms(), Looking()
    assert plain.index(0, 0).data(FACE) == Face("town-hall"), "a role of its own is no state"
    assert looking.index(0, 0).data(FACE) == Face("", LOOKS[TaskState.RUNNING])
    assert looking.index(0, 1).data(FACE) == Face("12", None, "bad", right=True, middle=True)


def test_a_cell_is_asked_once_when_it_is_painted(theme: Theme) -> None:
    model = Asked()
    table = PlainTable(model, theme, T("Rooms"), rows_in_sight=2)
    table.resize(400, 300)
    table.grab()
    assert model.roles.count(FACE) == 4
    assert Role.DisplayRole not in model.roles
    table.deleteLater()


def test_changes_reach_from_the_first_column_to_the_last() -> None:
    model, told = Rooms(), []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), first.column(), last.row(), last.column())))
    model.row_changed(1)
    model.rows_changed(0, 1)
    model.rows_changed(0, -1)
    assert told == [(1, 0, 1, 1), (0, 0, 1, 1)]

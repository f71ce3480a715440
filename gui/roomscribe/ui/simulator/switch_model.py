"""The simulator's switches as a table: name, value, default, meaning; the value can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from roomscribe.domain.text import T
from roomscribe.services.simulator_control import SwitchState
from roomscribe.simulator.switches import Data
from roomscribe.ui.task_table.plain_cells import TONE
from roomscribe.ui.words import say

Index = QModelIndex | QPersistentModelIndex
NAME, VALUE, DEFAULT, MEANING = range(4)
HEADERS = (T("Switch"), T("Value"), T("Default"), T("Meaning"))
STATE = Qt.ItemDataRole.UserRole + 10
"""The `SwitchState` of a row."""
YES, NO = T("yes"), T("no")


def shown(value: Data) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return say(YES if value else NO)
    return f"{value:g}" if isinstance(value, float) else str(value)


class SwitchModel(QAbstractTableModel):
    """Shows what the simulator last told."""

    wished = Signal(str, object)
    """Name and value that somebody wants; the table shows it once the simulator has it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[SwitchState] = []

    def show(self, states: Sequence[SwitchState]) -> None:
        """Show these; the switches themselves stay the same while a simulator runs."""
        if [each.switch for each in self.rows] != [each.switch for each in states]:
            self.beginResetModel()
            self.rows = list(states)
            self.endResetModel()
            return
        for place, state in enumerate(states):
            if state != self.rows[place]:
                self.rows[place] = state
                self.dataChanged.emit(self.index(place, NAME), self.index(place, MEANING))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(HEADERS[section])
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if index.column() == VALUE else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        state, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _words(state, column)
            case Qt.ItemDataRole.EditRole:
                return state.value
            case Qt.ItemDataRole.ToolTipRole:
                return f"{state.switch.meaning} ({state.switch.source})" if column == MEANING else _words(state, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{say(HEADERS[column])}: {_words(state, column)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            case _ if role == TONE:
                return _tone(state, column)
            case _ if role == STATE:
                return state
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        state = self.rows[index.row()]
        if role == Qt.ItemDataRole.EditRole and value != state.value:
            self.wished.emit(state.switch.name, value)
        # What is shown follows from what the simulator says.
        return False


def _words(state: SwitchState, column: int) -> str:
    switch = state.switch
    match column:
        case 0:
            return switch.name
        case 1:
            # Not by colour alone.
            return f"● {shown(state.value)}" if state.changed else shown(state.value)
        case 2:
            return shown(switch.default)
        case _:
            return switch.meaning


def _tone(state: SwitchState, column: int) -> str:
    if column == VALUE and state.changed:
        return "warn"
    return "text" if column in (NAME, VALUE) else "dim"

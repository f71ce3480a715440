"""The simulator's switches as a table: name, value, default, meaning; the value can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from roomscribe.domain.text import T
from roomscribe.services.simulator_control import SwitchState
from roomscribe.simulator.switches import Data
from roomscribe.ui.dialogs.plain_model import Index, PlainModel
from roomscribe.ui.task_table.plain_cells import TONE
from roomscribe.ui.words import say

NAME, VALUE, DEFAULT, MEANING = range(4)
STATE = Qt.ItemDataRole.UserRole + 10
"""The `SwitchState` of a row."""
YES, NO = T("yes"), T("no")


def shown(value: Data) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return say(YES if value else NO)
    return f"{value:g}" if isinstance(value, float) else str(value)


class SwitchModel(PlainModel):
    """Shows what the simulator last told."""

    HEADERS = (T("Switch"), T("Value"), T("Default"), T("Meaning"))

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
                self.row_changed(place)

    def lines(self) -> Sequence[SwitchState]:
        return self.rows

    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if index.column() == VALUE else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def words(self, line: SwitchState, column: int) -> str:
        switch = line.switch
        match column:
            case 0:
                return switch.name
            case 1:
                # Not by colour alone.
                return f"● {shown(line.value)}" if line.changed else shown(line.value)
            case 2:
                return shown(switch.default)
            case _:
                return switch.meaning

    def tip(self, line: SwitchState, column: int) -> str:
        return f"{line.switch.meaning} ({line.switch.source})" if column == MEANING else self.words(line, column)

    def other(self, line: SwitchState, column: int, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.EditRole:
                return line.value
            case _ if role == TONE:
                return _tone(line, column)
            case _ if role == STATE:
                return line
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        state = self.rows[index.row()]
        if role == Qt.ItemDataRole.EditRole and value != state.value:
            self.wished.emit(state.switch.name, value)
        # What is shown follows from what the simulator says.
        return False


def _tone(state: SwitchState, column: int) -> str:
    if column == VALUE and state.changed:
        return "warn"
    return "text" if column in (NAME, VALUE) else "dim"

"""A small table of live tasks: room, service, state, and how each will end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ui.dialogs.endings import ends_by_itself
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.dialogs.plain_table import RowTable
from roomscribe.ui.task_names import room_or_id
from roomscribe.ui.task_table.ends_column import ends_in
from roomscribe.ui.task_table.looks import look_of
from roomscribe.ui.task_table.plain_cells import LOOK
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry

ROOM, SERVICE, STATE, ENDS_IN = range(4)
ROWS_IN_SIGHT = 6


class LiveTasksModel(PlainModel):
    """Tasks that were live when it was made, and those that came since; they stay listed while they end."""

    HEADERS = (T("Room"), T("Service"), T("State"), T("Ends in"), T("Ends by itself"))
    NUMBERS = (ENDS_IN,)

    def __init__(self, tasks: Sequence[Task], registry: Registry, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self._clock = clock
        self.tasks = list(tasks)
        self._rows = {task.id: row for row, task in enumerate(self.tasks)}

    def add(self, task: Task) -> None:
        """List one more."""
        row = len(self.tasks)
        self.beginInsertRows(QModelIndex(), row, row)
        self.tasks.append(task)
        self._rows[task.id] = row
        self.endInsertRows()

    def put(self, task: Task) -> None:
        """Show a task's news."""
        row = self._rows.get(task.id)
        if row is not None:
            self.tasks[row] = task
            self.row_changed(row)

    def tick(self) -> None:
        """Time has passed."""
        self.rows_changed(0, len(self.tasks) - 1)

    def lines(self) -> Sequence[Task]:
        return self.tasks

    def other(self, line: Task, column: int, role: int) -> Any:
        return look_of(line, self._clock.now()) if role == LOOK and column == STATE else None

    def words(self, line: Task, column: int) -> str:
        generation = self._registry.find(line.generation)
        match column:
            case 0:
                return room_or_id(line)
            case 1:
                return generation.short_title if generation else line.generation
            case 2:
                return say(look_of(line, self._clock.now()).word)
            case 3:
                return ends_in(line, generation, self._clock.now()) if line.live else ""
            case _:
                return say(ends_by_itself(line, generation)) if line.live else ""


class LiveTasksView(RowTable):
    """Shows the model; nothing in it can be changed."""

    def __init__(self, model: LiveTasksModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, T("Live tasks"), parent)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(ROOM, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(STATE, self.cells.widest_chip())
        self.setFixedHeight(self.height_of(max(1, min(ROWS_IN_SIGHT, model.rowCount()))))

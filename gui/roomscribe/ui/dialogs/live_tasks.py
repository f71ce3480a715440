"""A small table of live tasks: room, service, state, and how each will end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ui.dialogs.endings import ends_by_itself
from roomscribe.ui.task_table.ends_column import ends_in
from roomscribe.ui.task_table.looks import look_of
from roomscribe.ui.task_table.plain_cells import LOOK, PlainCells
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry

Index = QModelIndex | QPersistentModelIndex
ROOM, SERVICE, STATE, ENDS_IN, BY_ITSELF = range(5)
HEADERS = (T("Room"), T("Service"), T("State"), T("Ends in"), T("Ends by itself"))
ROWS_IN_SIGHT = 6


class LiveTasksModel(QAbstractTableModel):
    """Tasks that were live when it was made, and those that came since; they stay listed while they end."""

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
            self.dataChanged.emit(self.index(row, 0), self.index(row, BY_ITSELF))

    def tick(self) -> None:
        """Time has passed."""
        if self.tasks:
            self.dataChanged.emit(self.index(0, STATE), self.index(len(self.tasks) - 1, BY_ITSELF))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.tasks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(HEADERS[section])
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        task = self.tasks[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(task, index.column())
        if role == LOOK and index.column() == STATE:
            return look_of(task, self._clock.now())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return None

    def _words(self, task: Task, column: int) -> str:
        generation = self._generation(task)
        match column:
            case 0:
                return task.room or task.vendor_task_id or task.id
            case 1:
                return generation.short_title if generation else task.generation
            case 2:
                return say(look_of(task, self._clock.now()).word)
            case 3:
                return ends_in(task, generation, self._clock.now()) if task.live else ""
            case _:
                return say(ends_by_itself(task, generation)) if task.live else ""

    def _generation(self, task: Task) -> Generation | None:
        try:
            return self._registry.generation(task.generation)
        except KeyError:
            return None


class LiveTasksView(QTableView):
    """Shows the model; nothing in it can be changed."""

    def __init__(self, model: LiveTasksModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        cells = PlainCells(theme, self)
        self.setItemDelegate(cells)
        self.setAccessibleName(say(T("Live tasks")))
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(metrics.ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(ROOM, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(STATE, cells.widest_chip())
        rows = max(1, min(ROWS_IN_SIGHT, model.rowCount()))
        self.setFixedHeight(header.sizeHint().height() + rows * metrics.ROW + 2 * metrics.LINE)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == ENDS_IN else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

"""What a filter hides while somebody types it is chosen again as soon as it is shown again."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, QTimer

from roomscribe.services.rows.row import Row
from roomscribe.ui.task_table.model import TaskModel, contiguous_runs
from roomscribe.ui.task_table.selection import Selection
from roomscribe.ui.task_table.view import TaskView

TYPING_MS = 5000
"""After so long without a letter, the next one begins another filter."""


class Comeback(QObject):
    """Half a word may match nothing, and whole ones follow: what was chosen before them is chosen after them, too.

    Until somebody chooses other rows, or stops typing: what they see chosen by then is what they mean.
    """

    def __init__(self, view: TaskView, model: TaskModel, selection: Selection, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._model, self._selection = view, model, selection
        self._ids: Mapping[str, object] = {}
        self._current = ""
        self._restoring = False
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._forget)
        view.selectionModel().selectionChanged.connect(self._on_chosen)
        view.selectionModel().currentRowChanged.connect(self._on_current)
        model.arranged.connect(self._on_arranged)

    def close(self) -> None:
        """Bring nothing back any more."""
        self._forget()

    def remember(self) -> None:
        """Another filter comes: of those that are typed one after the other, the first counts."""
        if not self._typing.isActive():
            self._ids = self._selection.ids()
            index = self._view.currentIndex()
            task = self._model.task(index) if index.isValid() else None
            self._current = task.id if task is not None else ""
        self._typing.start()

    def _forget(self) -> None:
        self._typing.stop()
        self._ids, self._current = {}, ""

    def _on_chosen(self) -> None:
        # A row that goes takes its mark with it, and that is nobody's choice.
        if not self._model.editing and not self._restoring:
            self._forget()

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():  # the view gives up a current row that goes
            self._on_chosen()

    def _on_arranged(self) -> None:
        if not self._typing.isActive() or self._model.busy:
            return
        self._restoring = True
        try:
            self._choose_again()
        finally:
            self._restoring = False

    def _choose_again(self) -> None:
        marks = self._view.selectionModel()
        if len(self._ids) > len(self._selection.ids()):
            ids, lines, last = self._ids, self._model.book.shown, self._model.columnCount() - 1
            rows = [at for at, item in enumerate(lines) if isinstance(item, Row) and item.task.id in ids]
            again = QItemSelection()
            for first, end in contiguous_runs(rows):
                again.select(self._model.index(first, 0), self._model.index(end, last))
            marks.select(again, QItemSelectionModel.SelectionFlag.Select)
        if self._current and not self._view.currentIndex().isValid():
            index = self._model.index_of(self._current)
            if index.isValid():
                marks.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

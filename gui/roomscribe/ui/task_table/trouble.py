"""Lets rows in that turned into trouble while the table is held, as soon as nothing can jump under a mouse."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from roomscribe.ui.task_table.looks import in_trouble
from roomscribe.ui.task_table.model import TaskModel
from roomscribe.ui.task_table.reading import Reading

AGAIN_MS = 1000
"""Where many break one after the other, the table is brought in order so often, and not with each of them."""


class Trouble(QObject):
    """Rows in trouble are not kept back for somebody who has only scrolled down or chosen a row."""

    changed = Signal()
    """Another number of them waits for the mouse (`waiting`)."""

    def __init__(self, model: TaskModel, reading: Reading, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._reading = model, reading
        self._ids: set[str] = set()
        self._shown = 0
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._let_in)
        model.rows_changed.connect(self._on_rows_changed)
        model.held_back.connect(self._forget_shown)
        reading.pointing_ended.connect(self._let_in)

    @property
    def waiting(self) -> int:
        """How many rows in trouble are not where they belong."""
        return len(self._ids)

    def close(self) -> None:
        """Let nothing in any more."""
        self._again.stop()

    def _on_rows_changed(self, task_ids: set[str]) -> None:
        book, now = self._model.book, self._model.glance.now
        if not book.held:
            return
        for task_id in task_ids:
            if (task_id in book.disorder or task_id in book.waiting) and in_trouble(book.rows[task_id].task, now):
                self._ids.add(task_id)
        if self._ids and not self._again.isActive():
            self._let_in()
        self._tell()

    def _let_in(self) -> None:
        self._forget_shown()
        if self._ids and not self._reading.pointing and self._model.book.held:
            self._model.hold(False)
            self._model.hold(True)
            self._again.start()
            self._forget_shown()

    def _forget_shown(self) -> None:
        if self._ids:
            book = self._model.book
            self._ids = {each for each in self._ids if each in book.disorder or each in book.waiting}
            self._tell()

    def _tell(self) -> None:
        if len(self._ids) != self._shown:
            self._shown = len(self._ids)
            self.changed.emit()

"""The table view: rows of one height, whole-row hover, and a scroll position that survives what arrives above it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.task_table.delegate import CellDelegate, Index
from roomscribe.ui.task_table.filter import TaskFilter
from roomscribe.ui.task_table.freshness import Freshness
from roomscribe.ui.task_table.header import TaskHeader
from roomscribe.ui.task_table.model import TaskRole
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say


class TaskView(QTableView):
    """Shows the filtered model. Knows nothing of tasks beyond what the roles tell."""

    def __init__(
        self, rows: TaskFilter, theme: Theme, still: Callable[[], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.freshness = Freshness(still, self)
        self.freshness.faded.connect(self.viewport().update)
        self._hovered = QPersistentModelIndex()
        self._top = QPersistentModelIndex()
        """The uppermost row while rows move, where somebody has scrolled down."""
        self._offset = 0
        self.setHorizontalHeader(TaskHeader(theme, self))
        self.setModel(rows)
        self._arrange()
        delegate = CellDelegate(theme, self._fresh, self._hovered_row, self._leads, self)
        self.setItemDelegate(delegate)
        self.entered.connect(self._on_entered)
        # Before the view's own slots would be too early for "after": these are connected after `setModel`.
        rows.rowsAboutToBeInserted.connect(self._remember_top)
        rows.layoutAboutToBeChanged.connect(self._remember_top)
        rows.rowsAboutToBeMoved.connect(self._remember_top)
        rows.rowsInserted.connect(self._restore_top)
        rows.layoutChanged.connect(self._restore_top)
        rows.rowsMoved.connect(self._restore_top)

    def _arrange(self) -> None:
        self.setAccessibleName(say(T("Tasks")))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("plain", True)  # its card has the line around
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        height = max(metrics.ROW, self.fontMetrics().height() + 2 * metrics.GAP)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Typing letters would jump about by state; they belong to the filter. Movement stays.
        if event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                super().keyPressEvent(event)
            else:
                event.ignore()
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not self.indexAt(event.position().toPoint()).isValid():
            self._on_entered(QModelIndex())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._on_entered(QModelIndex())
        return super().viewportEvent(event)

    def _on_entered(self, index: QModelIndex) -> None:
        if index.row() != self._hovered_row():
            self._hovered = QPersistentModelIndex(index)
            self.viewport().update()

    def _hovered_row(self) -> int:
        return self._hovered.row() if self._hovered.isValid() else -1

    def _fresh(self, index: Index) -> float:
        return self.freshness.left(index.data(TaskRole.TASK).id) if self.freshness.fading else 0.0

    def _leads(self, index: Index) -> bool:
        """Whether the cell is the first of the row that the keyboard would act on."""
        if not self.hasFocus() or index.row() != self.currentIndex().row():
            return False
        return self.horizontalHeader().visualIndex(index.column()) == 0

    def _remember_top(self) -> None:
        bar = self.verticalScrollBar()
        self._top = QPersistentModelIndex()
        if bar.value() > 0:  # who looks at the newest wants to see what arrives
            index = self.indexAt(self.viewport().rect().topLeft())
            self._top = QPersistentModelIndex(index)
            self._offset = self.rowViewportPosition(index.row())

    def _restore_top(self) -> None:
        if not self._top.isValid():
            return
        self.executeDelayedItemsLayout()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.rowViewportPosition(self._top.row()) - self._offset)
        self._top = QPersistentModelIndex()

"""The table in its card: view, filter, menus and what it says when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedLayout, QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.domain.validation import shortened
from roomscribe.services.billing import Billing
from roomscribe.services.settings import REDUCED_MOTION, Settings
from roomscribe.services.store import TaskStore
from roomscribe.ui.empty_states import EmptyState
from roomscribe.ui.task_table.arrangement import Arrangement
from roomscribe.ui.task_table.filter import TaskFilter
from roomscribe.ui.task_table.model import TaskModel, TaskRole
from roomscribe.ui.task_table.view import TaskView
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.typed_words import breakable
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry


class TaskTable(QFrame):
    """Every known task, one row each."""

    current_changed = Signal(object)
    """The `Task` that the details should show, or None."""
    selection_changed = Signal()
    details_requested = Signal()
    """Enter or a double click on a row."""
    start_requested = Signal()
    """The empty table's button."""
    filter_cleared = Signal()
    """The button of a table in which nothing matches the filter."""

    def __init__(
        self,
        *,
        store: TaskStore,
        registry: Registry,
        settings: Settings,
        clock: Clock,
        theme: Theme,
        billing: Billing | None = None,
        asks: Callable[[Task], bool] = lambda task: True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_role(self, Role.CARD)
        self._settings = settings
        self.model = TaskModel(store, registry, clock, self, billing=billing, asks=asks)
        self.rows = TaskFilter(self)
        self.rows.setSourceModel(self.model)
        self.view = TaskView(self.rows, theme, self._still, self)
        self.arrangement = Arrangement(self.view.horizontalHeader(), settings, self)
        self.view.setSortingEnabled(True)
        self._menu = QMenu(self)
        self._columns_menu = QMenu(self)
        self.arrangement.fill(self._columns_menu)
        self._pages = self._build_pages(theme)
        self._connect()
        self._choose_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrangement.spread(self.contentsRect().width() - 2 * metrics.LINE)

    def close_down(self) -> None:
        """Hear nothing more of the store; before the window goes."""
        self.model.close()
        self.view.freshness.close()

    def set_actions(self, actions: Iterable[QAction]) -> None:
        """What the context menu of a row offers; an action without text is a line between."""
        self._menu.addActions(list(actions))

    def set_filter(self, text: str) -> None:
        """Show the rows with these words."""
        self.rows.set_words(text)
        self._nothing.sentence.setText(breakable(say(T("No task contains “{words}”.", words=shortened(text.strip())))))
        self._choose_page()

    def selected(self) -> list[Task]:
        """The selected tasks, from the top."""
        indexes = self.view.selectionModel().selectedRows()
        return [index.data(TaskRole.TASK) for index in sorted(indexes, key=QModelIndex.row)]

    def current(self) -> Task | None:
        """The task that the details show: of several selected ones the last that was chosen."""
        index = self.view.currentIndex()
        selected = self.view.selectionModel().isRowSelected(index.row()) if index.isValid() else False
        if selected:
            return index.data(TaskRole.TASK)
        return next(iter(self.selected()), None)

    def select(self, task_id: str) -> bool:
        """Select a task's row and scroll to it; False where the filter hides it."""
        self.model.flush()
        index = self.rows.mapFromSource(self.model.index_of(task_id))
        if not index.isValid():
            return False
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index)
        return True

    def _still(self) -> bool:
        return self._settings.get(REDUCED_MOTION)

    def _build_pages(self, theme: Theme) -> QStackedLayout:
        self._empty = EmptyState(
            theme,
            "captions",
            say(T("No task yet. Fill the form and press Start task; it appears here at once.")),
            say(T("Go to the form")),
        )
        self._nothing = EmptyState(theme, "filter", "", say(T("Clear the filter")))
        pages = QStackedLayout(self)
        # A pixel for the card's line, which the view would paint over.
        pages.setContentsMargins(metrics.LINE, metrics.LINE, metrics.LINE, metrics.HALF_GAP)
        for page in (self.view, self._empty, self._nothing):
            pages.addWidget(page)
        return pages

    def _connect(self) -> None:
        self.model.rows_changed.connect(self._on_rows_changed)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.view.selectionModel().currentRowChanged.connect(self._on_selection_changed)
        self.view.activated.connect(self._on_activated)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.horizontalHeader().customContextMenuRequested.connect(self._on_columns_menu)
        self._empty.pressed.connect(self.start_requested)
        self._nothing.pressed.connect(self.filter_cleared)

    def _choose_page(self) -> None:
        if not self.model.rowCount():
            self._pages.setCurrentWidget(self._empty)
        elif not self.rows.rowCount():
            self._pages.setCurrentWidget(self._nothing)
        else:
            self._pages.setCurrentWidget(self.view)

    def _on_rows_changed(self, task_ids: set[str]) -> None:
        self.view.freshness.begin(task_ids)
        self._choose_page()

    def _on_selection_changed(self) -> None:
        self.current_changed.emit(self.current())
        self.selection_changed.emit()

    def _on_activated(self, index: QModelIndex) -> None:
        self.details_requested.emit()

    def _on_menu(self, where: QPoint) -> None:
        if self.view.indexAt(where).isValid() or self.selected():
            self._menu.popup(self.view.viewport().mapToGlobal(where))

    def _on_columns_menu(self, where: QPoint) -> None:
        self._columns_menu.popup(self.view.horizontalHeader().mapToGlobal(where))

"""The table in its card: strip, view, menus, and what it says when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedLayout, QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.billing import Billing
from roomscribe.services.rows.filters import Filter
from roomscribe.services.rows.row import Row
from roomscribe.services.settings import REDUCED_MOTION, Settings
from roomscribe.services.store import TaskStore
from roomscribe.ui.empty_states import EmptyState
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.task_table.arrangement import POSITION, Arrangement
from roomscribe.ui.task_table.comeback import Comeback
from roomscribe.ui.task_table.groups import Groups
from roomscribe.ui.task_table.model import TaskModel
from roomscribe.ui.task_table.painting import STATE
from roomscribe.ui.task_table.reading import Reading
from roomscribe.ui.task_table.selection import Selection
from roomscribe.ui.task_table.sorting import Sorting
from roomscribe.ui.task_table.strip import TableStrip
from roomscribe.ui.task_table.trouble import Trouble
from roomscribe.ui.task_table.view import TaskView
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry


class TaskTable(QFrame):
    """Every known task, one row each."""

    current_changed = Signal(object)
    """The `Task` that the details should show, or None."""
    selection_changed = Signal()
    """Other rows are chosen, or one of those that are has news."""
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
        self._sentence = ""
        self.model = TaskModel(store, registry, clock, self, billing=billing, asks=asks)
        self.view = TaskView(self.model, theme, self._still, self)
        self.reading = Reading(self.view)
        self.arrangement = Arrangement(self.view.horizontalHeader(), settings, self)
        # An account's API is told by the last sign of its name, which would be the first to be cut off.
        names = [self.view.fontMetrics().horizontalAdvance(each.short_title) for each in registry.generations()]
        self.arrangement.widen(POSITION["vendor"], max(names, default=0) + 2 * metrics.GAP + metrics.HALF_GAP)
        self.view.setSortingEnabled(True)
        self.sorting = Sorting(self.view, self)
        self.groups = Groups(self.model, settings, self)
        self.trouble = Trouble(self.model, self.reading, self)
        self.strip = TableStrip(self.model, self.groups, self.trouble, theme, self)
        self._menu = QMenu(self)
        self._columns_menu = QMenu(self)
        self.arrangement.fill(self._columns_menu)
        self._columns_menu.addSeparator()
        self.sorting.fill(self._columns_menu.addMenu(say(T("Sort &by"))))
        self.groups.fill(self._columns_menu.addMenu(say(T("&Groups"))))
        self.selection = Selection(self.view, self.model, self)
        self._comeback = Comeback(self.view, self.model, self.selection, self)
        self._pages = self._build_pages(theme)
        self._connect()
        self._choose_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrangement.spread(self.contentsRect().width() - 2 * metrics.LINE)

    def close_down(self) -> None:
        """Hear nothing more of the store; before the window goes."""
        self.model.close()
        self.reading.close()
        self.trouble.close()
        self.selection.close()
        self._comeback.close()
        self.view.freshness.close()

    def set_actions(self, actions: Iterable[QAction]) -> None:
        """What the context menu of a row offers; an action without text is a line between."""
        self._menu.addActions(list(actions))

    # What is shown

    @property
    def filtering(self) -> bool:
        """Whether a filter may hide rows."""
        return not self.model.book.filter.empty

    def set_filter(self, wanted: Filter, nothing: str = "") -> None:
        """Show the rows that this filter accepts; `nothing` is said where it accepts none."""
        self._sentence = nothing or say(T("No task matches the filter."))
        self._comeback.remember()
        self.model.set_filter(wanted)
        self._choose_page()

    def show_news(self) -> None:
        """Show the rows that wait, and every row where it belongs; the topmost new one comes into sight."""
        waiting = set(self.model.book.waiting)
        self.model.release()
        indexes = [index for task_id in waiting if (index := self.model.index_of(task_id)).isValid()]
        if indexes:
            self.view.scrollTo(min(indexes, key=QModelIndex.row))
        self.reading.stop_now()

    # What is chosen

    def chosen_ids(self) -> Mapping[str, object]:
        """Ids of the selected tasks, from the top."""
        return self.selection.ids()

    def selected(self) -> list[Task]:
        """The selected tasks, from the top."""
        return self.selection.tasks()

    def current(self) -> Task | None:
        """The task that the details show: of several selected ones the last that was chosen."""
        return self.selection.current()

    def select(self, task_id: str) -> bool:
        """Select a task's row and scroll to it; False where the filter hides it."""
        self.model.flush()
        row = self.model.book.rows.get(task_id)
        if row is None or not row.wanted:
            return False
        if task_id in self.model.book.waiting:
            self.show_news()
        if row.group.collapsed:
            self.model.fold([row.group.id], folded=False)
            self.model.flush()
        index = self.model.index_of(task_id)
        if not index.isValid():  # a hold keeps back that it is wanted by now
            self.show_news()
            index = self.model.index_of(task_id)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index)
        return True

    # Inside

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
        self._filled = QWidget(self)
        column = filling_column(self._filled, 0)
        column.addWidget(self.strip)
        self._below = QStackedLayout()
        self._below.addWidget(self.view)
        self._below.addWidget(self._nothing)
        column.addLayout(self._below, 1)
        pages = QStackedLayout(self)
        # A pixel for the card's line, which the view would paint over.
        pages.setContentsMargins(metrics.LINE, metrics.LINE, metrics.LINE, metrics.HALF_GAP)
        pages.addWidget(self._filled)
        pages.addWidget(self._empty)
        return pages

    def _connect(self) -> None:
        self.model.rows_changed.connect(self._on_rows_changed)
        self.model.arranged.connect(self._choose_page)
        self.reading.watch_selection()
        self.reading.changed.connect(self.model.hold)
        self.groups.changing.connect(self.view.seek_header)
        self.strip.news_requested.connect(self.show_news)
        self.selection.current_changed.connect(self.current_changed)
        self.selection.changed.connect(self.selection_changed)
        self.view.chip_cut.connect(lambda width: self.arrangement.widen(STATE, width))
        self.view.activated.connect(self._on_activated)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.horizontalHeader().customContextMenuRequested.connect(self._on_columns_menu)
        self._empty.pressed.connect(self.start_requested)
        self._nothing.pressed.connect(self.filter_cleared)

    def _choose_page(self) -> None:
        self._pages.setCurrentWidget(self._filled if self.model.total else self._empty)
        if self.model.rowCount():
            self._below.setCurrentWidget(self.view)
        elif not self.model.busy:  # else nobody knows yet, and what is there stays: an empty table would be a flash
            self._nothing.sentence.setText(self._sentence)
            self._below.setCurrentWidget(self._nothing)

    def _on_rows_changed(self, task_ids: set[str]) -> None:
        first, last = self.view.in_sight()
        seen = self.model.book.shown[first : last + 1]
        self.view.freshness.begin([each.task.id for each in seen if isinstance(each, Row) and each.task.id in task_ids])
        self._choose_page()

    def _on_activated(self, index: QModelIndex) -> None:
        if self.model.task(index) is not None:
            self.details_requested.emit()

    def _on_menu(self, where: QPoint) -> None:
        if self.view.indexAt(where).isValid() or self.selection.facts.count:
            self._menu.popup(self.view.viewport().mapToGlobal(where))

    def _on_columns_menu(self, where: QPoint) -> None:
        self._columns_menu.popup(self.view.horizontalHeader().mapToGlobal(where))

"""The details panel: tabs over a card, filled for whichever task is chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import ShuttingDown
from roomscribe.domain.tasks import JournalEntry, Task
from roomscribe.domain.text import T
from roomscribe.services.costs import CostBook
from roomscribe.services.rows.row import same_but_fresher
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.ui.details.course_page import TimelinePage
from roomscribe.ui.details.requests import Requests
from roomscribe.ui.details.summary import Summary
from roomscribe.ui.details.timeline import Timeline
from roomscribe.ui.empty_states import EmptyState
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.notes.page import NotesPage
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry

ReadJournal = Callable[[str], Awaitable[list[JournalEntry]]]
TICK_MS = 1000
SUMMARY, TIMELINE, REQUEST, NOTES, EMPTY = range(5)


class DetailsPanel(QWidget):
    """Follows one task through the store, and reads its journal whenever something happened to it."""

    def __init__(
        self,
        *,
        store: TaskStore,
        registry: Registry,
        journal: ReadJournal,
        spawner: Spawner,
        clock: Clock,
        theme: Theme,
        costs: CostBook | None = None,
        asks: Callable[[Task], bool] = lambda task: True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._registry = registry
        self._journal = journal
        self._spawner = spawner
        self._task: Task | None = None
        self._reading = False
        self._stale = False
        """Something happened while the journal was being read."""
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(say(T("Details of the task")))
        for title in (T("Summary"), T("Timeline"), T("Request"), T("Notes")):
            self.tabs.addTab(say(title))
        self.summary = Summary(registry=registry, clock=clock, theme=theme, costs=costs, asks=asks)
        self.timeline = Timeline(theme)
        self.course = TimelinePage(theme, self.timeline, clock)
        self.requests = Requests(theme)
        self.notes = NotesPage(theme)
        self._pages = self._lay_out(theme)
        self.tabs.currentChanged.connect(self._show_page)
        self.timeline.call_requested.connect(self._on_call_requested)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()
        self._unsubscribe = store.subscribe(self)
        self._show_page()

    def close_down(self) -> None:
        """Hear nothing more of the store; before the window goes."""
        self._unsubscribe()
        self._tick.stop()
        self.course.close_down()

    def show_task(self, task: Task | None) -> None:
        """Show a task, or the empty state."""
        another = task is None or self._task is None or task.id != self._task.id
        self._task = task
        self.notes.show_task(task)
        self._show_page()
        if task is None:
            self.requests.show_entries([])
            return
        self.summary.show_task(task)
        if another:
            self._show_journal([], task)
        self._read()

    # What the store tells

    def task_added(self, task: Task) -> None:
        """New tasks are shown when somebody chooses them."""

    def task_changed(self, task: Task) -> None:
        """Show what is new about the chosen task."""
        before = self._task
        if before is None or task.id != before.id:
            return
        self._task = task
        self.summary.show_task(task)
        self.course.show_task(task)
        self.notes.show_task(task)
        if not same_but_fresher(before, task):
            self._read()

    # The journal

    def _read(self) -> None:
        if self._task is None:
            return
        if self._reading:
            self._stale = True
            return
        with suppress(ShuttingDown):  # rows may change until the very end
            self._spawner.spawn(self._read_journal(), name="read journal")
            self._reading = True

    async def _read_journal(self) -> None:
        try:
            while self._task is not None:
                self._stale = False
                task = self._task
                entries = await self._journal(task.id)
                if self._task is not None and self._task.id == task.id:
                    self._show_journal(entries, task)
                if not self._stale:
                    return
        finally:
            self._reading = False

    def _show_journal(self, entries: list[JournalEntry], task: Task) -> None:
        generation = self._registry.find(task.generation)
        self.timeline.lines.show_entries(entries, generation)
        self.course.show_entries(entries, task)
        self.requests.show_entries(entries, self._registry.vendor_of(task.generation) if generation else None)

    # The pages

    def _lay_out(self, theme: Theme) -> QStackedWidget:
        card = QFrame(self)
        set_role(card, Role.CARD)
        pages = QStackedWidget(card)
        empty = EmptyState(theme, "details", say(T("Select a task to see how it is and what happened to it.")))
        for page in (self.summary, self.course, self.requests, self.notes, empty):
            pages.addWidget(page)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(metrics.LINE, metrics.HALF_GAP, metrics.LINE, metrics.HALF_GAP)
        inside.addWidget(pages)
        layout = filling_column(self, 0)
        layout.addWidget(self.tabs)
        layout.addWidget(card, 1)
        return pages

    def _show_page(self) -> None:
        self._pages.setCurrentIndex(EMPTY if self._task is None else self.tabs.currentIndex())

    def _on_call_requested(self, seq: int) -> None:
        self.requests.choose(seq)
        self.tabs.setCurrentIndex(REQUEST)

    def _on_tick(self) -> None:
        if self._task is None or not self._task.live:
            return
        if self.summary.isVisible():
            self.summary.show_task(self._task)
        elif self.course.isVisible():
            self.course.refresh()

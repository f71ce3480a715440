"""The main window: form on the left, table over details on the right, bar above, facts below."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.domain.validation import shortened
from roomscribe.services.billing import Billing
from roomscribe.services.filtering.advice import advice
from roomscribe.services.filtering.query import Query
from roomscribe.services.settings import REDUCED_MOTION, SPLITTERS, THEME, WINDOW_GEOMETRY
from roomscribe.services.settings import Theme as Mode
from roomscribe.ui.actions import Offer, TaskActions
from roomscribe.ui.commands import Commands
from roomscribe.ui.details import DetailsPanel
from roomscribe.ui.details.requests import WHAT_CURL_DOES
from roomscribe.ui.filtering.field import FilterField
from roomscribe.ui.filtering.language import table_language
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.menus import fill_menus
from roomscribe.ui.notices import Notice, NoticeBar
from roomscribe.ui.offers import offer
from roomscribe.ui.status_bar import StatusBar
from roomscribe.ui.task_table import TaskTable
from roomscribe.ui.task_table.column_acts import ColumnActs
from roomscribe.ui.theme import Role, metrics, set_role
from roomscribe.ui.top_bar import TopBar
from roomscribe.ui.typed_words import breakable
from roomscribe.ui.window_tools import WindowTools
from roomscribe.ui.words import say, unmarked
from roomscribe.vendors.registry import Registry

WAIT_TICK_MS = 250
LATEST = 2000
"""More tasks would take longer than a letter may."""
FORM_SPLIT, DETAILS_SPLIT = "form", "details"
CAN_STOP = "can stop"
"""What is asked of the chosen rows."""


class MainWindow(QMainWindow):
    """Puts the parts together and connects commands to acts. Whatever opens a dialog is only announced."""

    close_requested = Signal()
    """Somebody wants to leave. Set `may_close` and close the window once everything is settled."""
    start_requested = Signal()
    """Start what the form says."""
    form_requested = Signal()
    """Put the keyboard into the form."""
    new_profile_requested = Signal()
    profiles_requested = Signal()
    secrets_requested = Signal()
    """The status bar's word about secrets was pressed."""
    shortcuts_requested = Signal()
    about_requested = Signal()

    def __init__(self, tools: WindowTools, actions: TaskActions) -> None:
        super().__init__()
        self.may_close = False
        self._was_shown = False
        self._split_by_hand = False
        """Somebody has moved a splitter, now or in an earlier session."""
        self._settings = tools.settings
        self._theme = tools.theme
        self._store = tools.store
        self._acts = actions
        self.setWindowTitle("RoomScribe")
        self.setMinimumSize(metrics.WINDOW_MIN_WIDTH, metrics.WINDOW_MIN_HEIGHT)
        self.commands = Commands(tools.theme, self)
        self._make_parts(tools)
        self._wait_tick = QTimer(self, singleShot=True, interval=WAIT_TICK_MS)
        self._lay_out()
        self.table.set_actions(fill_menus(self.bar, self.commands, self.table))
        ColumnActs(self.commands, self.table, self)
        self.table.selection.ask(CAN_STOP, attrgetter("can_stop"))
        self._connect()
        self._restore_layout()
        self._refresh_offers()
        self._on_call_chosen(False)

    # What the composition root does

    def set_form(self, form: QWidget) -> None:
        """Put the form on the left; it brings its own card."""
        self._form_slot.addWidget(form)

    def reload(self) -> None:
        """The store was filled anew: show what it holds."""
        self.table.model.reload()
        self.status.refresh()
        self._refresh_offers()

    def set_first_run(self, page: QWidget) -> None:
        """Hand in the page that stands in place of form and table while there is nothing to show."""
        self._pages.addWidget(page)

    def show_first_run(self, wanted: bool) -> None:
        """Show that page, or form and table; messages stand above either."""
        self._pages.setCurrentIndex(self._pages.count() - 1 if wanted else 0)
        (self._above_pages if wanted else self._above_table).insertWidget(0, self.notices)

    def show_notice(self, notice: Notice) -> None:
        """Show a message above the table."""
        self.notices.show_notice(notice)

    def set_simulator(self, running: bool) -> None:
        """Say whether the built-in simulator runs."""
        self.bar.set_demo(running)

    def select_task(self, task_id: str) -> None:
        """Choose a task in the table, such as one that was just started; a filter that hides it is cleared."""
        if not self.table.select(task_id) and self.table.filtering:
            self.bar.filter.clear()
            self.table.select(task_id)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close:
            event.ignore()
            self.close_requested.emit()
            return
        self._save_layout()
        self.table.close_down()
        self.details.close_down()
        self.status.close_down()
        self._wait_tick.stop()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            # Qt would give the keyboard to the filter, where nobody begins.
            self.form_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._split_by_hand:
            self._fresh_splits()

    # Putting together

    def _make_parts(self, tools: WindowTools) -> None:
        """From the top to the bottom."""
        self.bar = TopBar(self.commands, self._make_filter(tools.registry, tools.billing), tools.theme, self)
        self.notices = NoticeBar(tools.theme, self)
        self.table = TaskTable(
            store=tools.store,
            registry=tools.registry,
            settings=tools.settings,
            clock=tools.clock,
            theme=tools.theme,
            billing=tools.billing,
            asks=tools.asks,
            parent=self,
        )
        self.details = DetailsPanel(
            store=tools.store,
            registry=tools.registry,
            journal=tools.journal,
            spawner=tools.spawner,
            clock=tools.clock,
            theme=tools.theme,
            costs=tools.billing.costs if tools.billing is not None else None,
            asks=tools.asks,
            parent=self,
        )
        self.status = StatusBar(
            store=tools.store,
            budget=tools.budget,
            clock_skew=tools.clock_skew,
            vault=tools.vault,
            clock=tools.clock,
            theme=tools.theme,
            parent=self,
        )

    def _lay_out(self) -> None:
        left = QWidget(self)
        left.setMinimumWidth(metrics.FORM_MIN_WIDTH)
        self._form_slot = filling_column(left)
        self._details_split = self._split(Qt.Orientation.Vertical, self.table, self.details)
        right = QWidget(self)
        column = filling_column(right, 0)
        column.addWidget(self.notices)
        column.addWidget(self._details_split, 1)
        self._above_table = column
        self._form_split = self._split(Qt.Orientation.Horizontal, left, right)
        inside = QWidget(self)
        padded = QVBoxLayout(inside)
        padded.setContentsMargins(metrics.PANEL, metrics.PANEL, metrics.PANEL, metrics.PANEL)
        padded.addWidget(self._form_split)
        line = QFrame(self)
        set_role(line, Role.LINE)
        line.setFixedHeight(metrics.LINE)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(inside)
        whole = QWidget(self)
        rows = filling_column(whole, 0)
        self._above_pages = QVBoxLayout()
        self._above_pages.setContentsMargins(metrics.PANEL, 0, metrics.PANEL, 0)
        rows.addWidget(self.bar)
        rows.addWidget(line)
        rows.addLayout(self._above_pages)
        rows.addWidget(self._pages, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)

    def _make_filter(self, registry: Registry, billing: Billing | None) -> Callable[[QWidget], FilterField]:
        language = table_language(registry, billing)
        return lambda parent: FilterField(language, self._latest, self._theme, parent)

    def _latest(self) -> list[Task]:
        """The tasks whose rooms, owners and the like are offered in the filter."""
        return self._store.tasks()[: -LATEST - 1 : -1]

    def _split(self, orientation: Qt.Orientation, first: QWidget, second: QWidget) -> QSplitter:
        split = QSplitter(orientation, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(metrics.PANEL)
        split.addWidget(first)
        split.addWidget(second)
        split.setStretchFactor(0, 0 if orientation is Qt.Orientation.Horizontal else 3)
        split.setStretchFactor(1, 1 if orientation is Qt.Orientation.Horizontal else 2)
        split.splitterMoved.connect(self._on_split)
        return split

    def _connect(self) -> None:
        commands = self.commands
        commands.new_profile.triggered.connect(self.new_profile_requested)
        commands.profiles.triggered.connect(self.profiles_requested)
        commands.quit.triggered.connect(self.close)
        commands.start.triggered.connect(self.start_requested)
        commands.stop.triggered.connect(self._on_stop)
        commands.update.triggered.connect(self._on_update)
        commands.details.triggered.connect(self._on_details)
        commands.copy_id.triggered.connect(self._on_copy_id)
        commands.copy_room.triggered.connect(self._on_copy_room)
        commands.copy_curl.triggered.connect(self.details.requests.copy_curl)
        self.details.requests.call_chosen.connect(self._on_call_chosen)
        commands.reduce_motion.setChecked(self._settings.get(REDUCED_MOTION))
        commands.reduce_motion.toggled.connect(self._on_reduce_motion)
        commands.reset_layout.triggered.connect(self.reset_layout)
        commands.shortcuts.triggered.connect(self.shortcuts_requested)
        commands.about.triggered.connect(self.about_requested)
        commands.modes.triggered.connect(self._on_mode)
        self.bar.filter.filter_changed.connect(self._on_filter)
        self.table.current_changed.connect(self.details.show_task)
        self.table.selection_changed.connect(self._refresh_offers)
        self.table.details_requested.connect(self._on_details)
        self.table.start_requested.connect(self.form_requested)
        self.table.filter_cleared.connect(self.bar.filter.clear)
        self.status.secrets_requested.connect(self.secrets_requested)
        self.notices.task_requested.connect(self.select_task)
        self._acts.noticed.connect(self.show_notice)
        self._acts.changed.connect(self._refresh_offers)
        self._wait_tick.timeout.connect(self._refresh_offers)

    # Acts

    def _on_filter(self, wanted: Query) -> None:
        nothing = T("No task matches “{filter}”.", filter=shortened(str(wanted)))
        if (hint := advice(self.bar.filter.language, wanted)) is not None:
            nothing = T("{problem} {hint}", problem=nothing, hint=hint)
        self.table.set_filter(wanted, breakable(say(nothing)))

    def _refresh_offers(self) -> None:
        """Bring labels, tool tips and disabled looks up to date with what is chosen."""
        facts = self.table.selection.facts
        update = self._acts.update_offer(self._store.get(facts.only) if facts.only else None)
        _apply(self.commands.stop, self._acts.stop_offer(facts.count, facts.able[CAN_STOP]))
        _apply(self.commands.update, update)
        for action in (self.commands.details, self.commands.copy_id):
            offer(action, None if facts.count else T("Select a task first."))
        current = self.table.current()
        no_room = T("Select a task with a room first.")
        offer(self.commands.copy_room, None if current is not None and current.room else no_room)
        if update.waits:
            self._wait_tick.start()

    def _chosen(self) -> list[Task]:
        """The selected tasks as they are now; the rows of the table may be a moment older."""
        return [self._store.get(task.id) for task in self.table.selected()]

    def _on_stop(self) -> None:
        self._acts.stop(self._chosen())

    def _on_update(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            self._acts.update(chosen[0])

    def _on_details(self) -> None:
        self.details.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_copy_id(self) -> None:
        if (task := self.table.current()) is not None:
            self._acts.copy_id(task)

    def _on_copy_room(self) -> None:
        if (task := self.table.current()) is not None:
            self._acts.copy_room(task)

    def _on_call_chosen(self, there: bool) -> None:
        offer(self.commands.copy_curl, None if there else T("Select a task that has made a call."), WHAT_CURL_DOES)

    def _on_mode(self, action: QAction) -> None:
        self._theme.set_mode(action.data())
        self._settings.set(THEME, Mode(action.data()))

    def _on_reduce_motion(self, still: bool) -> None:
        self._settings.set(REDUCED_MOTION, still)

    # Layout

    def reset_layout(self) -> None:
        """Back to a fresh window's sizes and columns."""
        self._split_by_hand = False
        self._settings.set(SPLITTERS, {})
        self.table.arrangement.reset()
        self._fresh_splits()

    def _on_split(self) -> None:
        self._split_by_hand = True
        self._save_layout()

    def _restore_layout(self) -> None:
        room = self.screen().availableSize()
        self.resize(min(metrics.WINDOW_WIDTH, room.width()), min(metrics.WINDOW_HEIGHT, room.height()))
        if saved := self._settings.get(WINDOW_GEOMETRY):
            # Qt itself moves a window back that would be on a screen that is gone.
            self.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii", "ignore")))
        self._fresh_splits()
        sizes = self._settings.get(SPLITTERS)
        for name, split in ((FORM_SPLIT, self._form_split), (DETAILS_SPLIT, self._details_split)):
            if len(sizes.get(name, ())) == split.count():
                split.setSizes(list(sizes[name]))
                self._split_by_hand = True

    def _fresh_splits(self) -> None:
        form = max(metrics.FORM_MIN_WIDTH, min(metrics.FORM_WIDTH, round(self.width() * metrics.FORM_SHARE)))
        self._form_split.setSizes([form, max(1, self.width() - form)])
        self._details_split.setSizes([self.height() * 3 // 5, self.height() * 2 // 5])

    def _save_layout(self) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._settings.set(WINDOW_GEOMETRY, geometry)
        if not self._split_by_hand:
            return
        sizes = {
            FORM_SPLIT: tuple(self._form_split.sizes()),
            DETAILS_SPLIT: tuple(self._details_split.sizes()),
        }
        self._settings.set(SPLITTERS, sizes)


def _apply(action: QAction, offer: Offer) -> None:
    action.setText(say(offer.label))
    action.setEnabled(offer.why_not is None)
    usual = unmarked(action.text())
    keys = action.shortcut().toString()
    action.setToolTip(say(offer.why_not) if offer.why_not else f"{usual} ({keys})" if keys else usual)

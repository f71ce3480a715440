"""The views of the table: what a tab brings into the table, how many rows it has, and the commands about it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QMenu, QToolButton

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import shortened
from roomscribe.runtime.dialogs import ask
from roomscribe.services.filtering.query import Query
from roomscribe.services.settings import TABLE_SORT, Settings, SortOrder
from roomscribe.services.spawning import Spawner
from roomscribe.services.views.book import BUILT_IN, FILTER, View, ViewBook
from roomscribe.services.views.counts import ViewCounts
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.task_table.slices import Slices
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.views.name_dialog import NameDialog
from roomscribe.ui.views.tabs import ViewTabs
from roomscribe.ui.words import say

CALM_MS = 500
"""Counts follow the rows that often at most."""
TIME_MS = 5000
"""How often those are counted anew that depend on time."""
PAUSE = 2.0
"""Seconds between two looks at what other windows have done to the views."""
BUDGET, PAUSE_MS = 0.001, 10
"""Seconds of one slice of counting, and the pause after it: nobody waits for it."""


class TableViews(QObject):
    """Keeps tabs, filter, sorting and groups alike."""

    def __init__(self, window: MainWindow, settings: Settings, spawner: Spawner, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._settings, self._spawner, self._theme = window, settings, spawner, theme
        self._table, self._field = window.table, window.bar.filter
        self.book = ViewBook(settings)
        self.counts = ViewCounts(lambda: self._table.model.book.rows)
        self._applying = self._busy = False
        self._known: dict[str, Query] = {}
        self._counting = Slices(self, budget=BUDGET, pause_ms=PAUSE_MS)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._count)
        self._time = QTimer(self, interval=TIME_MS)
        self._time.timeout.connect(self._on_time)
        self.tabs = ViewTabs(self._table.strip)
        # The line below the current tab lifts the words; so they stand as high as those beside them.
        self._table.strip.views.setContentsMargins(0, metrics.RING + metrics.LINE, 0, 0)
        self._table.strip.views.addWidget(self.tabs)
        self._table.strip.views.addWidget(self._make_button())
        self._connect()
        self._show_filter(self.book.current.filter)
        self.refresh()
        self._time.start()

    def open(self) -> None:
        """Follow what other windows do to the views, until the supervisor ends."""
        self._spawner.spawn(self._follow(), name="follow the views of other windows")

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            if await self.book.refresh():
                self.refresh()

    def close(self) -> None:
        """Count nothing more."""
        self._calm.stop()
        self._time.stop()
        self._counting.drop()

    # Views

    def choose(self, view_id: str) -> None:
        """Show the table as this view was saved."""
        sort, groups = self.book.choose(view_id, self._sort(), self._groups())
        self._applying = True
        try:
            if sort != self._sort():
                self._settings.set(TABLE_SORT, sort)
                self._table.arrangement.restore_sort()
            if groups != self._groups():
                self._table.groups.choose(groups)
            self._show_filter(self.book.current.filter)
        finally:
            self._applying = False
        self.refresh()

    def save_as(self, name: str) -> None:
        """Keep what the table shows as a new view; `BadRequest` where it can't be kept, or not by this name."""
        if (why_not := self._why_not_kept()) is not None:
            raise BadRequest(why_not, field=FILTER)
        self.book.add(name, self._filter(), self._sort(), self._groups())
        self.refresh()

    def refresh(self) -> None:
        """Show the views as they are by now."""
        views = self.book.views()
        known = {each.id: query for each in views if (query := self._query(each)) is not None}
        if known != self._known:
            self._known = known
            self.counts.set_filters(known)
            self._start_counting()
        self._show()

    def _query(self, view: View) -> Query | None:
        """What its filter means; None where this version does not understand it."""
        found = self._field.language.parse(view.filter)
        return found if isinstance(found, Query) else None

    def _show_filter(self, text: str) -> None:
        if self._field.text() != text:
            self._field.setText(text)

    def _filter(self) -> str:
        """The filter as it was typed."""
        return self._field.text().strip()

    def _why_not_kept(self) -> Text | None:
        """Why what is typed can't be a view: the rows that are shown are not what a text with a mistake says."""
        if self._field.problem is not None:
            return T("The filter has a mistake. Correct it first.")
        return self.book.filter_problem(self._filter())

    def _sort(self) -> SortOrder:
        return self._settings.get(TABLE_SORT)

    def _groups(self) -> str:
        return self._table.groups.by.id

    def _changed(self) -> bool:
        """Whether the table shows something else than the current view was saved as."""
        view = self.book.current
        if view.own is None:
            return bool(view.filter) and self._field.text().strip() != view.filter
        now = (self._field.text().strip(), self._sort(), self._groups())
        return now != (view.own.filter, view.own.sort, view.own.groups)

    def _on_text(self, text: str) -> None:
        if self._applying:
            return
        if self.book.current.own is None:
            # Built-in views differ in nothing but the filter, so whoever types one's filter is there.
            same = next((each for each in BUILT_IN if each.filter == text.strip()), None)
            if same is not None and same.id != self.book.current.id:
                self.book.choose(same.id, self._sort(), self._groups())
        self._show()

    def _on_arranged_otherwise(self) -> None:
        if not self._applying:
            self._show()

    # Numbers

    def _start_counting(self) -> None:
        if not self._calm.isActive():
            self._calm.start()

    def _count(self) -> None:
        if self._counting.busy or self._table.model.busy:
            self._start_counting()
        elif self.counts.due:
            self._counting.begin(self.counts.counting(), self._show)

    def _on_rows_changed(self, task_ids: set[str]) -> None:
        self.counts.changed(task_ids)
        self._start_counting()

    def _on_time(self) -> None:
        self.counts.time_has_passed()
        if self.counts.due:
            self._start_counting()

    # What is shown

    def _show(self) -> None:
        views, current, changed = self.book.views(), self.book.current, self._changed()
        counts = {each.id: self.counts.count(each.id) for each in views}
        self.tabs.show_views(views, current.id, counts, changed=changed)
        commands = self._window.commands
        for at, command in enumerate(commands.views):
            command.setVisible(at < len(views))
            if at < len(views):
                command.setText(shortened(say(views[at].name)).replace("&", "&&"))
                command.setChecked(views[at].id == current.id)
        own, at = current.own is not None, [each.id for each in views].index(current.id)
        not_own = T("The built-in views stay as they are. Save the filter as a view of your own.")
        as_saved = T("Nothing has changed since the view was saved.")
        wrong = self._why_not_kept()
        why_not_saved = not_own if not own else as_saved if not changed else wrong
        for command, able, why_not in (
            (commands.new_view, wrong is None, wrong),
            (commands.save_view, why_not_saved is None, why_not_saved),
            (commands.rename_view, own, not_own),
            (commands.delete_view, own, not_own),
            (commands.view_left, at > 0, T("It is the first view.")),
            (commands.view_right, at < len(views) - 1, T("It is the last view.")),
        ):
            command.setEnabled(able)
            command.setToolTip("" if able or why_not is None else say(why_not))

    def _make_button(self) -> QToolButton:
        button = QToolButton(self._table.strip)
        set_role(button, Role.QUIET_ICON)
        button.setIcon(self._theme.icon("menu", "dim"))
        button.setIconSize(QSize(metrics.ICON, metrics.ICON))
        button.setToolTip(say(T("Save, rename, move or delete views")))
        button.setAccessibleName(button.toolTip())
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(button)
        menu.addActions(self._window.commands.about_views())
        # Not the button's own menu, whose arrow would be painted over so small an icon.
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    def _connect(self) -> None:
        commands = self._window.commands
        self.tabs.set_actions(commands.about_views())
        self.tabs.chosen.connect(self.choose)
        self.tabs.arranged.connect(self._on_arranged)
        self._field.textChanged.connect(self._on_text)
        self._table.view.horizontalHeader().sortIndicatorChanged.connect(self._on_arranged_otherwise)
        self._table.groups.changed.connect(self._on_arranged_otherwise)
        self._table.model.rows_changed.connect(self._on_rows_changed)
        for at, command in enumerate(commands.views):
            command.triggered.connect(lambda _checked, at=at: self.choose(self.book.views()[at].id))
        commands.new_view.triggered.connect(lambda: self._spawn(self._ask_new))
        commands.save_view.triggered.connect(self._on_save)
        commands.rename_view.triggered.connect(lambda: self._spawn(self._ask_rename))
        commands.delete_view.triggered.connect(lambda: self._spawn(self._ask_delete))
        commands.view_left.triggered.connect(lambda: self._move(-1))
        commands.view_right.triggered.connect(lambda: self._move(1))

    # Commands

    def _on_save(self) -> None:
        if self._why_not_kept() is not None:
            return  # the command can't be used, and says why
        self.book.save(self.book.current.id, self._filter(), self._sort(), self._groups())
        self.refresh()

    def _on_arranged(self, order: list[str]) -> None:
        self.book.arrange(order)
        self._show()

    def _move(self, by: int) -> None:
        order = [each.id for each in self.book.views()]
        at = order.index(self.book.current.id)
        order.insert(at + by, order.pop(at))
        self._on_arranged(order)

    def _spawn(self, act: Callable[[], Awaitable[None]]) -> None:
        if not self._busy:
            self._busy = True
            self._spawner.spawn(self._alone(act), name="views")

    async def _alone(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        finally:
            self._busy = False

    async def _ask_new(self) -> None:
        text = shortened(self._filter())
        note = T("Keeps the filter “{filter}”, the sorting and the groups.", filter=text)
        if not text:
            note = T("Keeps the sorting and the groups; there is no filter at the moment.")
        name = await self._name(T("Save as a view"), T("Save view"), "", note, why_not=self._why_not_kept)
        if name:
            self.save_as(name)

    async def _ask_rename(self) -> None:
        view = self.book.current
        name = await self._name(T("Rename the view"), T("Rename view"), say(view.name), None, view.id)
        if name:
            self.book.rename(view.id, name)
            self.refresh()

    async def _name(
        self,
        title: Text,
        act: Text,
        name: str,
        note: Text | None,
        view_id: str = "",
        why_not: Callable[[], Text | None] = lambda: None,
    ) -> str:
        """The name that somebody gives; "" where they change their mind."""
        dialog = NameDialog(
            title,
            act,
            name,
            note,
            lambda typed: why_not() or self.book.problem(typed, view_id),
            self._window,
        )
        return dialog.name.text() if await ask(dialog) == QDialog.DialogCode.Accepted else ""

    async def _ask_delete(self) -> None:
        view = self.book.current
        dialog = SureDialog(
            self._theme,
            T("Delete the view “{name}”?", name=shortened(say(view.name))),
            [T("Its filter, sorting and groups are forgotten. No task is touched.")],
            T("Delete view"),
            danger=True,
            parent=self._window,
        )
        if await ask(dialog) == QDialog.DialogCode.Accepted:
            self.choose(BUILT_IN[0].id)
            self.book.delete(view.id)
            self.refresh()

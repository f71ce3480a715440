"""Remembers how somebody arranged the columns: order, widths, hidden ones and the sorting, by stable ids."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu

from roomscribe.domain.text import T
from roomscribe.services.settings import TABLE_COLUMNS, TABLE_SORT, Settings, SortOrder, TableColumns
from roomscribe.ui.offers import offer
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.model import NEWEST_FIRST
from roomscribe.ui.theme import metrics
from roomscribe.ui.words import say

POSITION = {column.id: position for position, column in enumerate(COLUMNS)}
ALWAYS_SHOWN = "state"
"""Hiding everything would leave no header to bring it back with."""


class Arrangement(QObject):
    """Keeps header and settings alike."""

    def __init__(self, header: QHeaderView, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._header = header
        self._settings = settings
        self._restoring = False
        self._width = 0
        self._needed: dict[int, int] = {}
        """Widths that columns were found to need, by position."""
        self.toggles = [self._toggle(position) for position in range(len(COLUMNS))]
        """One checkable action per column, for menus."""
        self._load()
        header.sectionMoved.connect(self._save)
        header.sectionResized.connect(self._on_resized)
        header.sortIndicatorChanged.connect(self._save_sort)

    def fill(self, menu: QMenu) -> None:
        """Put a toggle for each column into a menu."""
        menu.addActions(self.toggles)

    def spread(self, width: int) -> None:
        """Choose columns and widths for a table of this width, unless somebody has arranged them by hand."""
        self._width = width
        if not width or self._settings.get(TABLE_COLUMNS).widths:
            return
        room = width - metrics.SCROLL_BAR
        shown = self._with_room(room)
        fresh = {position: self._usual_width(position) for position in shown}
        spare = max(0, room - sum(fresh.values()))
        for position in shown:
            more = min(spare, self._ample_width(position) - fresh[position])
            fresh[position] += more
            spare -= more
        shares = sum(COLUMNS[position].grows for position in shown) or 1
        self._restoring = True
        try:
            for position, toggle in enumerate(self.toggles):
                toggle.setChecked(position in fresh)
            for position, needed in fresh.items():
                self._header.resizeSection(position, needed + spare * COLUMNS[position].grows // shares)
        finally:
            self._restoring = False

    def widen(self, position: int, width: int) -> None:
        """A column has something to show that needs so much."""
        if width > self._needed.get(position, 0):
            self._needed[position] = width
            self.spread(self._width)

    def reset(self) -> None:
        """Back to a fresh window's columns."""
        self._settings.set(TABLE_COLUMNS, TableColumns())
        self._settings.set(TABLE_SORT, SortOrder())
        self._load()
        self.spread(self._width)

    def _with_room(self, width: int) -> list[int]:
        """The columns of a fresh window, without those that have to leave so that the others can be read."""
        shown = [position for position, column in enumerate(COLUMNS) if column.shown]
        sorted_by = self._header.sortIndicatorSection()
        leaving = [position for position in shown if COLUMNS[position].leaves and position != sorted_by]
        for position in sorted(leaving, key=lambda position: COLUMNS[position].leaves):
            if sum(self._fresh_width(max(COLUMNS[each].width, COLUMNS[each].ample)) for each in shown) > width:
                shown.remove(position)  # what is in sight at the moment lets none come or go
        return shown

    def _toggle(self, position: int) -> QAction:
        column = COLUMNS[position]
        action = QAction(say(column.title), self, checkable=True, checked=True)
        action.setData(column.id)
        offer(action, T("This column is always shown.") if column.id == ALWAYS_SHOWN else None)
        action.toggled.connect(self._on_toggled)
        return action

    def _on_toggled(self, shown: bool) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._header.setSectionHidden(POSITION[action.data()], not shown)
            self._save()

    def _load(self) -> None:
        self._restoring = True
        try:
            saved = self._settings.get(TABLE_COLUMNS)
            self._order([each for each in saved.order if each in POSITION])
            for position, column in enumerate(COLUMNS):
                self._header.resizeSection(position, saved.widths.get(column.id, self._fresh_width(column.width)))
                hidden = column.id in saved.hidden if column.id in saved.order else not column.shown
                hidden = hidden and column.id != ALWAYS_SHOWN
                self._header.setSectionHidden(position, hidden)
                self.toggles[position].setChecked(not hidden)
            self.restore_sort()
        finally:
            self._restoring = False

    def _order(self, ids: list[str]) -> None:
        # Columns that came with a newer version stay where they are by default, behind those that were arranged.
        wanted = ids + [column.id for column in COLUMNS if column.id not in ids]
        for visual, each in enumerate(wanted):
            self._header.moveSection(self._header.visualIndex(POSITION[each]), visual)

    def restore_sort(self) -> None:
        """Sort as the settings say."""
        saved = self._settings.get(TABLE_SORT)
        position, descending = POSITION.get(saved.column, NEWEST_FIRST), saved.descending
        if saved.column not in POSITION:
            descending = True
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._header.setSortIndicator(position, order)

    def _usual_width(self, position: int) -> int:
        return max(self._fresh_width(COLUMNS[position].width), self._needed.get(position, 0))

    def _ample_width(self, position: int) -> int:
        return max(self._fresh_width(COLUMNS[position].ample), self._usual_width(position))

    def _fresh_width(self, width: int) -> int:
        # Larger letters need wider columns.
        usual = metrics.CONTROL - 3 * metrics.HALF_GAP
        return round(width * max(1.0, self._header.fontMetrics().height() / usual))

    def _on_resized(self, position: int, _old: int, _new: int) -> None:
        # The last one is resized by the view, to take what is left over; that is nobody's wish.
        if any(
            self._header.visualIndex(other) > self._header.visualIndex(position)
            for other in range(len(COLUMNS))
            if not self._header.isSectionHidden(other)
        ):
            self._save()

    def _save(self) -> None:
        if self._restoring:
            return
        visual = sorted(range(len(COLUMNS)), key=self._header.visualIndex)
        shown = [position for position in visual if not self._header.isSectionHidden(position)]
        # The last one takes what is left over; its width says nothing.
        widths = {COLUMNS[position].id: self._header.sectionSize(position) for position in shown[:-1]}
        before = self._settings.get(TABLE_COLUMNS)
        columns = TableColumns(
            order=tuple(COLUMNS[position].id for position in visual),
            widths={**before.widths, **widths},
            hidden=tuple(COLUMNS[position].id for position in visual if position not in shown),
        )
        if columns != before:
            self._settings.set(TABLE_COLUMNS, columns)

    def _save_sort(self, position: int, order: Qt.SortOrder) -> None:
        if not self._restoring and 0 <= position < len(COLUMNS):
            self._settings.set(
                TABLE_SORT, SortOrder(COLUMNS[position].id, descending=order is Qt.SortOrder.DescendingOrder)
            )
            self.spread(self._width)  # the column that is sorted by does not leave

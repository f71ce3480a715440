"""The timeline: every journal entry on one line, oldest first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.tasks import JournalEntry
from roomscribe.domain.text import T
from roomscribe.ui.details.entries_model import EntriesModel, Index
from roomscribe.ui.details.journal_words import Line, line_of
from roomscribe.ui.errors.link import ask_to_explain
from roomscribe.ui.line_ground import line_size, paint_line_ground
from roomscribe.ui.task_table.painting import tabular
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.times import exact_time, full_time
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

LINE = Qt.ItemDataRole.UserRole
ENTRY = Qt.ItemDataRole.UserRole + 1


class TimelineModel(EntriesModel):
    """The entries of one task; new ones are appended, so that scroll and selection stay."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation: Generation | None = None
        self._lines: dict[int, Line] = {}
        """By row, made when they come into sight: a long journal has thousands."""

    def show_entries(self, entries: list[JournalEntry], generation: Generation | None) -> None:
        """Show a journal. One that continues what is shown only adds its rest."""
        self._generation = generation
        self.set_entries(entries)

    def forget(self) -> None:
        self._lines = {}

    def _line(self, row: int) -> Line:
        line = self._lines.get(row)
        if line is None:
            line = self._lines[row] = line_of(self.entries[row], self._generation)
        return line

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry, line = self.entries[index.row()], self._line(index.row())
        words = "  ".join(part for part in (line.sentence, line.aside) if part)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{exact_time(entry.at)}  {words}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{full_time(entry.at)}\n{line.sentence}\n{line.aside}".rstrip()
            case _ if role == LINE:
                return line
            case _ if role == ENTRY:
                return entry
        return None


class LineDelegate(QStyledItemDelegate):
    """Time, icon, sentence and, dim, the vendor's own words."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.link = say(T("Show request"))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return line_size(option)

    def link_rect(self, option_rect: QRect, width: int) -> QRect:
        """Where the link of a call stands."""
        inner = option_rect.adjusted(0, 0, -metrics.PANEL, 0)
        return QRect(inner.right() - width, inner.top(), width, inner.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, entry = index.data(LINE), index.data(ENTRY)
        pointed_at = option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        painter.save()
        paint_line_ground(painter, option, self._theme)
        inner = option.rect.adjusted(metrics.CARD, 0, -metrics.PANEL, 0)
        if entry.exchange is not None and pointed_at:
            width = option.fontMetrics.horizontalAdvance(self.link)
            painter.setPen(self._theme.colour("accent"))
            painter.drawText(self.link_rect(option.rect, width), Qt.AlignmentFlag.AlignVCenter, self.link)
            inner.setRight(inner.right() - width - metrics.GAP)
        self._words(painter, option, inner, line, entry)
        painter.restore()

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, line: Line, entry: JournalEntry
    ) -> None:
        time = exact_time(entry.at)
        painter.setFont(tabular(option.font))
        left = _write(painter, inner, inner.left(), time, self._theme, "dim") + metrics.CARD
        icon = QRect(left, inner.center().y() - metrics.ICON // 2 + 1, metrics.ICON, metrics.ICON)
        self._theme.icon(line.icon, line.tone).paint(painter, icon.adjusted(1, 1, -1, -1))
        painter.setFont(option.font)
        left += metrics.ICON + metrics.PANEL
        left = _write(painter, inner, left, line.sentence, self._theme, line.tone if line.grave else "text")
        _write(painter, inner, left + metrics.PANEL, line.aside, self._theme, "dim")


def _write(painter: QPainter, row: QRect, left: int, text: str, theme: Theme, token: str) -> int:
    """Write one run of text from `left` on, elided at the row's end; returns where it ended."""
    room = max(0, row.right() - left)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.setPen(theme.colour(token))
    painter.drawText(QRect(left, row.top(), room, row.height()), Qt.AlignmentFlag.AlignVCenter, shown)
    return left + painter.fontMetrics().horizontalAdvance(shown)


class Timeline(QListView):
    """The list. Enter, a double click or the link of a call asks for its request, and for the help on a refusal."""

    call_requested = Signal(object)
    """The journal's number (`seq`) of a call."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = TimelineModel(self)
        self._delegate = LineDelegate(theme, self)
        self.setModel(self.lines)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(say(T("Timeline")))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("plain", True)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._menu = self._make_menu()
        self.customContextMenuRequested.connect(self._on_menu)
        self.activated.connect(self._on_activated)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        where = event.position().toPoint()
        index = self.indexAt(where)
        width = self.fontMetrics().horizontalAdvance(self._delegate.link)
        if index.isValid() and self._delegate.link_rect(self.visualRect(index), width).contains(where):
            self._on_activated(index)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        self.explain = QAction(say(T("What does the error mean?")), self)
        self.explain.triggered.connect(self._on_explain)
        chosen, everything = QAction(say(T("Copy lines")), self), QAction(say(T("Copy the whole timeline")), self)
        chosen.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        chosen.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        chosen.triggered.connect(self._copy_selected)
        everything.triggered.connect(self._copy_all)
        self.addAction(chosen)
        menu.addActions([self.explain, chosen, everything])
        return menu

    def _on_menu(self, where: QPoint) -> None:
        if self.lines.rowCount():
            self.explain.setEnabled(self._error() is not None)
            self._menu.popup(self.viewport().mapToGlobal(where))

    def _on_activated(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if entry is not None and entry.exchange is not None:
            self.call_requested.emit(entry.seq)
        else:
            self._on_explain()

    def _error(self) -> ErrorNote | None:
        entry = self.currentIndex().data(ENTRY)
        return entry.error if isinstance(entry, JournalEntry) else None

    def _on_explain(self) -> None:
        if (error := self._error()) is not None:
            ask_to_explain(self, error)

    def _copy_selected(self) -> None:
        self._copy(sorted(index.row() for index in self.selectedIndexes()))

    def _copy_all(self) -> None:
        self._copy(list(range(self.lines.rowCount())))

    def _copy(self, rows: list[int]) -> None:
        text = "\n".join(self.lines.index(row, 0).data() for row in rows)
        if text:
            QGuiApplication.clipboard().setText(text)

"""The table view: lines of one height, painted in one go, with a scroll position that survives what comes and goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from roomscribe.domain.text import T
from roomscribe.services.rows.row import Group
from roomscribe.services.rows.sorting import Sight
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.delegate import CellDelegate
from roomscribe.ui.task_table.freshness import Freshness
from roomscribe.ui.task_table.header import TaskHeader
from roomscribe.ui.task_table.model import TaskModel
from roomscribe.ui.task_table.painting import LinePainter, Mood, Stripe
from roomscribe.ui.theme import Theme, row_height
from roomscribe.ui.words import say

UNFOLDING: dict[int, bool] = {
    Qt.Key.Key_Left: True,
    Qt.Key.Key_Minus: True,
    Qt.Key.Key_Right: False,
    Qt.Key.Key_Plus: False,
}
"""Keys that fold a group or open it, whichever of its lines is current."""
TOGGLING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
"""The same on its header alone: on a row they do something else."""


class TaskView(QTableView):
    """Shows the model's lines. Selecting and scrolling are Qt's own."""

    copy_requested = Signal()
    """The usual keys for copying were pressed."""
    chip_cut = Signal(int)
    """The column of states would have to be so wide."""

    def __init__(
        self, model: TaskModel, theme: Theme, still: Callable[[], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = model
        self.freshness = Freshness(still, self)
        self.freshness.faded.connect(self.viewport().update)
        self._painter = LinePainter(theme, self)
        self._painter.cut.connect(self.chip_cut, Qt.ConnectionType.QueuedConnection)  # no column changes while painting
        self._hovered = QPersistentModelIndex()
        self._anchor = QPersistentModelIndex()
        """A line that stays where it is seen while others come, go and move."""
        self._offset = 0
        self._to_top = self._by_person = self._seeks_header = False
        self._drifted = 0
        """Where the scroll bar has come because a mouse rests at a line while others come above it."""
        self._current: object = None
        self.setHorizontalHeader(TaskHeader(theme, self))
        self.setModel(model)
        self._arrange()
        self.setItemDelegate(CellDelegate(self))
        model.in_sight = self.in_sight
        model.sight = self._sight
        model.about_to_arrange.connect(self._remember)
        model.arranged.connect(self._restore)

    def in_sight(self) -> tuple[int, int]:
        """First and last line that can be seen, in part at least; (0, -1) for none."""
        if not self.isVisible() or not self._lines.rowCount():
            return 0, -1
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return max(0, first), last if last >= 0 else self._lines.rowCount() - 1

    def selected_lines(self) -> list[tuple[int, int]]:
        """First and last of each run of selected lines, in no order."""
        ranges = list(self.selectionModel().selection())  # type: ignore[call-overload]  # a list, which the stubs omit
        return [(each.top(), each.bottom()) for each in ranges]

    def columns_shown(self) -> list[int]:
        """The positions of the shown columns, from left to right."""
        return [stripe.column for stripe in self._stripes()]

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
        height = row_height(self)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(height)
        # Fitting a column looks at what can be seen, and not at a thousand rows.
        self.horizontalHeader().setResizeContentsPrecision(0)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._lines.rowCount():
            return
        painter = QPainter(self.viewport())
        self._painter.begin(self.font(), self._lines.glance)
        stripes = self._stripes()
        first, last = self.in_sight()
        chosen, current, leads = self._chosen(first, last), self.currentIndex().row(), self.hasFocus()
        hovered = self._hovered.row() if self._hovered.isValid() else -1
        width = stripes[-1].left + stripes[-1].width - stripes[0].left if stripes else 0
        top, height = self.rowViewportPosition(first), self.rowHeight(first)
        for row, item in enumerate(self._lines.book.shown[first : last + 1], first):
            line = QRect(stripes[0].left, top, width, height) if stripes else QRect()
            top += height
            if not event.region().intersects(line):
                continue
            leading = leads and row == current
            if isinstance(item, Group):
                seen = QRect(0, line.top(), self.viewport().width(), height)
                self._painter.header(painter, item, seen, Mood(hovered=row == hovered, current=leading))
                continue
            fresh = self.freshness.left(item.task.id) if self.freshness.fading else 0.0
            mood = Mood(selected=row in chosen, hovered=row == hovered, fresh=fresh, current=leading)
            self._painter.row(painter, item.task, line, stripes, mood)
        painter.end()

    def _stripes(self) -> list[Stripe]:
        """The shown columns from left to right."""
        header = self.horizontalHeader()
        found = [
            Stripe(at, header.sectionViewportPosition(at), header.sectionSize(at))
            for at in range(len(COLUMNS))
            if not header.isSectionHidden(at)
        ]
        return sorted(found, key=lambda stripe: stripe.left)

    def _chosen(self, first: int, last: int) -> set[int]:
        chosen: set[int] = set()
        for top, bottom in self.selected_lines():
            chosen.update(range(max(first, top), min(last, bottom) + 1))
        return chosen

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
            return
        if self._lines.book.grouped and not event.modifiers() and self._on_group_key(event.key()):
            return
        # Typing letters would jump about by state; they belong to the filter. Movement stays.
        if event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                super().keyPressEvent(event)
            else:
                event.ignore()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (group := self._group_at(event)) is None:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._go_to(group)
            self._lines.fold([group.id], folded=not group.collapsed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._group_at(event) is None:  # its first click has done it
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(QModelIndex())
            bar = self.verticalScrollBar()
            if self._drifted and bar.value() == self._drifted:
                bar.setValue(0)
            self._drifted = 0
        elif isinstance(event, QEnterEvent):
            self._hover(self.indexAt(event.position().toPoint()))
        return super().viewportEvent(event)

    def _hover(self, index: QModelIndex) -> None:
        if index.row() != (self._hovered.row() if self._hovered.isValid() else -1):
            self._hovered = QPersistentModelIndex(index)
            self.viewport().update()

    def _group_at(self, event: QMouseEvent) -> Group | None:
        index = self.indexAt(event.position().toPoint())
        item = self._lines.item(index) if index.isValid() else None
        return item if isinstance(item, Group) else None

    def _on_group_key(self, key: int) -> bool:
        index = self.currentIndex()
        if not index.isValid():
            return False
        item = self._lines.item(index)
        if isinstance(item, Group) and key in TOGGLING:
            self._lines.fold([item.id], folded=not item.collapsed)
            return True
        folded = UNFOLDING.get(key)
        if folded is None:
            return False
        if folded:
            self._go_to(item.group)
        if folded != item.group.collapsed:
            self._lines.fold([item.group.id], folded=folded)
        return True

    def _go_to(self, group: Group) -> None:
        at = self._lines.book.position(group)
        if at is not None:
            index = self._lines.index(at, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)

    # What stays where it is

    def seek_header(self) -> None:
        """The rows will stand in other groups: let the header of the current one's be seen."""
        self._seeks_header = True

    def _sight(self) -> Sight | None:
        """What will be seen when a person's wish is carried out: see `_remember`."""
        if not self.window().isVisible():
            return None
        height = self.verticalHeader().defaultSectionSize()
        # Where no row is shown, something else may stand in its place, and who knows how high it is laid out.
        room = self.viewport() if self.isVisible() else self.window()
        count = room.height() // height + 2
        index = self.currentIndex()
        if not self._seen(index):
            return Sight(count)
        return Sight(count, self._lines.item(index), self.rowViewportPosition(index.row()) // height + 1)

    def _seen(self, index: QModelIndex) -> bool:
        return index.isValid() and self.viewport().rect().intersects(self.visualRect(index))

    def _remember(self, by_person: bool) -> None:
        """Fix what is looked at: the current row, or the uppermost one; at the top, the top itself.

        Where nobody has asked for it, the row at which the mouse points, also if it points there for long.
        """
        index, bar = self.currentIndex(), self.verticalScrollBar()
        self._by_person = by_person
        self._current = self._lines.item(index) if index.isValid() else None
        self._anchor, self._to_top = QPersistentModelIndex(), False
        if not by_person or not self._seen(index):
            index = QModelIndex()
            self._to_top = by_person
            hovered = QModelIndex(self._hovered)  # type: ignore[call-overload]  # from a persistent one, which the stubs omit
            if not by_person and self._seen(hovered):
                index = hovered
            elif bar.value() > 0 and not by_person:
                index = self.indexAt(self.viewport().rect().topLeft())
        if index.isValid():
            self._anchor = QPersistentModelIndex(index)
            self._offset = self.rowViewportPosition(index.row())

    def _restore(self) -> None:
        index = self.currentIndex()
        if self._current is not None and (not index.isValid() or self._lines.item(index) is not self._current):
            # Its row is not shown any more, and Qt has chosen another one: nobody else has.
            self.selectionModel().clearCurrentIndex()
        self._current = None
        self.executeDelayedItemsLayout()  # or the next slice of whatever is worked on comes before the painting
        bar = self.verticalScrollBar()
        was_at_top = bar.value() in (0, self._drifted)
        if self._anchor.isValid():
            bar.setValue(bar.value() + self.rowViewportPosition(self._anchor.row()) - self._offset)
            if was_at_top and not self._by_person:
                self._drifted = bar.value()
            if self._by_person and self._seeks_header and self._lines.book.grouped:
                self._show_header(self._lines.item(self._anchor).group)
        elif self._to_top:
            bar.setValue(0)
        if self._by_person and not self._lines.unsettled_in_sight:
            self._seeks_header = False
        self._anchor = QPersistentModelIndex()

    def _show_header(self, group: Group) -> None:
        at = self._lines.book.position(group)
        if at is not None and (above := self.rowViewportPosition(at)) < 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + above)

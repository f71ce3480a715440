"""The tabs of the views, with how many rows each has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QGuiApplication,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QTabBar, QToolButton, QWidget

from roomscribe.domain.text import T
from roomscribe.services.views.book import View
from roomscribe.ui.theme import metrics
from roomscribe.ui.typed_words import plain_tip
from roomscribe.ui.words import say

FADE = 2 * metrics.CARD
"""Width in which a tab disappears that is not whole in sight."""


class ViewTabs(QTabBar):
    """Arrow keys go from tab to tab; tabs can be dragged, and offer a menu."""

    chosen = Signal(str)
    """A view's id: somebody wants to see it, or the one that is shown as it was saved."""
    arranged = Signal(object)
    """The ids in their new order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: Sequence[View] = ()
        self._menu = QMenu(self)
        self.setAccessibleName(say(T("Views of the table")))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.currentChanged.connect(self._on_current)
        self.tabBarClicked.connect(self._on_clicked)
        self.tabMoved.connect(self._on_moved)

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """What the menu of a tab offers; the tab becomes the current one before."""
        self._menu.addActions(list(actions))

    def show_views(
        self, views: Sequence[View], current: str, counts: Mapping[str, int | None], *, changed: bool
    ) -> None:
        """Show these; `changed` says that what the table shows is not what the current one was saved as."""
        before = self.blockSignals(True)
        if [each.id for each in views] != [each.id for each in self._shown]:
            while self.count():
                self.removeTab(0)
            for each in views:
                self.setTabData(self.addTab(""), each.id)
        self._shown = list(views)
        for at, each in enumerate(views):
            here = each.id == current
            self._write(at, each, counts.get(each.id), changed=changed and here)
            if here:
                self.setCurrentIndex(at)
        self.blockSignals(before)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Qt leaves them scrolled as far as it took where there was less room.
        before, current = self.blockSignals(True), self.currentIndex()
        self.setCurrentIndex(0)
        self.setCurrentIndex(current)
        self.blockSignals(before)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        if self.hasFocus():  # its ring stays whole
            ring = metrics.RING
            painter.setClipRect(self.rect().adjusted(ring, ring, -ring, -ring))
        for edge, into in self.cut_edges():
            shade = QLinearGradient(edge, 0, edge + into, 0)
            ground = QGuiApplication.palette().color(QPalette.ColorRole.Base)  # its own has the sheet's “transparent”
            shade.setColorAt(0, ground)
            ground.setAlpha(0)
            shade.setColorAt(1, ground)
            painter.fillRect(QRect(min(edge, edge + into), 0, FADE, self.height()), shade)

    def cut_edges(self) -> list[tuple[int, int]]:
        """Where tabs go out of sight: the edge, and how far and to which side they fade."""
        if not self.count():
            return []
        end = min((each.x() for each in self.findChildren(QToolButton) if each.isVisible()), default=self.width())
        left = [(0, FADE)] if self.tabRect(0).left() < 0 else []
        return left + ([(end, -FADE)] if self.tabRect(self.count() - 1).right() > end else [])

    def tabSizeHint(self, index: int) -> QSize:
        # The current one is bold: each is as wide as it would be then, so that none is cut and none moves.
        size, text = super().tabSizeHint(index), self.tabText(index)
        bolder = self._bold().horizontalAdvance(text) - self.fontMetrics().horizontalAdvance(text)
        return QSize(size.width() + max(0, bolder), size.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        # Else Qt makes the tabs narrower before it lets them scroll.
        return self.tabSizeHint(index)

    def minimumSizeHint(self) -> QSize:
        # Where there is little room the tabs scroll; they never make the window wider.
        return QSize(metrics.TAB_MAX_WIDTH, super().minimumSizeHint().height())

    def _write(self, at: int, view: View, count: int | None, *, changed: bool) -> None:
        name = say(view.name)
        number = "" if count is None else QLocale().toString(count)
        room = metrics.TAB_MAX_WIDTH - self._bold().horizontalAdvance(f"*  {number}")
        shown = self._bold().elidedText(name, Qt.TextElideMode.ElideRight, room)
        mark = f"{shown}*" if changed else shown
        text = f"{mark}  {number}".rstrip().replace("&", "&&")
        if self.tabText(at) != text:
            self.setTabText(at, text)
        rows = say(T("{name}: {count} tasks", name=name, count=number)) if number else name
        if changed:
            rows = say(T("{name}. The filter or the order has changed since; press to go back.", name=rows))
        if self.tabToolTip(at) != (tip := plain_tip(rows)):
            self.setTabToolTip(at, tip)
            self.setAccessibleTabName(at, rows)

    def _bold(self) -> QFontMetrics:
        font = self.font()
        font.setBold(True)
        return QFontMetrics(font)

    def _on_current(self, at: int) -> None:
        if at >= 0:
            self.chosen.emit(self.tabData(at))

    def _on_clicked(self, at: int) -> None:
        if at >= 0 and at == self.currentIndex():
            self.chosen.emit(self.tabData(at))

    def _on_moved(self) -> None:
        order = [self.tabData(at) for at in range(self.count())]
        self._shown = sorted(self._shown, key=lambda each: order.index(each.id))
        self.arranged.emit(order)

    def _on_menu(self, where: QPoint) -> None:
        at = self.tabAt(where)
        if at >= 0:
            self.setCurrentIndex(at)
            self._menu.popup(self.mapToGlobal(where))

"""The list of accounts: a dot, the name, and in dim type what it is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.ui.line_ground import paint_line_ground
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry

Index = QModelIndex | QPersistentModelIndex
PROFILE_ID, COLOUR, ABOUT = (Qt.ItemDataRole.UserRole + number for number in range(3))
ROWS_IN_SIGHT = 5


class ProfileList(QListWidget):
    """Shows profiles; which one is current survives a refill."""

    def __init__(self, registry: Registry, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self.setItemDelegate(_TwoLines(theme, self))
        self.setAccessibleName(say(T("Accounts")))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMinimumHeight(ROWS_IN_SIGHT * _row_height(self) + metrics.GAP)

    def current_id(self) -> str:
        """The selected profile's id, or ""."""
        item = self.currentItem()
        return str(item.data(PROFILE_ID)) if item is not None else ""

    def fill(self, profiles: Iterable[Profile], selected: str) -> None:
        """Show these profiles."""
        self.blockSignals(True)
        row = max(0, self.currentRow())
        self.clear()
        for profile in profiles:
            self.addItem(self._item(profile))
            if profile.id == selected:
                row = self.count() - 1
        self.setCurrentRow(min(row, self.count() - 1))
        self.blockSignals(False)

    def _item(self, profile: Profile) -> QListWidgetItem:
        item = QListWidgetItem(profile.name)
        about = self._about(profile)
        item.setData(PROFILE_ID, profile.id)
        item.setData(COLOUR, profile.colour)
        item.setData(ABOUT, about)
        item.setToolTip(profile.name)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{profile.name}, {about}")
        return item

    def _about(self, profile: Profile) -> str:
        parts = [profile.generation, profile.region]
        try:
            generation = self._registry.generation(profile.generation)
            parts = [generation.short_title, profile.region]
            if len(generation.sites) > 1:
                parts.append(say(generation.site(profile.site).title))
        except KeyError:
            parts.append(say(T("not installed")))
        if profile.production:
            parts.append(say(T("production")))
        if profile.simulator:
            parts.append(say(T("built-in simulator")))
        return " · ".join(part for part in parts if part)


class _TwoLines(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        paint_line_ground(painter, option, self._theme)
        inner = option.rect.adjusted(metrics.PANEL, metrics.GAP, -metrics.PANEL, -metrics.GAP)
        dot = QRect(inner.left(), 0, metrics.DOT, metrics.DOT)
        dot.moveTop(inner.center().y() - metrics.DOT // 2)
        self._theme.dot(index.data(COLOUR)).paint(painter, dot)
        words = inner.adjusted(metrics.DOT + metrics.PANEL, 0, 0, 0)
        painter.setFont(option.font)
        for text, colour, where in (
            (index.data(), "text", Qt.AlignmentFlag.AlignTop),
            (index.data(ABOUT), "dim", Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setPen(self._theme.colour(colour))
            shown = option.fontMetrics.elidedText(str(text), Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | where, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        return QSize(0, _row_height(view) if isinstance(view, QWidget) else metrics.ROW)


def _row_height(widget: QWidget) -> int:
    return 2 * widget.fontMetrics().height() + metrics.HALF_GAP + 2 * metrics.GAP

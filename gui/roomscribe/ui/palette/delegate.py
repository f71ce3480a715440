"""Paints an entry of the palette: icon, title with the letters that were found, where it stands, its keys."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from roomscribe.domain.text import T
from roomscribe.ui.palette.model import HIT
from roomscribe.ui.palette.search import Hit
from roomscribe.ui.theme import Theme, metrics, row_height
from roomscribe.ui.words import say

Index = QModelIndex | QPersistentModelIndex
KEYS_SHARE = 3
"""The keys take no more than one part of this many of a row's width."""
ROOMY = 2
"""Bold letters are never so many times as wide: where a title has that much room, they need not be loaded to know."""


class EntryDelegate(QStyledItemDelegate):
    """One line for each entry; what cannot be done is dim and says why."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(metrics.ROW, row_height(option.widget))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(HIT)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(option.rect, self._theme.colour("selection"))
        inner = option.rect.adjusted(metrics.CARD, 0, -metrics.CARD, 0)
        self._icon(painter, inner, hit)
        inner.setLeft(inner.left() + metrics.ICON + metrics.PANEL)
        inner.setRight(self._keys(painter, option, inner, hit))
        left = self._title(painter, option, inner, hit)
        self._aside(painter, option, inner.adjusted(left - inner.left() + metrics.PANEL, 0, 0, 0), hit)
        painter.restore()

    def _icon(self, painter: QPainter, inner: QRect, hit: Hit) -> None:
        entry = hit.entry
        place = QRect(inner.left(), inner.center().y() - metrics.ICON // 2 + 1, metrics.ICON, metrics.ICON)
        icon = self._theme.icon("check", "accent") if entry.on else entry.icon
        mode = QIcon.Mode.Disabled if entry.why_not else QIcon.Mode.Normal
        icon.paint(painter, place.adjusted(1, 1, -1, -1), Qt.AlignmentFlag.AlignCenter, mode)

    def _keys(self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, hit: Hit) -> int:
        """Write keys or a switch's state at the right; returns where the rest must end."""
        entry = hit.entry
        state = "" if entry.on is None else say(T("on")) if entry.on else say(T("off"))
        text = "  ".join(part for part in (state, entry.keys) if part)
        if not text:
            return inner.right()
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width() // KEYS_SHARE)
        painter.setFont(option.font)
        painter.setPen(self._theme.colour("dim"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
        return inner.right() - option.fontMetrics.horizontalAdvance(shown) - metrics.CARD

    def _title(self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, hit: Hit) -> int:
        """Write the title, the letters that were found bold and underlined; returns where it ended."""
        found, title, places = option.font, hit.entry.title, set(hit.places)
        if places or ROOMY * option.fontMetrics.horizontalAdvance(title) > inner.width():
            found = QFont(option.font)
            found.setBold(True)
            found.setUnderline(True)
            # Elided in the wider letters, so that it certainly has room.
            title, places = cut(title, places, QFontMetrics(found), inner.width())
        left = inner.left()
        painter.setPen(self._theme.colour("dim" if hit.entry.why_not else "text"))
        for is_found, letters in groupby(range(len(title)), key=places.__contains__):
            run = "".join(title[at] for at in letters)
            painter.setFont(found if is_found else option.font)
            width = painter.fontMetrics().horizontalAdvance(run)
            painter.drawText(QRect(left, inner.top(), width + 1, inner.height()), Qt.AlignmentFlag.AlignVCenter, run)
            left += width
        return left

    def _aside(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, hit: Hit) -> None:
        """Where it stands, or why it cannot be done."""
        if room.width() <= 0:
            return
        text, tone = (hit.entry.why_not, "warn") if hit.entry.why_not else (hit.entry.about, "dim")
        painter.setFont(option.font)
        painter.setPen(self._theme.colour(tone))
        shown = option.fontMetrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


def cut(title: str, places: Iterable[int], letters: QFontMetrics, width: int) -> tuple[str, set[int]]:
    """The title without its middle where it needs more room, for long rooms differ at the end; and where places are."""
    shown = letters.elidedText(title, Qt.TextElideMode.ElideMiddle, width)
    if shown == title:
        return title, set(places)
    head = next((at for at, (old, new) in enumerate(zip(title, shown, strict=False)) if old != new), len(shown))
    gone = len(title) - len(shown)
    return shown, {at if at < head else at - gone for at in places if at < head or at - gone > head}

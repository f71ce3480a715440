"""Paints what was found about a row: problems loudly, remarks calmly, each behind an icon of its own."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from roomscribe.ui.task_table.plain_cells import PlainCells, paint_ground
from roomscribe.ui.theme import metrics

PARTS = Qt.ItemDataRole.UserRole + 4
"""The parts of a cell (tuple of `Part`), in their order."""
SHARE = 3
"""Parts that come later have this share of the cell's width at most, before the earlier ones take what is left."""
_ICON = metrics.ICON_SMALL + metrics.HALF_GAP


class Part(NamedTuple):
    """Some words, what stands before them, and their colours."""

    words: str
    icon: str
    icon_tone: str
    tone: str


PROBLEM = Part("", "failed", "bad", "bad")
REMARK = Part("", "info", "info", "dim")


class FindingCells(PlainCells):
    """For the one column that has them."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        paint_ground(painter, option, self._theme)
        parts: tuple[Part, ...] = index.data(PARTS) or ()
        font = QFont(option.font)  # the option's own ends with it, and texts are kept by it
        inner = option.rect.adjusted(metrics.GAP, 0, -metrics.GAP, 0)
        most = inner.width() // SHARE
        kept = [min(self._laid_out(part.words, font, most, False)[1], most) + _ICON + metrics.PANEL for part in parts]
        left = float(inner.left())
        painter.save()
        painter.setClipRect(
            option.rect, Qt.ClipOperation.IntersectClip
        )  # in a narrow cell not even the icons have room
        painter.setFont(font)
        for at, part in enumerate(parts):
            icon = QRect(int(left), 0, metrics.ICON_SMALL, metrics.ICON_SMALL)
            icon.moveTop(inner.top() + (inner.height() - icon.height()) // 2)
            self._theme.icon(part.icon, part.icon_tone).paint(painter, icon)
            left += _ICON
            room = int(inner.right() - left - sum(kept[at + 1 :]))
            text, width, height = self._laid_out(part.words, font, max(0, room), False)
            painter.setPen(self._theme.colour(part.tone))
            painter.drawStaticText(QPointF(left, inner.top() + (inner.height() - height) / 2), text)
            left += width + metrics.PANEL
        painter.restore()

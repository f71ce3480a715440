"""Paints the chip that shows a state: icon, word and colour together."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from roomscribe.ui.task_table.looks import Look
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say


def chip_size(look: Look, font: QFont) -> QSize:
    """What the chip needs."""
    text = QFontMetrics(_font(look, font))
    width = metrics.GAP + metrics.ICON_SMALL + metrics.HALF_GAP + text.horizontalAdvance(say(look.word)) + metrics.GAP
    return QSize(width, max(metrics.CHIP, text.height() + metrics.HALF_GAP))


def paint_chip(painter: QPainter, where: QRect, look: Look, font: QFont, theme: Theme) -> None:
    """Paint the chip at the left of `where`, in the middle of its height; a long word is elided."""
    size = chip_size(look, font)
    width, height = min(size.width(), where.width()), min(size.height(), where.height())
    box = QRect(where.left(), where.top() + (where.height() - height) // 2, width, height)
    front = "accent-text" if look.loud else look.tone
    back = look.tone if look.loud else f"{look.tone}-soft"
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(back))
    painter.drawRoundedRect(QRectF(box), height / 2, height / 2)
    icon = QRect(0, 0, metrics.ICON_SMALL, metrics.ICON_SMALL)
    icon.moveCenter(box.center())
    icon.moveLeft(box.left() + metrics.GAP)
    theme.icon(look.icon, front).paint(painter, icon)
    painter.setFont(_font(look, font))
    painter.setPen(theme.colour(front))
    words = box.adjusted(metrics.GAP + metrics.ICON_SMALL + metrics.HALF_GAP, 0, -metrics.HALF_GAP, 0)
    text = painter.fontMetrics().elidedText(say(look.word), Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


class StateChip(QWidget):
    """The chip as a widget, for the details."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look: Look | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_look(self, look: Look) -> None:
        """Show this state."""
        if look is self._look:
            return
        self._look = look
        self.setAccessibleName(say(look.word))
        self.setToolTip(say(look.sentence))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._look, self.font()) if self._look else QSize(0, metrics.CHIP)

    def paintEvent(self, event: object) -> None:
        if self._look is not None:
            painter = QPainter(self)
            paint_chip(painter, self.rect(), self._look, self.font(), self._theme)
            painter.end()


def _font(look: Look, font: QFont) -> QFont:
    if not look.loud:
        return font
    bold = QFont(font)
    bold.setBold(True)
    return bold

"""Keeps the chips of states as pictures: a list full of them is painted many times, and there are few kinds."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap

from roomscribe.ui.task_table.chip import chip_size, paint_chip
from roomscribe.ui.task_table.looks import Look
from roomscribe.ui.theme import Theme, metrics


class DrawnChips:
    """Of one list. Its owner says when colours or the language are others."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._font = QFont()
        self._kept: dict[tuple[str, str, str, bool, int, float], QPixmap] = {}

    def forget(self) -> None:
        """Draw them anew."""
        self._kept.clear()

    def paint(self, painter: QPainter, inner: QRect, look: Look, font: QFont) -> int:
        """Paint the chip at the left of `inner`, in the middle of its height; a long word is elided.

        Returns, the first time that there was too little room for it, how wide its column would have to be; else 0.
        """
        if font != self._font:
            self.forget()
            self._font = QFont(font)
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        key = (look.word.source, look.icon, look.tone, look.loud, inner.width(), ratio)
        chip, wanted = self._kept.get(key), 0
        if chip is None:
            size = chip_size(look, font)
            chip = self._kept[key] = self._drawn(look, size, inner.width(), ratio)
            wanted = size.width() + 2 * metrics.GAP if size.width() > inner.width() else 0
        height = chip.height() / ratio
        painter.drawPixmap(QPointF(inner.left(), inner.top() + (inner.height() - height) // 2), chip)
        return wanted

    def _drawn(self, look: Look, size: QSize, room: int, ratio: float) -> QPixmap:
        width = max(1, min(size.width(), room))
        chip = QPixmap(round(width * ratio), round(size.height() * ratio))
        chip.setDevicePixelRatio(ratio)
        chip.fill(Qt.GlobalColor.transparent)
        painter = QPainter(chip)
        paint_chip(painter, QRect(0, 0, width, size.height()), look, self._font, self._theme)
        painter.end()
        return chip

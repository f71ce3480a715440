"""A button whose words wrap, for sentences that lead somewhere."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from roomscribe.ui.theme import metrics

_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class WrappedButton(QPushButton):
    """A sentence behind an icon that takes as many lines as it needs; Qt's own buttons have one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = QPalette.ColorRole.Text
        """What the words are written in: as text, or as a link."""
        self.setAutoDefault(False)
        self.setIconSize(QSize(metrics.ICON_SMALL, metrics.ICON_SMALL))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() + metrics.HALF_GAP)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - self._indent() - metrics.RING), 10_000)
        return self.fontMetrics().boundingRect(room, _FLAGS, self.text()).height() + metrics.HALF_GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = self.iconSize().width()
        first_line = self.fontMetrics().height() + metrics.HALF_GAP
        self.icon().paint(painter, QRect(metrics.RING, (first_line - side) // 2, side, side))
        font = self.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(self.palette().color(self.colour))
        painter.drawText(self.rect().adjusted(self._indent(), metrics.RING, -metrics.RING, 0), _FLAGS, self.text())
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), metrics.HALF_GAP, metrics.HALF_GAP)
        painter.end()

    def _indent(self) -> int:
        return metrics.RING + (0 if self.icon().isNull() else self.iconSize().width() + metrics.GAP)

"""What a view says when there is nothing to show: one sentence and at most one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from roomscribe.ui.theme import Role, Theme, metrics, set_role


class EmptyState(QWidget):
    """An icon, a sentence and a button in the middle of an empty view."""

    pressed = Signal()

    def __init__(
        self, theme: Theme, icon: str, sentence: str = "", button: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture = picture
        self._icon = theme.icon(icon, "faint")
        theme.changed.connect(self._draw)
        self.sentence = QLabel(sentence, self, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        set_role(self.sentence, Role.DIM)
        # It may quote what was searched for.
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(metrics.CARD, metrics.CARD, metrics.CARD, metrics.CARD)
        layout.setSpacing(metrics.PANEL)
        layout.addStretch()
        layout.addWidget(picture)
        layout.addWidget(self.sentence)
        if button:
            press = QPushButton(button, self)
            press.clicked.connect(self.pressed)
            layout.addWidget(press, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        self._draw()

    def _draw(self) -> None:
        size = metrics.ICON_EMPTY
        self._picture.setPixmap(self._icon.pixmap(size, size))

"""Small widgets that every dialog is made of: texts, icons, banners, controls that ignore a passing wheel."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.text import Text
from roomscribe.ui.errors.link import ExplainLink
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say


def label(text: str, role: Role | str = "", *, selectable: bool = False, parent: QWidget | None = None) -> QLabel:
    """A text that wraps and is never taken for markup.

    With the `parent` that it is to have, this and all others are styled once: Qt does it again, for all that is in a
    widget, whenever that is put into another one.
    """
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if role:
        set_role(made, role)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def button(text: Text, role: Role | str = "", parent: QWidget | None = None) -> QPushButton:
    """A push button that presses itself on Enter only while it has the focus."""
    made = QPushButton(say(text), parent)
    made.setAutoDefault(False)
    if role:
        set_role(made, role)
    return made


def set_enabled_because(widget: QWidget, why_not: str) -> None:
    """Enable the widget, or disable it and say why in its tool tip."""
    widget.setEnabled(not why_not)
    widget.setToolTip(why_not)
    widget.setAccessibleDescription(why_not)


def dividing_line() -> QFrame:
    """A thin horizontal line."""
    line = QFrame()
    set_role(line, Role.LINE)
    line.setFixedHeight(metrics.LINE)
    return line


def column(*widgets: QWidget, spacing: int = metrics.GAP, margin: int = 0) -> QVBoxLayout:
    """Widgets below each other."""
    layout = QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


class IconView(QWidget):
    """An icon that stands beside a text; purely decoration, since the text says the same."""

    def __init__(self, icon: QIcon | None = None, size: int = metrics.ICON, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon or QIcon()
        self.setFixedSize(QSize(size, size))

    def set_icon(self, icon: QIcon) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        # Painted each time, not kept as a pixmap: themed icons change their colour with the theme.
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class Tone(Enum):
    """How grave a banner is: role of its frame, icon, colour of the icon."""

    INFO = (Role.BANNER_INFO, "info", "info")
    GOOD = (Role.BANNER_INFO, "receipt", "ok")
    WARN = (Role.BANNER_WARN, "warning", "warn")
    BAD = (Role.BANNER_BAD, "failed", "bad")


class Banner(QFrame):
    """A message in a frame: what happened, what to do, and the vendor's own words in small type."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.explain = ExplainLink(self)
        self._icon = IconView(parent=self)
        self._title = label("", Role.STRONG, selectable=True, parent=self)
        self._text = label("", selectable=True, parent=self)
        self._note = label("", Role.NOTE, selectable=True, parent=self)
        texts = column(self._title, self._text, self._note, spacing=metrics.HALF_GAP)
        texts.addWidget(self.explain, 0, Qt.AlignmentFlag.AlignLeft)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(metrics.PANEL, metrics.PANEL, metrics.PANEL, metrics.PANEL)
        row.setSpacing(metrics.PANEL)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.hide()

    def show_message(
        self, tone: Tone, title: str, text: str = "", note: str = "", *, error: ErrorNote | None = None
    ) -> None:
        """Show a message instead of the last one, with a link to the help on the `error` that it tells of."""
        self.explain.lead_to(error)
        role, icon, token = tone.value
        set_role(self, role)
        self._icon.set_icon(self._theme.icon(icon, token))
        for part, words in ((self._title, title), (self._text, text), (self._note, note)):
            part.setText(words)
            part.setVisible(bool(words))
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(words for words in (text, note) if words))
        self.show()

    def add_act(self, act: QWidget) -> None:
        """Offer something beside the words; whether it is shown is its owner's affair."""
        self._row.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)

    def words(self) -> str:
        """Everything it says now, for the clipboard."""
        parts = (self._title.text(), self._text.text(), self._note.text())
        return "\n".join(words for words in parts if words)


class EnterLine(QLineEdit):
    """Takes Enter for itself: a dialog would press its primary button, too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


def left_to_the_page(control: QWidget, event: QWheelEvent) -> bool:
    """Whether a wheel over a control is meant for the page that scrolls below it: as long as it has no focus."""
    if control.hasFocus():
        return False
    event.ignore()
    return True


class CalmComboBox(QComboBox):
    """A combo box that a wheel meant for the page does not change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not left_to_the_page(self, event):
            super().wheelEvent(event)

"""A row of chips, each standing for one chosen thing; it wraps to as many lines as it needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.forms.flow_box import FlowBox
from roomscribe.ui.forms.tab_order import tab_before
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say


class Chip(QPushButton):
    """One chosen thing; a click, Delete or Backspace takes it away."""

    removed = Signal()

    def __init__(self, text: str, tip: str, in_short: str, theme: Theme, parent: QWidget | None = None) -> None:
        """`in_short` is shown instead of the text where that does not fit; "" to show its ends."""
        super().__init__(text, parent)
        self._in_short = in_short
        set_role(self, Role.CHIP)
        self.setAutoDefault(False)
        # Puts the cross behind the word.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setIcon(theme.icon("remove", "dim"))
        self.setIconSize(QSize(metrics.ICON_SMALL, metrics.ICON_SMALL))
        self.setAccessibleName(say(T("Remove {name}", name=text)))
        self.setToolTip(say(T("{details} – click to remove", details=tip or text)))
        self.clicked.connect(self.removed)

    def sizeHint(self) -> QSize:
        # As high as the control that stands behind it.
        return QSize(super().sizeHint().width(), metrics.CONTROL)

    def width_within(self, room: int) -> int:
        """How wide it is where there is so much room: as wide as its text in short, where the whole does not fit."""
        wanted = self.sizeHint().width()
        if wanted <= room or not self._in_short:
            return min(wanted, room)
        words = self.fontMetrics().horizontalAdvance
        return min(room, wanted - words(self.text()) + words(self._in_short))

    def shown_text(self) -> str:
        """What can be read of it now."""
        missing = self.sizeHint().width() - self.width()
        if missing <= 0:
            return self.text()
        room = self.fontMetrics().horizontalAdvance(self.text()) - missing + 1
        return self.fontMetrics().elidedText(self._in_short or self.text(), Qt.TextElideMode.ElideMiddle, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does it, but what does not fit loses its middle: the ends of ids tell them apart."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown_text()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class ChipRow(FlowBox):
    """Chips in order, followed by the widget that adds more."""

    removed = Signal(object)
    """The position of the chip somebody took away."""

    def __init__(self, theme: Theme, adder: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._adder = adder
        self.append(adder)
        self.chips: list[Chip] = []

    def show_chips(self, chips: Sequence[tuple[str, str, str]]) -> None:
        """Show these chips: each a text, a longer one for the tool tip, and a shorter one for where it does not fit."""
        here = self.window().focusWidget()
        focused = next((position for position, chip in enumerate(self.chips) if chip is here), None)
        for chip in self.chips:
            self.take(chip)
            chip.deleteLater()
        self.chips = [Chip(text, tip, in_short, self._theme, self) for text, tip, in_short in chips]
        for position, chip in enumerate(self.chips):
            chip.removed.connect(partial(self.removed.emit, position))
            self.insert(position, chip)
        tab_before(self._adder, self.chips)
        if focused is not None:
            # Whoever deletes one chip after the other stays where the last one was.
            heir = self.chips[min(focused, len(self.chips) - 1)] if self.chips else self._adder
            heir.setFocus(Qt.FocusReason.OtherFocusReason)

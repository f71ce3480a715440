"""Editors for one of several options, and for yes or no."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from roomscribe.domain.fields import Field, Value
from roomscribe.domain.text import T
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.layouts import filling_row
from roomscribe.ui.theme import metrics
from roomscribe.ui.words import say


class QuietComboBox(QComboBox):
    """A combo box that fits any width, and that the wheel scrolls past instead of changing it unnoticed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.in_short = ""
        """What is shown instead of the current words where these do not fit."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currentTextChanged.connect(self.setToolTip)

    def sizeHint(self) -> QSize:
        # Qt's own makes room for the longest entry, and for the placeholder whatever the policy says.
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * metrics.CONTROL, super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does it, but what does not fit ends in dots, and a placeholder is dim."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        area = self._room(option)
        if not option.currentIcon.isNull():
            side = option.iconSize.width()
            place = QRect(metrics.PANEL, (self.height() - side) // 2, side, side)
            option.currentIcon.paint(painter, place)
        role = QPalette.ColorRole.PlaceholderText if self.currentIndex() < 0 else QPalette.ColorRole.Text
        painter.setPen(self.palette().color(role))
        words = self.in_short if self.in_short and self._missing(self._words(), area) else self._words()
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.end()

    def missing_width(self) -> int:
        """How much wider the box would have to be to show its words in full."""
        area = self._room_now()
        missing = self._missing(self._words(), area)
        return self._missing(self.in_short, area) if missing and self.in_short else missing

    def wanted_width(self) -> int:
        """How wide the box would have to be to show its longest entry, or its placeholder."""
        entries = [self.itemText(index) for index in range(self.count())]
        words = max(map(self.fontMetrics().horizontalAdvance, (*entries, self.placeholderText())))
        return words + self.width() - self._room_now().width()

    def _missing(self, words: str, area: QRect) -> int:
        return max(0, self.fontMetrics().horizontalAdvance(words) - area.width())

    def _room_now(self) -> QRect:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return self._room(option)

    def _words(self) -> str:
        return self.placeholderText() if self.currentIndex() < 0 else self.currentText()

    def _room(self, option: QStyleOptionComboBox) -> QRect:
        """Where the words stand."""
        part = QStyle.SubControl.SC_ComboBoxArrow
        arrow = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        left = metrics.PANEL
        if not option.currentIcon.isNull():
            left += option.iconSize.width() + metrics.GAP
        # The arrow is smaller than its place.
        return QRect(left, 0, arrow.left() + metrics.HALF_GAP - left, self.height())


class ChoiceEditor(Editor):
    """One of the field's choices, or the vendor's default where the field is not required."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self.box = QuietComboBox(self)
        self._values: list[Value] = []
        if field.required:
            self.box.setPlaceholderText(say(field.placeholder) if field.placeholder else say(T("Choose…")))
        else:
            self._add(None, self._default_words(), say(T("Leave it to the vendor")))
        for choice in field.choices:
            self._add(choice.value, say(choice.label), say(choice.help) if choice.help else "")
        row = filling_row(self)
        row.addWidget(self.box)
        self.wide = self.box.wanted_width() > metrics.EDITOR_LEAST
        self._begin()
        self.box.currentIndexChanged.connect(self._on_index_changed)

    def value(self) -> Value:
        index = self.box.currentIndex()
        return self._values[index] if index >= 0 else None

    def stops(self) -> list[QWidget]:
        return [self.box]

    def take_text(self, text: str) -> None:
        """Choose the option with this value or label, as pasted from elsewhere; an unknown one is kept and refused."""
        for index, value in enumerate(self._values):
            if text.casefold() in (str(value).casefold(), self.box.itemText(index).casefold()):
                self.set_value(value)
                return
        self.set_value(text or None)

    def _show_value(self, value: Value) -> None:
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(self._index_of(value))
        self.box.setToolTip(self.box.currentText())

    def _index_of(self, value: Value) -> int:
        for index, known in enumerate(self._values):
            if known == value and type(known) is type(value):
                return index
        if value is None:
            return -1
        # Something an older template or another site offered: shown, so that the checks can name it.
        self._add(value, say(T("{value} – not offered", value=value)))
        return len(self._values) - 1

    def _add(self, value: Value, words: str, tip: str = "") -> None:
        self._values.append(value)
        with QSignalBlocker(self.box):
            self.box.addItem(words)
            if tip:
                self.box.setItemData(self.box.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)

    def _on_index_changed(self, _index: int) -> None:
        self._on_edited()


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self.box = QCheckBox(say(field.placeholder) if field.placeholder else say(T("On")), self)
        row = filling_row(self)
        row.addWidget(self.box)
        row.addStretch(1)
        self.setMinimumHeight(metrics.CONTROL)
        self.box.setAccessibleName(say(field.label))
        self._begin()
        self.box.toggled.connect(self._on_toggled)

    def value(self) -> Value:
        return self.box.isChecked()

    def stops(self) -> list[QWidget]:
        return [self.box]

    def _show_value(self, value: Value) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(bool(value))

    def _on_toggled(self, _on: bool) -> None:
        self._on_edited()

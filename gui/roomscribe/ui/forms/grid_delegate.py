"""How the cells of a grid look and are edited: boxes like the form's own, of which only the current one is a widget."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from roomscribe.domain.fields import FieldKind, Value
from roomscribe.domain.text import T
from roomscribe.domain.typed_text import is_table, show_number
from roomscribe.ui.forms.choice_editors import QuietComboBox
from roomscribe.ui.forms.grid_model import EMPTY_ROLE, PROBLEM_ROLE, GridModel, Index, read_cell
from roomscribe.ui.theme import Theme, metrics, set_invalid
from roomscribe.ui.words import say

ROW = metrics.CONTROL + metrics.HALF_GAP
"""A row's height, with the gap to the next one."""
_MESSAGE_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)


class GridDelegate(QStyledItemDelegate):
    """Paints every cell, and makes the editor for the one that is being edited."""

    stepped = Signal(object)
    """Tab was pressed in a cell: +1, or -1 with Shift."""
    entered = Signal()
    """Enter was pressed in a cell."""
    pasted = Signal(object, object)
    """A text that goes beyond one cell was pasted: the editor it was pasted into, the text."""

    def __init__(self, model: GridModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._cross = theme.icon("remove", "dim")
        self._arrow = theme.icon("collapse", "dim")

    def row_height(self, row: int, widths: list[int], fonts: QFontMetrics) -> int:
        """A row's height with the messages below its cells."""
        deepest = 0
        for column, width in enumerate(widths):
            if message := self._model.index(row, column).data(PROBLEM_ROLE):
                room = QRect(0, 0, width - metrics.GAP, 10_000)
                deepest = max(deepest, fonts.boundingRect(room, _MESSAGE_FLAGS, message).height() + metrics.HALF_GAP)
        return ROW + deepest

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = _box(option.rect)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if index.column() == self._model.removal:
            side = metrics.ICON_SMALL
            place = QRect(0, 0, side, side)
            place.moveCenter(box.center())
            self._cross.paint(painter, place)
            if focused:
                self._frame(painter, box, "accent", metrics.RING)
        else:
            self._paint_cell(painter, option, index, box, focused)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._model.columns[index.column()]
        editor: QWidget
        if column.kind is FieldKind.CHOICE:
            editor = self._make_box(parent, index)
        else:
            editor = QLineEdit(parent)
            editor.textEdited.connect(self._on_text_edited)
        editor.setAccessibleName(self._model.cell_name(index))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        set_invalid(editor, bool(index.data(PROBLEM_ROLE)))
        editor.setAccessibleDescription(index.data(PROBLEM_ROLE))
        if self._read(editor, index) == value:
            return  # what is being typed stays as it is
        if isinstance(editor, QLineEdit):
            editor.setText(show_number(value))
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(_find(editor, value))

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        self._model.setData(index, self._read(editor, index))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(_box(option.rect))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                    self.stepped.emit(-1 if event.key() == Qt.Key.Key_Backtab else 1)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                        return False  # it starts the task
                    self.entered.emit()
                    return True
        return super().eventFilter(watched, event)

    def _paint_cell(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, box: QRect, focused: bool
    ) -> None:
        message = index.data(PROBLEM_ROLE)
        token = "bad" if message else "accent" if focused else "edge"
        self._frame(painter, box, token, metrics.RING if focused else metrics.LINE)
        inside = box.adjusted(metrics.GAP + metrics.RING, 0, -metrics.GAP, 0)
        if self._model.columns[index.column()].kind is FieldKind.CHOICE:
            side = metrics.ICON_SMALL
            self._arrow.paint(painter, QRect(inside.right() - side, box.center().y() - side // 2, side, side))
            inside.setRight(inside.right() - side - metrics.HALF_GAP)
        painter.setFont(option.font)
        painter.setPen(self._theme.colour("dim" if index.data(EMPTY_ROLE) else "text"))
        words = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), words)
        if message:
            painter.setFont(note_font(option.font))
            painter.setPen(self._theme.colour("bad"))
            below = option.rect.adjusted(0, metrics.CONTROL + metrics.HALF_GAP, -metrics.GAP, 0)
            painter.drawText(below, _MESSAGE_FLAGS, message)

    def _frame(self, painter: QPainter, box: QRect, token: str, width: int) -> None:
        painter.setPen(QPen(self._theme.colour(token), width))
        painter.setBrush(self._theme.colour("panel"))
        half = width / 2
        painter.drawRoundedRect(box.toRectF().adjusted(half, half, -half, -half), metrics.RADIUS, metrics.RADIUS)

    def _make_box(self, parent: QWidget, index: Index) -> QuietComboBox:
        column = self._model.columns[index.column()]
        box = QuietComboBox(parent)
        box.setPlaceholderText(index.data() if index.data(EMPTY_ROLE) else "")
        if not column.required:
            box.addItem(say(T("Default")), None)
        labels = self._model.labels(column)
        for value, label in labels.items():
            box.addItem(label, value)
        value = index.data(Qt.ItemDataRole.EditRole)
        if value is not None and _find(box, value) < 0:
            box.addItem(index.data(), value)
        box.setCurrentIndex(_find(box, value))
        box.currentIndexChanged.connect(self._on_chosen)
        return box

    def _read(self, editor: QWidget, index: Index) -> Value:
        if isinstance(editor, QLineEdit):
            return read_cell(self._model.columns[index.column()], editor.text())
        return editor.currentData() if isinstance(editor, QComboBox) else None

    def _on_text_edited(self, text: str) -> None:
        line = self.sender()
        if isinstance(line, QLineEdit):
            if is_table(text):
                self.pasted.emit(line, text)
            else:
                self.commitData.emit(line)

    def _on_chosen(self, _index: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.commitData.emit(box)


def note_font(font: QFont) -> QFont:
    """The font of messages."""
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * metrics.NOTE_SCALE)
    return small


def _box(cell: QRect) -> QRect:
    """Where in a cell its value stands; below it is room for a message."""
    return QRect(cell.left(), cell.top(), cell.width() - metrics.HALF_GAP, metrics.CONTROL)


def _find(box: QComboBox, value: Value) -> int:
    for at in range(box.count()):
        held = box.itemData(at)
        if held == value and type(held) is type(value):
            return at
    return -1

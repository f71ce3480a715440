"""Sets widgets side by side and wraps them to further lines, as a text does with words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from roomscribe.ui.theme import metrics

_LEAST_WIDTH = 60


@runtime_checkable
class Shrinking(Protocol):
    """A widget that says less where there is no room for all of it."""

    def width_within(self, room: int) -> int:
        """How wide it is where there is so much room; never more."""


class FlowBox(QWidget):
    """Lines of widgets, each as wide as it wants to be but never wider than the line.

    No `QLayout`: Qt deletes the items of a layout written in Python without telling Python, and the next item at the
    same address is then taken for the old one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def insert(self, position: int, widget: QWidget) -> None:
        """Put a widget before the one at this position."""
        widget.setParent(self)
        self._widgets.insert(position, widget)
        widget.show()
        self._changed()

    def append(self, widget: QWidget) -> None:
        """Put a widget behind the others."""
        self.insert(len(self._widgets), widget)

    def take(self, widget: QWidget) -> None:
        """Let go of a widget, which stays a hidden child until it is deleted."""
        self._widgets.remove(widget)
        widget.hide()
        self._changed()

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for _, place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), self.heightForWidth(max(self.width(), _LEAST_WIDTH)))

    def minimumSizeHint(self) -> QSize:
        # A long chip is cut off rather than widening the form.
        widths = (_hint(each).width() for each in self._widgets)
        heights = (_hint(each).height() for each in self._widgets)
        return QSize(min(max(widths, default=0), _LEAST_WIDTH), max(heights, default=0))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._changed()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def _changed(self) -> None:
        self.updateGeometry()
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        for widget, place in self._places(self.width()):
            widget.setGeometry(place)

    def _places(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        top = 0
        for line in self._lines(width):
            height = max(size.height() for _, size in line)
            left = 0
            for widget, size in line:
                wide = _wide(widget, size, width)
                if widget.sizePolicy().expandingDirections() & Qt.Orientation.Horizontal:
                    wide = max(wide, width - left)
                yield widget, QRect(QPoint(left, top + (height - size.height()) // 2), QSize(wide, size.height()))
                left += wide + metrics.HALF_GAP
            top += height + metrics.HALF_GAP

    def _lines(self, width: int) -> Iterator[list[tuple[QWidget, QSize]]]:
        line: list[tuple[QWidget, QSize]] = []
        left = 0
        for widget in self._widgets:
            size = _hint(widget)
            wide = _wide(widget, size, width)
            if line and left + wide > width:
                yield line
                line, left = [], 0
            line.append((widget, size))
            left += wide + metrics.HALF_GAP
        if line:
            yield line


def _wide(widget: QWidget, size: QSize, room: int) -> int:
    return widget.width_within(room) if isinstance(widget, Shrinking) else min(size.width(), room)


def _hint(widget: QWidget) -> QSize:
    hint = widget.sizeHint().expandedTo(widget.minimumSizeHint()).expandedTo(widget.minimumSize())
    return hint.boundedTo(widget.maximumSize())

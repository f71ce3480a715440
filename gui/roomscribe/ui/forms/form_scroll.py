"""The scrolled part of a form, in which the rows keep their width whether the scroll bar is there or not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from roomscribe.ui.forms.field_sheet import FieldSheet
from roomscribe.ui.theme import metrics


class FormScroll(QScrollArea):
    """Shows a sheet as soon as its rows are there, all of them at once."""

    def __init__(self, sheet: FieldSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(sheet)
        if not sheet.ready:
            # Rows that come in one by one would dance; and hidden ones are not laid out again for each newcomer.
            sheet.hide()
            sheet.built.connect(self._on_built)
            # Holds the place of the first field, so that a dialog which opens now begins there and not behind it.
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            taken = self.width() - self.viewport().width()
            self._sheet.setContentsMargins(0, 0, max(0, metrics.SCROLL_BAR - taken), 0)
        return super().viewportEvent(event)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so far that the widget is in sight."""
        self.ensureWidgetVisible(widget, 0, metrics.CARD)

    def bring_up(self, widget: QWidget) -> None:
        """Scroll the widget to the upper edge, as far as there is anything to scroll."""
        if (layout := self._sheet.layout()) is not None:
            layout.activate()
        self._sheet.adjustSize()
        self.verticalScrollBar().setValue(widget.y())

    def _on_built(self) -> None:
        self._sheet.show()
        if self.hasFocus():
            self._sheet.focus_first()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

"""The scrolled part of a form, in which the rows keep their width whether the scroll bar is there or not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from roomscribe.domain.fields import Section
from roomscribe.ui.forms.field_sheet import FieldSheet
from roomscribe.ui.theme import metrics


class FormScroll(QScrollArea):
    """Shows a sheet as soon as its rows are there, all of them at once."""

    def __init__(self, sheet: FieldSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._begin: Section | None = None
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

    def begin_at(self, section: Section) -> None:
        """Begin in this part, for a form that is opened to change something there."""
        self._begin = section

    def sizeHint(self) -> QSize:
        # Qt's own stops at two dozen lines of text; a dialog that has the room shows the whole form.
        hint = super().sizeHint()
        hint.setHeight(max(hint.height(), self._sheet.sizeHint().height()))
        return hint

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            taken = self.width() - self.viewport().width()
            self._sheet.setContentsMargins(0, 0, max(0, metrics.SCROLL_BAR - taken), 0)
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What comes to stand below the form (what changes, a refusal) must not hide what somebody is busy with.
        focus = self._sheet.focusWidget()  # also while the list of a field has the focus itself
        if focus is not None and self._stood_in(event.oldSize().height(), focus):
            self.reveal(focus)

    def _stood_in(self, height: int, widget: QWidget) -> bool:
        """Whether a widget was in sight when the form was this high."""
        top = widget.mapTo(self, QPoint(0, 0)).y()
        return top >= 0 and top + widget.height() <= height

    def reveal(self, widget: QWidget) -> None:
        """Scroll so far that the widget is in sight."""
        self.ensureWidgetVisible(widget, 0, metrics.CARD)

    def bring_up(self, widget: QWidget) -> None:
        """Scroll the widget to the upper edge, as far as there is anything to scroll."""
        self._place_rows()
        self.verticalScrollBar().setValue(widget.y())

    def _place_rows(self) -> None:
        """Lay the rows out now: before that, none of them knows where it stands."""
        if (layout := self._sheet.layout()) is not None:
            layout.activate()
        self._sheet.adjustSize()

    def _on_built(self) -> None:
        self._sheet.show()
        if self.hasFocus() and (row := self._sheet.focus_first(self._begin)) is not None:
            self._place_rows()
            self.reveal(row)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

"""The grid on the screen: cells like the boxes of a form, moved through with Tab, arrows and Enter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFrame, QHeaderView, QTableView, QWidget

from roomscribe.ui.forms.grid_delegate import ROW, GridDelegate, note_font
from roomscribe.ui.forms.grid_model import GridModel
from roomscribe.ui.theme import Theme, metrics

MOST_ROWS = 8
"""A longer table scrolls within the form."""


class GridHeader(QHeaderView):
    """The columns' names, small and dim like those of a form."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(metrics.CONTROL)

    def sizeHint(self) -> QSize:
        return QSize(0, metrics.CHIP)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        words = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or ""
        painter.save()
        painter.setFont(note_font(self.font()))
        painter.setPen(self._theme.colour("dim"))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width() - metrics.HALF_GAP)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


class GridView(QTableView):
    """Opens the editor of whichever cell is the current one, so that typing, input methods and Tab just work."""

    removal_wanted = Signal(object)
    """The person wants to remove the row with this number."""
    row_wanted = Signal()
    """Enter was pressed in the last row."""
    pasted = Signal(object, object)
    """A text that goes beyond one cell was pasted: the index where it begins, the text."""

    def __init__(self, model: GridModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = model
        self._tall: set[int] = set()
        self.delegate = GridDelegate(model, theme, self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setProperty("plain", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.CurrentChanged | triggers.AnyKeyPressed | triggers.EditKeyPressed)
        self.setTabKeyNavigation(False)
        header = GridHeader(theme, self)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(model.removal, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(model.removal, metrics.CONTROL)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(ROW)
        rows.setDefaultSectionSize(ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._on_clicked)
        self.delegate.stepped.connect(self._on_stepped)
        self.delegate.entered.connect(self._on_entered)
        self.delegate.pasted.connect(self._on_pasted)
        self.fit()

    def fit(self) -> None:
        """Give each row the height that its messages need, and the table that of its first rows."""
        widths = [self.columnWidth(column) for column in range(self._grid.removal)]
        fonts = QFontMetrics(note_font(self.font()))
        wrong = self._grid.problem_rows()
        for row in self._tall | wrong:
            if row < self._grid.rowCount():
                self.setRowHeight(row, self.delegate.row_height(row, widths, fonts) if row in wrong else ROW)
        self._tall = wrong
        height = min(self.verticalHeader().length(), MOST_ROWS * ROW)
        self.setFixedHeight(height + self.horizontalHeader().sizeHint().height())
        self.setVisible(self._grid.rowCount() > 0)

    def open_cell(self, row: int, column: int) -> None:
        """Put the focus into a cell, ready for typing."""
        index = self._grid.index(row, column)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(index)
        if column < self._grid.removal and self.state() is not QAbstractItemView.State.EditingState:
            self.edit(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        last = self._grid.rowCount() - 1
        if event.reason() == Qt.FocusReason.TabFocusReason and last >= 0:
            self.open_cell(0, 0)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason and last >= 0:
            self.open_cell(last, self._grid.removal)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self._step(1 if forward else -1) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        pressed = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete)
        if event.key() == Qt.Key.Key_F1 or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if index.isValid() and event.matches(QKeySequence.StandardKey.Paste):
                self.pasted.emit(index, QGuiApplication.clipboard().text())
            else:
                event.ignore()
        elif index.isValid() and index.column() == self._grid.removal and pressed:
            self.removal_wanted.emit(index.row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._tall:
            self.fit()

    def _step(self, by: int) -> bool:
        index = self.currentIndex()
        if not index.isValid():
            return False
        width = self._grid.columnCount()
        row, column = divmod(index.row() * width + index.column() + by, width)
        if not 0 <= row < self._grid.rowCount():
            return False
        self.open_cell(row, column)
        return True

    def _on_stepped(self, by: int) -> None:
        if not self._step(by):
            # From here on as if the editor had never been there: it stands at the end of the window's order.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            super().focusNextPrevChild(by > 0)

    def _on_entered(self) -> None:
        row = self.currentIndex().row()
        if row + 1 < self._grid.rowCount():
            self.open_cell(row + 1, 0)
        else:
            self.row_wanted.emit()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == self._grid.removal:
            self.removal_wanted.emit(index.row())
            return
        self.open_cell(index.row(), index.column())
        editor = self.indexWidget(index)
        if isinstance(editor, QComboBox):
            editor.showPopup()

    def _on_pasted(self, editor: QWidget, text: str) -> None:
        index = self.indexAt(editor.geometry().center())
        # Its text is a whole table for the moment; the cell must not take it.
        self.closeEditor(editor, self.delegate.EndEditHint.RevertModelCache)
        self.pasted.emit(index, text)

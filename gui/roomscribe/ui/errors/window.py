"""The help page "Errors and what to do": a search, the list, and one error in full beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QListView, QSplitter, QVBoxLayout, QWidget

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.text import T
from roomscribe.services.error_book import BookEntry, ErrorBook
from roomscribe.ui.dialogs.parts import CalmComboBox, button, label
from roomscribe.ui.errors.error_details import ErrorDetails
from roomscribe.ui.errors.error_list import ENTRY_ROLE, ErrorDelegate, ErrorModel
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_WIDTH, _HEIGHT, _LIST, _LEAST_LIST = 26, 16, 11, 7
"""A fresh window's size, its list's width and its least, in table rows."""
EVERYBODY, OWN = None, ""
"""What the choice of a vendor holds besides the vendors' ids."""


class ErrorsWindow(QDialog):
    """A window of its own that leaves everything else usable, so that a form can be mended beside it."""

    field_requested = Signal(object)
    """The person wants to go to the form's field with this key."""

    def __init__(
        self, book: ErrorBook, theme: Theme, reachable: Callable[[BookEntry], bool], parent: QWidget | None = None
    ) -> None:
        """`reachable` says whether an entry's field is in the form that is open."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(say(T("Errors and what to do")))
        self.setModal(False)
        self._book = book
        self._reachable = reachable
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(say(T("Code, text or meaning")))
        self.search.setAccessibleName(say(T("Search the errors")))
        self.search.addAction(theme.icon("filter", "dim"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.vendor = CalmComboBox(self)
        self.vendor.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)
        self.vendor.setAccessibleName(say(T("Whose errors")))
        self.model = ErrorModel(book.entries, self)
        self.list = QListView(self)
        self.count = label("", Role.NOTE)
        self.details = ErrorDetails(theme, self)
        self._fill(theme)
        self._lay_out()
        self._connect()
        self._on_narrowed()

    def show_error(self, note: ErrorNote, vendor_id: str = "") -> None:
        """Open at an error that happened; `vendor_id` is whose it is where the note does not say so."""
        explained = self._book.explained(note, vendor_id)
        self._reset()
        row = self.model.row_of(explained.found.entry.key) if explained.found and explained.known else -1
        self._choose(row)
        if row < 0 or explained.found is None:
            self.list.selectionModel().clear()
            self.details.show_error(note, explained)
        else:
            self.details.show_error(note, explained, reachable=self._reachable(explained.found))

    def show_all(self) -> None:
        """Open as the help's page: with the search at hand."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _LIST_KEYS:
            # The arrows move through the list while the typing goes on.
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _fill(self, theme: Theme) -> None:
        self.vendor.addItem(say(T("All vendors")), EVERYBODY)
        for vendor in self._book.vendors:
            if any(each.vendor is vendor for each in self._book.entries):
                self.vendor.addItem(say(vendor.title), vendor.id)
        self.vendor.addItem("RoomScribe", OWN)
        self.list.setModel(self.model)
        self.list.setItemDelegate(ErrorDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(say(T("Errors")))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(metrics.GAP)
        top.addWidget(self.search, 1)
        top.addWidget(self.vendor)
        card = QFrame(self)
        set_role(card, Role.CARD)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(metrics.LINE, metrics.LINE, metrics.LINE, metrics.LINE)
        inside.addWidget(self.details)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(metrics.PANEL)
        split.addWidget(self.list)
        split.addWidget(card)
        split.setStretchFactor(1, 1)
        self.list.setMinimumWidth(_LEAST_LIST * metrics.ROW)
        split.setSizes([_LIST * metrics.ROW, (_WIDTH - _LIST) * metrics.ROW])
        close = button(T("Close"))
        close.clicked.connect(self.close)
        bottom = QHBoxLayout()
        bottom.setSpacing(metrics.GAP)
        bottom.addWidget(self.count, 1)
        bottom.addWidget(self.details.copy)
        bottom.addWidget(close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(metrics.PANEL, metrics.PANEL, metrics.PANEL, metrics.PANEL)
        rows.setSpacing(metrics.PANEL)
        rows.addLayout(top)
        rows.addWidget(split, 1)
        rows.addLayout(bottom)
        self.resize(_WIDTH * metrics.ROW, _HEIGHT * metrics.ROW)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_narrowed)
        self.search.installEventFilter(self)
        self.vendor.currentIndexChanged.connect(self._on_narrowed)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.details.field_requested.connect(self.field_requested)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.show_all)

    def _reset(self) -> None:
        """Show everything again: an error that is asked for must not be hidden by an old search."""
        for each in (self.search, self.vendor):
            each.blockSignals(True)
        self.search.clear()
        self.vendor.setCurrentIndex(0)
        for each in (self.search, self.vendor):
            each.blockSignals(False)
        self._on_narrowed()

    def _on_narrowed(self) -> None:
        words, chosen = self.search.text().strip(), self._chosen()
        self.model.narrow(words, self.vendor.currentData())
        found = self.model.rowCount()
        self.count.setText(say(T("1 error")) if found == 1 else say(T("{count} errors", count=found)))
        kept = self.model.row_of(chosen.entry.key) if chosen is not None and not words else -1
        self._choose(max(0, kept) if found else -1)
        if not found:
            self.details.show_nothing_found(words)

    def _choose(self, row: int) -> None:
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(index, flags)
        if index.isValid():
            self.list.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def _chosen(self) -> BookEntry | None:
        entry = self.list.currentIndex().data(ENTRY_ROLE)
        return entry if isinstance(entry, BookEntry) else None

    def _on_current(self, current: QModelIndex) -> None:
        entry = current.data(ENTRY_ROLE)
        if isinstance(entry, BookEntry):
            self.details.show_entry(entry, reachable=self._reachable(entry))

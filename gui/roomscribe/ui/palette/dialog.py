"""The palette itself: a line to type into above what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.domain.validation import shortened
from roomscribe.ui.dialogs.frame import WIDE
from roomscribe.ui.palette.delegate import EntryDelegate
from roomscribe.ui.palette.entries import Entry
from roomscribe.ui.palette.model import PaletteModel, spoken
from roomscribe.ui.palette.search import MOST, Hit, TaskEntry, TaskSearch, find_entries
from roomscribe.ui.task_table.slices import Slices
from roomscribe.ui.theme import Role, Theme, metrics, row_height, set_role
from roomscribe.ui.typed_words import breakable
from roomscribe.ui.words import say

_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ROWS = 10
"""Entries in sight."""
SLICE = 0.003
"""Seconds of searching before the window gets its turn; the letter typed is painted in the same frame."""


class PaletteDialog(QDialog):
    """Arrows move through the list while the typing goes on; Enter chooses, Esc closes."""

    def __init__(
        self,
        theme: Theme,
        entries: Callable[[], Sequence[Entry]],
        *,
        recent: Sequence[str],
        tasks: Sequence[Task],
        of_task: TaskEntry,
        task_words: str,
        parent: QWidget | None = None,
    ) -> None:
        """`tasks` can be gone to: `of_task` makes the entry of one, and `task_words` are in each of those."""
        super().__init__(parent)
        self.setWindowTitle(say(T("Command palette")))
        self.chosen: Entry | None = None
        """What is to be done, once the dialog was accepted."""
        self._read, self._recent = entries, recent
        self._entries: Sequence[Entry] = entries()
        self._tasks, self._of_task, self._task_words = tasks, of_task, task_words
        self._count = 0
        self._searching = Slices(self, budget=SLICE)
        self.model = PaletteModel(self)
        self._build(theme)
        self._find()

    def refresh(self) -> None:
        """More can be done than before: search again; what is chosen stays so while it is there."""
        hit = self.model.hit(self.list.currentIndex().row())
        self._entries = self._read()
        self._find(hit.entry.id if hit is not None and self.list.currentIndex().row() > 0 else "")

    @property
    def searching(self) -> bool:
        """Whether tasks are still being looked through."""
        return self._searching.busy

    def done(self, result: int) -> None:
        self._searching.drop()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that belong to the list, while the line has the focus."""
        if watched is self.line and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _LIST_KEYS:
                self._move(key)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
        return super().eventFilter(watched, event)

    # Putting together

    def _build(self, theme: Theme) -> None:
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(say(T("What do you want to do?")))
        self.line.setAccessibleName(say(T("Search commands and tasks")))
        self.line.addAction(theme.icon("filter", "dim"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._on_typed)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("plain", True)
        self.list.setMinimumHeight(_ROWS * row_height(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The line keeps the focus, and tells screen readers which entry is chosen.
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(say(T("Commands and tasks")))
        self.list.clicked.connect(self._on_clicked)
        self.list.selectionModel().currentChanged.connect(self._describe)
        self.note, self.counted = QLabel(self), QLabel(self)
        for each in (self.note, self.counted):
            set_role(each, Role.NOTE)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        foot = QHBoxLayout()
        foot.setContentsMargins(metrics.HALF_GAP, 0, metrics.HALF_GAP, 0)
        foot.setSpacing(metrics.CARD)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.counted, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(metrics.PANEL, metrics.PANEL, metrics.PANEL, metrics.PANEL)
        layout.setSpacing(metrics.GAP)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self.setFixedWidth(WIDE)
        self.line.setFocus()

    # Searching

    def _on_typed(self) -> None:
        self._find()

    def _find(self, keep: str = "") -> None:
        hits = find_entries(self.line.text(), self._entries, self._recent)
        self._count = len(hits)
        self.model.show_hits(hits[:MOST])
        kept = next((row for row, hit in enumerate(hits[:MOST]) if keep and hit.entry.id == keep), 0)
        self._go_to(kept)
        search = TaskSearch(self.line.text(), self._tasks, self._task_words)
        self._searching.begin(search.steps(), lambda: self._on_tasks_found(search))

    def _on_tasks_found(self, search: TaskSearch) -> None:
        self._count += search.count
        room = MOST - self.model.rowCount()
        nothing_yet = self.model.rowCount() == 0
        self.model.add_hits([Hit(self._of_task(task)) for task in search.first(room)])
        if nothing_yet:
            self._go_to(0)
        self._describe()

    # Choosing

    def _move(self, key: Qt.Key) -> None:
        page = max(1, self.list.viewport().height() // row_height(self.list))
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}[key]
        last = self.model.rowCount() - 1
        now = self.list.currentIndex().row()
        if abs(by) == 1 and not 0 <= now + by <= last:
            self._go_to(last if by < 0 else 0)  # around
        else:
            self._go_to(min(max(0, now + by), last))

    def _go_to(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row, 0))
        self.list.scrollTo(self.list.currentIndex())
        self._describe()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._go_to(index.row())
        self._choose()

    def _choose(self) -> None:
        hit = self.model.hit(self.list.currentIndex().row())
        if hit is not None and not hit.entry.why_not:
            self.chosen = hit.entry
            self.accept()

    def _describe(self) -> None:
        """Say what is chosen, or why it cannot be done, below the list and to screen readers."""
        hit = self.model.hit(self.list.currentIndex().row())
        if hit is None:
            typed = breakable(shortened(self.line.text().strip()))
            searching = say(T("Searching…"))
            note = searching if self.searching else say(T("Nothing is called “{words}”.", words=typed))
        else:
            note = hit.entry.why_not or say(T("Enter runs it, Esc closes."))
        if self.note.text() != note:
            self.note.setText(note)
        shown = self.model.rowCount()
        more = T("{shown} of {count}", shown=shown, count=self._count)
        self.counted.setText(say(more if self._count > shown else T("{count} found", count=shown)))
        told = spoken(hit) if hit is not None else note
        if self.line.accessibleDescription() != told:
            self.line.setAccessibleDescription(told)
            QAccessible.updateAccessibility(QAccessibleEvent(self.line, QAccessible.Event.DescriptionChanged))

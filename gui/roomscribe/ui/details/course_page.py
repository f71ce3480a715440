"""The page Timeline: the band, what it points at in words, and the list of all entries below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import JournalEntry, Task
from roomscribe.domain.text import T
from roomscribe.ui.band.band import StateBand
from roomscribe.ui.band.course import Course
from roomscribe.ui.details.facts import ElidedLabel
from roomscribe.ui.details.timeline import Timeline
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.task_table.slices import Slices
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

AT_ONCE = 200
"""Entries between two looks at the clock."""


class TimelinePage(QWidget):
    """Keeps the band and the list at the same journal."""

    def __init__(self, theme: Theme, timeline: Timeline, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._timeline = timeline
        self._task: Task | None = None
        self._entries: Sequence[JournalEntry] = ()
        self._course = Course()
        self._reading = Slices(self)
        self.band = StateBand(theme, self._words, self)
        self.said = ElidedLabel(self)
        set_role(self.said, Role.NOTE)
        above = QVBoxLayout()
        above.setContentsMargins(metrics.CARD, metrics.GAP, metrics.CARD, metrics.HALF_GAP)
        above.setSpacing(metrics.HALF_GAP)
        above.addWidget(self.band)
        above.addWidget(self.said)
        layout = filling_column(self, 0)
        layout.addLayout(above)
        layout.addWidget(timeline, 1)
        self.band.spot_changed.connect(self._on_spot)
        self.band.row_chosen.connect(self._on_row)
        self._on_spot("")

    def show_entries(self, entries: Sequence[JournalEntry], task: Task) -> None:
        """Show a journal. One that continues what is shown is read on; a long one a few entries at a time."""
        known = self._course.rows
        same = self._task is not None and self._task.id == task.id
        if not same:
            self.band.forget()  # a long journal is read in slices: until then nothing is known of this task
        goes_on = same and len(entries) >= known
        if not goes_on or (known and entries[known - 1].seq != self._entries[known - 1].seq):
            self._course = Course()
        self._task, self._entries = task, entries
        course = self._course
        self._reading.begin(self._read(course, entries), self.refresh)

    def show_task(self, task: Task) -> None:
        """The task has news that are no journal entry."""
        if self._task is not None and task.id == self._task.id:
            self._task = task

    def refresh(self) -> None:
        """Let the end of a live task be now."""
        if self._task is None or self._reading.busy:
            return
        end = self._clock.now() if self._task.live else self._course.last
        self.band.show_course(self._course, end, self._task.state)

    def close_down(self) -> None:
        """Read nothing more."""
        self._reading.drop()

    def _read(self, course: Course, entries: Sequence[JournalEntry]) -> Iterator[None]:
        while course.rows < len(entries):
            course.feed(entries[course.rows : course.rows + AT_ONCE])
            yield

    def _words(self, row: int) -> str:
        return str(self._timeline.lines.index(row, 0).data() or "")

    def _on_spot(self, words: str) -> None:
        hint = say(T("Point at the band or walk along it with the arrow keys: what happened stands here."))
        self.said.setText(words or hint)
        self.said.setToolTip(words)

    def _on_row(self, row: int) -> None:
        index = self._timeline.lines.index(row, 0)
        self._timeline.setCurrentIndex(index)
        self._timeline.scrollTo(index)
        self._timeline.setFocus(Qt.FocusReason.OtherFocusReason)

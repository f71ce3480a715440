"""How far stopping many tasks has come: asked, receipts, failures with their reasons, and what can still be left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.bulk_stop import StopRun, StopStep
from roomscribe.services.store import TaskStore
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.parts import Banner, Tone, button, label, set_enabled_because
from roomscribe.ui.stopping.model import StopModel
from roomscribe.ui.stopping.questions import named
from roomscribe.ui.stopping.view import StopView
from roomscribe.ui.theme import Role, Theme
from roomscribe.ui.words import say

WIDTH = 840
EVERY_SECOND = 1000
GATHER_MS = 100


class StopDialog(FramedDialog):
    """Watches a run that somebody else carries out; closing it changes nothing about the run."""

    def __init__(
        self,
        run: StopRun,
        *,
        store: TaskStore,
        clock: Clock,
        theme: Theme,
        remark: Text | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`remark` is what else becomes of the wish to stop."""
        self._run = run
        super().__init__(_title(len(run.lines)), width=WIDTH, scrolls=False, parent=parent)
        self._store = store
        self.model = StopModel(run, store, clock, self)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(say(T("Ended tasks")))
        self.count = label("", Role.DIM)
        self.left = Banner(theme)
        self.cancel = button(T("Cancel the rest"))
        self.close_button = button(T("Close"), Role.PRIMARY)
        self.body.addWidget(StopView(self.model, theme))
        self.remark = label(say(remark) if remark else "")
        self.remark.setVisible(remark is not None)
        for part in (self.count, self._progress, self.remark, self.left):
            self.status.addWidget(part)
        self.add_buttons(self.close_button, left=(self.cancel,))
        self.cancel.clicked.connect(self._on_cancel)
        self.close_button.clicked.connect(self.accept)
        self.close_button.setFocus()
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._show_progress)
        self._seconds = QTimer(self, interval=EVERY_SECOND)
        self._seconds.timeout.connect(self._on_second)
        self._seconds.start()
        run.on_line, run.on_added = self._on_line, self._on_added
        self._unsubscribe = store.subscribe(self)
        self._show_progress()

    def done(self, result: int) -> None:
        self._unsubscribe()
        self._run.on_line = self._run.on_added = _nobody_looks
        self._gather.stop()
        self._seconds.stop()
        super().done(result)

    def task_added(self, task: Task) -> None:
        """Not one of these."""

    def task_changed(self, task: Task) -> None:
        """A row has news."""
        if task.id in self._run.lines:
            self._on_line(task.id)

    def _on_line(self, task_id: str) -> None:
        self.model.touch(task_id)
        if not self._gather.isActive():
            self._gather.start()

    def _on_added(self, task_ids: Sequence[str]) -> None:
        self.model.add(task_ids)
        self._show_progress()
        self.fit()

    def _on_second(self) -> None:
        self.model.tick()
        self._show_progress()

    def _on_cancel(self) -> None:
        self._run.cancel()
        self._show_progress()
        left = self.model.tasks(StopStep.LEFT)
        if left:
            self.left.show_message(Tone.WARN, say(_not_asked(len(left))), ", ".join(named(left).splitlines()))
        self.fit()

    def _show_progress(self) -> None:
        total = len(self._run.lines)
        ended, failing, waiting = self.model.ended(), self.model.failing(), self._run.count(StopStep.WAITING)
        self._progress.setRange(0, max(1, total))
        self._progress.setValue(ended)
        self.count.setText(say(self._counted(ended, failing)))
        all_asked = say(T("Every task was asked already."))
        set_enabled_because(self.cancel, "" if waiting else all_asked)
        title = _title(total)
        self.setWindowTitle(say(title))
        if not waiting and self._run.count(StopStep.LEFT) == 0 and ended == total:
            title = T("The task has ended") if total == 1 else T("All {count} tasks have ended", count=total)
        self.heading.setText(say(title))

    def _counted(self, ended: int, failing: int) -> Text:
        waiting = self.model.waiting()
        asked = len(self._run.lines) - self._run.count(StopStep.LEFT) - waiting
        counted = T("waiting {waiting} · asked {asked} · ended {ended}", waiting=waiting, asked=asked, ended=ended)
        if failing:
            return T("{counted} · {failing} not confirmed, and asked again and again", counted=counted, failing=failing)
        return counted


def _not_asked(count: int) -> Text:
    if count == 1:
        return T("1 task was not asked to stop, and goes on")
    return T("{count} tasks were not asked to stop, and go on", count=count)


def _title(count: int) -> Text:
    return T("Stopping 1 task") if count == 1 else T("Stopping {count} tasks", count=count)


def _nobody_looks(_changed: object) -> None:
    """The dialog is closed; the rows tell the rest."""

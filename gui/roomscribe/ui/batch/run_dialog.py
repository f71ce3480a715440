"""How far a batch has come: each row's result, pause and cancel, and the report."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from roomscribe.domain.batch import Progress, Step
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import shortened
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.pacing import START
from roomscribe.services.rates import RateBook
from roomscribe.ui.batch.guard import MANY
from roomscribe.ui.batch.news_words import end_remedy, parts_words, refused_count
from roomscribe.ui.batch.report_file import save_report
from roomscribe.ui.batch.run_model import BOT, CASE, LANGUAGES, NUMBER, RESULT, ROOM, WORDS, RunModel
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.message_dialog import confirm
from roomscribe.ui.dialogs.parts import Banner, Tone, button, label, set_enabled_because
from roomscribe.ui.dialogs.plain_table import PlainTable
from roomscribe.ui.dialogs.progress import CalmProgressBar
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.times import age_words
from roomscribe.ui.words import say

WIDTH = 1080
ROWS_IN_SIGHT = 11
GATHER_MS = 200


class RunDialog(FramedDialog):
    """Watches a run that goes on when the window is closed."""

    task_requested = Signal(object)
    """Local id of the task that somebody wants to see; the window has closed."""
    begun = Signal(object)
    """The batch (`BatchRun`) that tries the refused rows of this one once more; the window has closed."""

    def __init__(self, run: BatchRun, tools: BatchTools, rates: RateBook, parent: QWidget | None = None) -> None:
        title = T("Starting “{title}”", title=run.batch.title)
        super().__init__(title, width=WIDTH, scrolls=False, parent=parent)
        self._run, self._tools = run, tools
        self.end_shown = False
        """Whether somebody could see here what became of all rows."""
        self.report_saved = False
        """Whether the report was saved here as it is in the end."""
        self._rate = rates.pace(run.batch.profile_id, START)
        generation = tools.registry.generation(run.batch.generation)
        self.model = RunModel(run, generation, tools.store, tools.clock, self)
        # In the order in which the Tab key leads through them: each is where it belongs from the beginning.
        self.view = PlainTable(self.model, tools.theme, T("Rows"), rows_in_sight=ROWS_IN_SIGHT, parent=self)
        self.detail = label("", Role.ERROR, selectable=True, parent=self)
        self.detail.hide()
        self.bar = CalmProgressBar(self)
        self.bar.setRange(0, max(1, len(run.batch.rows)))
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say(T("Rows with a result")))
        self.count = label("", Role.DIM, parent=self)
        self.only_wrong = QCheckBox(say(T("Show only rows with problems")), self)
        self.banner = Banner(tools.theme, self)
        self.report, self.cancel = button(T("Save a report…"), parent=self), button(T("Cancel the rest"), parent=self)
        self.show_task = button(T("Show task"), parent=self)
        self.again = button(T("Start the refused rows again"), parent=self)
        self.pause, self.hide_button = button(T("Pause"), parent=self), button(T("Hide"), Role.PRIMARY, self)
        self._saving, self._asking = self.own(tools.spawner), self.own(tools.spawner)
        self._beginning = False
        """Refused rows are being begun: the window stays until that has come to something, as it leads to them."""
        self._places = {result.task_id: place for place, result in enumerate(run.results) if result.task_id}
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self.look)
        self._lay_out()
        self.pause.clicked.connect(self._on_pause)
        self.cancel.clicked.connect(self._on_cancel)
        self.report.clicked.connect(self._on_report)
        self.again.clicked.connect(self._on_again)
        self.hide_button.clicked.connect(self.accept)
        self.only_wrong.toggled.connect(self._on_only_wrong)
        self.view.selectionModel().selectionChanged.connect(self._show_detail)
        self.view.activated.connect(self._on_show_task)
        self.view.installEventFilter(self)
        self.show_task.clicked.connect(self._on_show_task)
        run.on_row = self._on_row
        self._forget = (tools.store.subscribe(self), tools.batches.subscribe(self._on_state))
        self._measured = False
        self.look()
        self.hide_button.setFocus()

    def measure(self) -> None:
        """Give the columns their widths, once: a turn after the window was made, before it is shown."""
        if self._measured:
            return
        self._measured = True
        self.view.size_column(NUMBER, "00000")
        self.view.fit_columns(self.model, {CASE: "m" * 9, ROOM: "m" * 9, BOT: "m" * 9, LANGUAGES: "m" * 10})
        self.view.horizontalHeader().resizeSection(RESULT, self.view.cells.widest_chip())
        self.view.stretch_column(WORDS)
        self.view.setColumnHidden(CASE, not any(row.case for row in self._run.batch.rows))

    def setVisible(self, visible: bool) -> None:
        if visible:
            self.measure()  # where nobody did
        super().setVisible(visible)

    def accept(self) -> None:
        if not self._beginning:
            super().accept()

    def reject(self) -> None:
        if not self._beginning:
            super().reject()

    def done(self, result: int) -> None:
        self._run.on_row = lambda place: None
        for forget in self._forget:
            forget()
        self._gather.stop()
        self.model.stop()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.view and pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The table would hand it on, and the dialog would press its primary button.
            self._on_show_task()
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.detail)
        about = QHBoxLayout()
        about.setSpacing(metrics.CARD)
        about.addWidget(self.count, 1)
        about.addWidget(self.only_wrong)
        self.status.addLayout(about)
        for part in (self.bar, self.banner):
            self.status.addWidget(part)
        self.add_buttons(self.pause, self.hide_button, left=(self.report, self.cancel, self.show_task, self.again))

    # News

    def _on_row(self, place: int) -> None:
        if task_id := self._run.results[place].task_id:
            self._places[task_id] = place
        self.model.touch(place)
        self._soon()

    def _on_state(self, run: BatchRun) -> None:
        if run is self._run:
            self._soon()

    def task_added(self, task: Task) -> None:
        self.task_changed(task)

    def task_changed(self, task: Task) -> None:
        if (place := self._places.get(task.id)) is not None:
            self.model.touch(place)
            self._soon()

    def _soon(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    # Showing

    def look(self) -> None:
        """Bring everything but the rows up to date."""
        run, progress = self._run, self._run.progress
        self.bar.setValue(progress.over)
        self.count.setText(say(self._words(progress)))
        self.pause.setText(say(T("Go on") if run.resting else T("Pause")))
        self.pause.setVisible(not run.over)
        self.cancel.setVisible(not run.over)
        # As long as it is not over, a row whose start was lost may be sent once more.
        set_enabled_because(self.cancel, say(T("The rest is cancelled already.")) if run.cancelled else "")
        held = say(T("Something else is being decided. It goes on, or rests, after that."))
        set_enabled_because(self.pause, held if run.held else "")
        self.only_wrong.setVisible(bool(self.model.wrong) or self.only_wrong.isChecked())
        refused = refused_count(progress) > len(run.handed_on) and (run.over or not run.cancelled)
        self.again.setVisible(refused)
        for each in (self.again, self.hide_button):
            set_enabled_because(each, say(T("They are being started.")) if self._beginning else "")
        self.hide_button.setText(say(T("Close") if run.over else T("Hide")))
        self._show_banner(progress)
        self._show_detail()

    def _show_detail(self) -> None:
        """What to do about the chosen row; in the table it may be cut off."""
        row = self.view.current_row()
        words = self.model.index(row, WORDS).data() if row >= 0 else ""
        self.detail.setText(words)
        self.detail.setVisible(bool(words))
        none = say(T("Choose a row first.") if row < 0 else T("The row has no task."))
        set_enabled_because(self.show_task, "" if self._task() is not None else none)

    def _words(self, progress: Progress) -> Text:
        words = T("{over} of {total} rows", over=progress.over, total=progress.total)
        for part in parts_words(progress):
            words = T("{words} · {part}", words=words, part=part)
        waiting = progress.of(Step.WAITING)
        if waiting and not self._run.resting:
            left = age_words(max(1.0, waiting / self._rate.allowed))
            words = T("{words} · about {time} left", words=words, time=left)
        return words

    def _show_banner(self, progress: Progress) -> None:
        run = self._run
        if run.over:
            self.end_shown = True
            self._show_title(T("“{title}” has ended", title=run.batch.title))
            self._show_end(progress)
        elif run.resting:
            reason = say(run.paused_because) if run.paused_because is not None else ""
            self.banner.show_message(Tone.WARN if reason else Tone.INFO, say(T("Paused")), reason)
        elif progress.of(Step.OPEN) and not progress.of(Step.WAITING, Step.SENDING):
            words = T("The vendor is asked what became of the starts whose answers were lost.")
            self.banner.show_message(Tone.INFO, say(T("Everything was sent")), say(words))
        else:
            self.banner.hide()

    def _show_title(self, title: Text) -> None:
        self.setWindowTitle(say(title))
        self.heading.setText(say(title))

    def _show_end(self, progress: Progress) -> None:
        started, total = progress.of(Step.STARTED), progress.total
        if started == total:
            title = T("All {count} tasks were started", count=total) if total > 1 else T("The task was started")
            self.banner.show_message(Tone.GOOD, say(title))
            return
        title, remedy = T("{count} of {total} tasks were started", count=started, total=total), end_remedy(progress)
        if open_ones := progress.of(Step.OPEN):
            title = T("{title}, {count} not confirmed", title=title, count=open_ones)
        self.banner.show_message(Tone.WARN, say(title), say(remedy) if remedy is not None else "")

    # Acts

    def _on_pause(self) -> None:
        if self._run.resting:
            self._run.go_on()
        else:
            self._run.pause()
        self.look()

    def _on_cancel(self) -> None:
        if (count := self._run.progress.of(Step.WAITING)) > MANY:
            self._asking.start(self._cancel_many(count), name="cancel the rest")
        else:
            self._run.cancel()
            self.look()

    async def _cancel_many(self, count: int) -> None:
        title = T("Cancel the rest of “{title}”?", title=shortened(self._run.batch.title))
        text = T("{count} rows wait and are left out for good. What was started stays started.", count=count)
        act = T("Leave out {count} rows", count=count)
        if await confirm(self._tools.theme, title, text, act, danger=True, parent=self):
            self._run.cancel()
            self.look()

    def _on_only_wrong(self, only: bool) -> None:
        self.model.flush()
        self.model.show_only_wrong(only)
        self._show_detail()

    def _on_again(self) -> None:
        if not self._beginning:
            self._beginning = True
            self.look()
            # Not given up with the window: what has begun must be known to have.
            self._tools.spawner.spawn(self._start_again(), name="start refused rows again")

    async def _start_again(self) -> None:
        try:
            run = await self._tools.batches.again(self._run)
        except BadRequest as refusal:
            self._beginning = False
            self.look()
            self.banner.show_message(Tone.BAD, say(T("The rows could not be started again")), say(refusal.message))
            return
        finally:
            self._beginning = False
        self.look()
        if run is self._run:
            return
        self.accept()
        self.begun.emit(run)

    def _task(self) -> Task | None:
        """The task of the chosen row, if there is one."""
        row = self.view.current_row()
        return self.model.task(row) if row >= 0 else None

    def _on_show_task(self) -> None:
        if (task := self._task()) is not None and not self._beginning:
            self.accept()
            self.task_requested.emit(task.id)

    def _on_report(self) -> None:
        self._saving.start(self._save(), name="save a report")

    async def _save(self) -> None:
        over = self._run.over
        saved = await save_report(self._run, self._tools, self)
        if saved is None:
            return
        if saved.trouble is not None:
            self.banner.show_message(Tone.BAD, say(T("The report was not saved")), say(saved.trouble))
        else:
            self.report_saved = over
            self.banner.show_message(Tone.GOOD, say(T("The report was saved")), str(saved.path))

"""What one learns of batches whose window is hidden: a fact in the status bar, and a message when one ends or rests."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu

from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import shortened
from roomscribe.runtime.dialogs import ask
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.rates import RateBook
from roomscribe.ui.batch.news_words import end_remedy, end_words, fact_tone, fact_words, failed, line_words
from roomscribe.ui.batch.report_file import save_report
from roomscribe.ui.batch.run_dialog import RunDialog
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Act, Grade, Notice
from roomscribe.ui.words import say

TITLE = 20
"""Letters of a title that the status bar has room for beside everything else, in a window of the least size."""
LOOK_MS = 500
"""Between two looks at how far those have come that go on."""


class BatchNews(QObject):
    """Shows the window of a batch, and tells of those that nobody looks at."""

    def __init__(self, window: MainWindow, tools: BatchTools, rates: RateBook, another: Callable[[], None]) -> None:
        """`another` begins one more batch."""
        super().__init__(window)
        self._window, self._tools, self._rates, self._another = window, tools, rates, another
        self._seen: BatchRun | None = None
        """The one whose window is open: that tells everything itself."""
        self._looked_at: set[str] = set()
        """Ids of those whose end somebody has seen in their windows."""
        self._told: dict[str, Text | None] = {}
        """By batch, the reason for which it rests that was told."""
        self.fact = window.status.add_fact("batch")
        self.fact.clicked.connect(self.look_closer)
        self._menu = QMenu(window)
        self._tick = QTimer(self, interval=LOOK_MS)
        self._tick.timeout.connect(self.look)
        window.notices.gave_way.connect(self.look)
        self._unsubscribe = tools.batches.subscribe(self._on_run)
        self.look()

    def close(self) -> None:
        """Say nothing more."""
        self._unsubscribe()
        self._tick.stop()

    def all(self) -> list[BatchRun]:
        """Those that go on, and those whose end nobody has seen."""
        return [*self._tools.batches.runs, *self._tools.batches.ended]

    async def show(self, run: BatchRun) -> None:
        """Open the window of a batch, and wait until it is closed: who saw that all went well needs no further news."""
        if self._seen is not None:
            return
        self._seen = run
        self._window.notices.withdraw(_key(run))
        dialog = RunDialog(run, self._tools, self._rates, parent=self._window)
        dialog.task_requested.connect(self._window.select_task)
        dialog.begun.connect(self._spawn_show)
        dialog.finished.connect(lambda: self._on_closed(run, dialog))
        await ask(dialog, later=True, between=dialog.measure)

    def look_closer(self) -> None:
        """Show the batch that there is; where there are several, have one chosen, or another one begun."""
        runs = self.all()
        if len(runs) == 1:
            self._spawn_show(runs[0])
        else:
            self.choose()

    def choose(self) -> None:
        """Have one of the batches chosen, or another one begun."""
        self._menu.clear()
        for run in self.all():
            entry = self._menu.addAction(say(line_words(run)).replace("&", "&&"))
            entry.triggered.connect(lambda _checked=False, run=run: self._spawn_show(run))
        self._menu.addSeparator()
        self._menu.addAction(say(T("Start another batch…"))).triggered.connect(self._another)
        self._menu.setActiveAction(self._menu.actions()[0])
        self._menu.popup(self.fact.mapToGlobal(QPoint(0, -self._menu.sizeHint().height())))

    def look(self) -> None:
        """Bring the status bar up to date."""
        # Beside one that goes on, those that have ended are left to their messages, and to the choice.
        unseen = [run for run in self._tools.batches.ended if not self._nothing_to_add(run)]
        runs = self._tools.batches.runs or unseen
        self.fact.setVisible(bool(runs))
        if runs:
            words, tip = fact_words(runs, self._brief), self._tip()
            if say(words) != say(whole := fact_words(runs)):
                tip = Text("{whole}\n{tip}", {"whole": whole, "tip": tip})
            self.fact.show_fact(words, fact_tone(runs), tip)
        if self._tools.batches.runs:
            self._tick.start()
        else:
            self._tick.stop()

    def _nothing_to_add(self, run: BatchRun) -> bool:
        """Whether somebody has seen its end, and the message is left that leads to its report."""
        if run is self._seen:
            return True
        told = any(notice.key == _key(run) for notice in self._window.notices.notices())
        return told and run.batch.id in self._looked_at

    def _brief(self, title: str) -> str:
        letters = self.fact.fontMetrics()  # some are twice as wide as others
        return letters.elidedText(title, Qt.TextElideMode.ElideMiddle, TITLE * letters.averageCharWidth())

    def _tip(self) -> Text:
        runs = self.all()
        if len(runs) > 1:
            return T("Press it to choose one.")
        over = runs[0].over
        return T("Press it to see what became of its rows.") if over else T("Press it to see how far it has come.")

    def _on_closed(self, run: BatchRun, dialog: RunDialog) -> None:
        self._seen = None
        if dialog.end_shown:
            self._looked_at.add(run.batch.id)
        # Of one in which something failed the report is kept until it is saved, or somebody dismisses its message.
        if dialog.end_shown and (dialog.report_saved or not failed(run)):
            self._tools.batches.dismiss(run)
        elif run.over:
            self._tell(run)
        self.look()

    # News

    def _on_run(self, run: BatchRun) -> None:
        if run is not self._seen:
            self._tell(run)
        self.look()

    def _tell(self, run: BatchRun) -> None:
        known = run in self.all()
        reason = run.paused_because if run.resting else None
        if known and run.over:
            self._window.show_notice(self._ended(run))
        elif known and reason is not None:
            # Each answer that was under way may say it again.
            if self._told.get(run.batch.id) != reason:
                self._window.show_notice(self._rests(run, reason))
        else:
            self._window.notices.withdraw(_key(run))
        self._told[run.batch.id] = reason

    def _ended(self, run: BatchRun) -> Notice:
        return Notice(
            grade=Grade.WARN if failed(run) else Grade.INFO,
            text=end_words(run),
            remedy=end_remedy(run.progress) if failed(run) else None,
            key=_key(run),
            acts=self._acts(run),
            dismissed=lambda: self._tools.batches.dismiss(run),
        )

    def _rests(self, run: BatchRun, reason: Text) -> Notice:
        text = T("“{title}” is paused.", title=shortened(run.batch.title))
        return Notice(grade=Grade.WARN, text=text, remedy=reason, key=_key(run), acts=self._acts(run))

    def _acts(self, run: BatchRun) -> tuple[Act, ...]:
        return Act(T("Show"), lambda: self._spawn_show(run)), Act(T("Save a report…"), lambda: self._spawn_save(run))

    def _spawn_show(self, run: BatchRun) -> None:
        self._tools.spawner.spawn(self.show(run), name="show a batch")

    def _spawn_save(self, run: BatchRun) -> None:
        self._tools.spawner.spawn(self._save(run), name="save a report")

    async def _save(self, run: BatchRun) -> None:
        saved = await save_report(run, self._tools, self._window)
        if saved is not None and saved.trouble is None:
            text = T("The report on “{title}” was saved.", title=shortened(run.batch.title))
            self._window.show_notice(
                Notice(grade=Grade.INFO, text=text, details=str(saved.path), key=f"{_key(run)} file")
            )
            if run.over:
                self._tools.batches.dismiss(run)
                return
        elif saved is not None:
            text = T("The report on “{title}” was not saved.", title=shortened(run.batch.title))
            self._window.show_notice(Notice(grade=Grade.BAD, text=text, remedy=saved.trouble, key=f"{_key(run)} file"))
        # Its message went away with the act, and is still true.
        self._told.pop(run.batch.id, None)
        self._tell(run)
        self.look()


def _key(run: BatchRun) -> str:
    return f"batch {run.batch.id}"

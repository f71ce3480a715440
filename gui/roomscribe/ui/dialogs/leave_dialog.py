"""What to do with live tasks when the window closes: leave them, stop them and wait for receipts, or stay."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.runtime.dialogs import ask
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.bulk_stop import StopRun
from roomscribe.services.costs import CostBook
from roomscribe.services.demo import is_demo
from roomscribe.services.lost_starts import runs_unseen
from roomscribe.services.rates import RateBook
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.services.watchdog.link import Cover
from roomscribe.ui.batch.unfinished import after_leaving, heading, offered, quiet
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.leaving_words import goes_on, restarts_heading, restarts_left, theirs, unseen_starts
from roomscribe.ui.dialogs.live_tasks import LiveTasksModel, LiveTasksView
from roomscribe.ui.dialogs.parts import Banner, Tone, button, column, label
from roomscribe.ui.stopping.words import NOT_WRITTEN
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.watchdog.left_running import LeftRunning
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry

WIDTH = 760
EVERY_SECOND = 1000


class LeaveChoice(Enum):
    """What the person decided."""

    STAY = auto()
    """Do not close."""
    LEAVE_RUNNING = auto()
    """Close; the tasks go on, and the next start finds them."""
    STOPPED_ALL = auto()
    """Close; every task has ended, and the vendors have said so."""


class LeaveDialog(FramedDialog):
    """Asks about the tasks that are live; `choice` is the answer."""

    def __init__(
        self,
        *,
        store: TaskStore,
        registry: Registry,
        stopper: Stopper,
        nudge: Callable[[str], None],
        rates: RateBook,
        spawner: Spawner,
        clock: Clock,
        theme: Theme,
        keys_last: bool,
        cover: Callable[[], Awaitable[Cover]],
        mine: Callable[[Task], bool],
        costs: CostBook | None = None,
        runs: Sequence[BatchRun] = (),
        restarts: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """`nudge` has the watcher ask about a task at once; `keys_last`: the next start has the accounts' secrets.

        `cover` asks the watchdog which tasks it would stop. `mine` says whether leaving touches a task: what another
        process looks after goes on, is not asked about and not stopped. `runs` are the batches that have something to
        start yet, `restarts` how many have; they rest while this is asked.
        """
        self._store, self._stopper, self._nudge = store, stopper, nudge
        self._rates, self._mine, self._registry = rates, mine, registry
        self._runs, self._restarts = runs, restarts
        self._news = asyncio.Event()
        tasks = self._live()
        self._elsewhere = [task for task in store.live() if not mine(task)]
        self._model = LiveTasksModel(tasks, registry, clock)
        super().__init__(_still_live(len(tasks)), width=WIDTH, parent=parent)
        self._model.setParent(self)
        self.choice = LeaveChoice.STAY
        self._cover = cover
        self._demo_only = all(is_demo(task.profile_id) for task in tasks)
        left = theirs(tasks)
        self._left = LeftRunning(left, registry=registry, theme=theme, keys_last=keys_last, costs=costs)
        self._progress = QProgressBar()
        self._progress.setRange(0, max(1, len(tasks)))
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(say(T("Ended tasks")))
        self._count = label("", Role.DIM)
        self._banner = Banner(theme)
        self._words = self._explain()
        self._stay = button(T("Stay"))
        self._leave = button(T("Leave running"))
        self._stop = button(T("Stop and wait"), Role.PRIMARY)
        self._back = button(T("Back"))
        self._lay_out(theme, keys_last=keys_last)
        self._stopping = self.own(spawner)
        self._connect()
        if not self._demo_only:
            self.own(spawner).start(self._ask_watchdog(), name="ask the watchdog")

    def _live(self) -> list[Task]:
        return [task for task in self._store.live() if self._mine(task)]

    def _lay_out(self, theme: Theme, *, keys_last: bool) -> None:
        self.body.addWidget(LiveTasksView(self._model, theme))
        self.body.addWidget(self._words)
        for runs in filter(None, offered(self._runs)):
            again = label(say(heading(runs)), Role.STRONG), label(after_leaving(runs, keys_last=keys_last))
            self.body.addLayout(column(*again, spacing=metrics.HALF_GAP))
        if self._restarts:
            again = label(say(restarts_heading(self._restarts)), Role.STRONG), label(say(restarts_left(self._restarts)))
            self.body.addLayout(column(*again, spacing=metrics.HALF_GAP))
        if self._elsewhere:
            self.body.addWidget(label(say(goes_on(self._elsewhere)), Role.DIM))
        self.body.addStretch(1)
        self.status.addWidget(self._count)
        self.status.addWidget(self._progress)
        self.status.addWidget(self._banner)
        self.add_buttons(self._leave, self._stop, left=(self._stay, self._back))
        self._show_stopping(False)
        self._stay.setFocus()
        if self._demo_only:
            self._leave.setText(say(T("End and close")))
            set_role(self._leave, Role.PRIMARY)
            self._leave.setDefault(True)
            self._leave.setFocus()

    def _connect(self) -> None:
        self._stay.clicked.connect(self.reject)
        self._leave.clicked.connect(self._on_leave)
        self._stop.clicked.connect(self._on_stop)
        self._back.clicked.connect(self._on_back)
        self._unsubscribe = self._store.subscribe(self)
        self._seconds = QTimer(self)
        self._seconds.setInterval(EVERY_SECOND)
        self._seconds.timeout.connect(self._model.tick)
        self._seconds.start()

    def done(self, result: int) -> None:
        self._unsubscribe()
        self._seconds.stop()
        super().done(result)

    def task_added(self, task: Task) -> None:
        """A start that was under way has its row now."""
        if self._mine(task):
            self._model.add(task)
            self._show_progress()

    def task_changed(self, task: Task) -> None:
        """A row has news."""
        self._news.set()
        self._model.put(task)
        self._show_progress()

    def _explain(self) -> QWidget:
        demos = sum(is_demo(task.profile_id) for task in self._model.tasks)
        texts = column(spacing=metrics.HALF_GAP)
        if not self._demo_only:
            texts.addWidget(self._left)
            texts.addSpacing(metrics.HALF_GAP)
            heading, stop = _if_stopped(len(self._model.tasks))
            texts.addWidget(label(say(heading), Role.STRONG))
            texts.addWidget(label(say(stop)))
            live = self._model.tasks
            if unseen := unseen_starts(sum(map(self._unseen, live)), len(live)):
                texts.addWidget(label(unseen))
        if demos:
            words = T("In the built-in simulator, and ending with this program: {count}.", count=demos)
            if self._demo_only:
                words = T(
                    "The built-in simulator ends with this program, and whatever runs in it, too. Nothing is billed."
                )
            texts.addWidget(label(say(words), Role.DIM))
        made = QWidget()
        made.setLayout(texts)
        return made

    async def _ask_watchdog(self) -> None:
        self._left.show_cover(await self._cover())
        if self.isVisible():
            self.fit()

    def _on_leave(self) -> None:
        self.choice = LeaveChoice.LEAVE_RUNNING
        self.accept()

    def _on_stop(self) -> None:
        self._show_stopping(True)
        self._show_progress()
        self._stopping.start(self._stop_all(), name="stop every task before leaving")

    async def _stop_all(self) -> None:
        # Again for what was being started meanwhile: only when nothing is live have they all been stopped.
        while live := self._live():
            # One that has ended meanwhile refuses, and that is what was wanted.
            run = StopRun(live, stopper=self._stopper, nudge=self._nudge, rates=self._rates, at_once=True)
            await run.carry_out()
            if (why := run.unwritten()) is not None:
                self._banner.show_message(Tone.BAD, say(NOT_WRITTEN), say(why))
                self.fit()
            for task in live:
                await self._ended(task.id)
            # What a batch had under way may be running by now.
            await quiet(self._runs)
            if all(self._unseen(task) for task in self._live()):
                break
        if live := self._live():
            self._show_unseen(len(live))
            return
        self.choice = LeaveChoice.STOPPED_ALL
        self.accept()

    async def _ended(self, task_id: str) -> None:
        """Wait for its end, unless nobody can ask about it: then for nothing."""
        while (task := self._store.get(task_id)).live and not self._unseen(task):
            self._news.clear()
            await self._news.wait()

    def _unseen(self, task: Task) -> bool:
        return self._registry.knows(task.generation) and runs_unseen(task, self._registry.generation(task.generation))

    def _show_unseen(self, count: int) -> None:
        """All others have ended, and waiting for these is in vain: the person may leave, or go back."""
        self._banner.show_message(Tone.WARN, say(_still_live(count)), unseen_starts(count, count))
        self._leave.setVisible(True)
        self.fit()

    def _on_back(self) -> None:
        self._stopping.cancel()
        self._show_stopping(False)
        text = T("What was asked to stop keeps stopping; you only no longer wait for it.")
        self._banner.show_message(Tone.INFO, say(text))
        self.fit()

    def _show_stopping(self, stopping: bool) -> None:
        self._progress.setVisible(stopping)
        self._count.setVisible(stopping)
        self._banner.hide()
        self._back.setVisible(stopping)
        for each in (self._stay, self._leave):
            each.setVisible(not stopping)
        self._stop.setVisible(not stopping and not self._demo_only)
        self._words.setVisible(not stopping)
        live = sum(task.live for task in self._model.tasks)
        receipt = T("Stopping, and waiting for the vendor's receipt")
        receipts = receipt if live == 1 else T("Stopping, and waiting for the vendors' receipts")
        self.heading.setText(say(receipts if stopping else _still_live(live)))
        if self.isVisible():
            self.fit()

    def _show_progress(self) -> None:
        ended = sum(not task.live for task in self._model.tasks)
        self._progress.setMaximum(max(1, len(self._model.tasks)))
        self._progress.setValue(ended)
        count = T("{ended} of {all} have ended", ended=ended, all=len(self._model.tasks))
        self._count.setText(say(count))


async def ask_leave(dialog: LeaveDialog) -> LeaveChoice:
    """Show the dialog and return the choice; closing it by Esc or its frame means to stay."""
    await ask(dialog)
    return dialog.choice


def _still_live(count: int) -> Text:
    return T("1 task is still live") if count == 1 else T("{count} tasks are still live", count=count)


def _if_stopped(count: int) -> tuple[Text, Text]:
    if count == 1:
        return T("If you stop it"), T("It is asked to end. The window closes once the vendor has confirmed that.")
    sentence = T("Each is asked to end. The window closes once the vendors have confirmed every end.")
    return T("If you stop them"), sentence

"""The command "Start many…", and the offer to go on with what an earlier session has not finished."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from roomscribe.domain.batch import PlannedRow
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.runtime.dialogs import ask, turn
from roomscribe.services.batch_files import Unfinished
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.demo import is_demo
from roomscribe.services.profiles import usable
from roomscribe.services.rates import RateBook
from roomscribe.services.templates import Kept
from roomscribe.ui.batch.guard import question
from roomscribe.ui.batch.news import BatchNews
from roomscribe.ui.batch.plan_dialog import PlanDialog
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Act, Grade, Notice, notice_of
from roomscribe.ui.words import say

SHOWN = 0.1
"""Seconds after which a window that was wanted is painted."""


class StartMany(QObject):
    """Owns the command; while batches are under way it leads to them, or to another one."""

    def __init__(self, window: MainWindow, panel: LaunchPanel, tools: BatchTools, rates: RateBook) -> None:
        super().__init__(window)
        self._window, self._panel, self._tools = window, panel, tools
        self.news = BatchNews(window, tools, rates, self._on_another)
        self._busy = False
        """A batch is being put together."""
        window.commands.start_many.triggered.connect(self._on_triggered)
        self._forget = tools.profiles.subscribe(self._offer), tools.batches.subscribe(lambda _run: self._offer())
        self._offer()

    def open(self) -> None:
        """Everything is loaded: offer what an earlier session has left."""
        self._tools.spawner.spawn(self._offer_left(), name="look for unfinished batches")

    def close(self) -> None:
        """Hear nothing more of the profiles, nor of batches."""
        for forget in self._forget:
            forget()
        self.news.close()

    def _offer(self) -> None:
        able = bool(usable(self._tools.profiles, self._tools.registry))
        command = self._window.commands.start_many
        command.setEnabled(able)
        usual = T("Starts a task for each row of a table, or for every combination of rooms and languages.")
        if self._tools.batches.runs:
            usual = T("Leads to the batches that are under way, or starts another one.")
        command.setToolTip(say(usual if able else T("Add a profile first.")))

    def _on_triggered(self) -> None:
        if not self._tools.batches.runs:
            self._on_another()
        elif not self._busy:
            self.news.choose()

    def _on_another(self) -> None:
        if not self._busy:
            self._busy = True
            self._tools.spawner.spawn(self._alone(), name="start many")

    async def _alone(self) -> None:
        try:
            run = await self._plan()
        finally:
            self._busy = False
        if run is not None:
            await turn()  # the window behind the one that has closed is painted
            await self.news.show(run)

    async def _plan(self) -> BatchRun | None:
        draft, profile = self._panel.draft(), self._panel.profile()
        if draft is None or profile is None:
            return None
        begun: list[BatchRun] = []

        async def begin(title: str, rows: Sequence[PlannedRow]) -> bool:
            if not await self._sure(dialog, rows, profile):
                return False
            begun.append(await self._tools.batches.begin(title, profile, rows))
            return True

        self._tools.spawner.spawn(self._load_ahead(profile), name="load ahead")
        dialog = PlanDialog(
            self._tools, draft, profile, await self._templates(profile), begin=begin, parent=self._window
        )
        await ask(dialog, later=True)
        return begun[0] if begun else None

    async def _load_ahead(self, profile: Profile) -> None:
        await asyncio.sleep(SHOWN)
        self._tools.batches.load_ahead(profile.generation)

    async def _templates(self, profile: Profile) -> tuple[Kept, ...]:
        try:
            shelf = await self._tools.templates.shelf()
        except BadRequest:
            return ()  # the window about templates says why
        return tuple(each for each in shelf.templates if each.template.generation == profile.generation)

    async def _sure(self, dialog: PlanDialog, rows: Sequence[PlannedRow], profile: Profile) -> bool:
        asked = await question(rows, profile, self._tools, dialog.total())
        if asked is None:
            return True
        count = len(rows)
        sure = SureDialog(
            self._tools.theme,
            asked.title,
            asked.reasons,
            T("Start 1 task") if count == 1 else T("Start {count} tasks", count=count),
            words=asked.words,
            danger=asked.danger,
            parent=dialog,
        )
        return await ask(sure, later=True) == QDialog.DialogCode.Accepted

    # What an earlier session has left

    async def _offer_left(self) -> None:
        left = await self._tools.batches.left_behind()
        for name, reason in left.unreadable:
            text = T("The batch {name} can't be gone on with. {reason}", name=name, reason=reason)
            self._window.show_notice(Notice(grade=Grade.WARN, text=text, key=f"batch {name}"))
        for each in left.unfinished:
            waiting = self._tools.batches.left(each)
            gone = self._tools.batches.gone(each)
            # A demo's simulator has ended; the next one has accounts of the same names.
            if is_demo(each.batch.profile_id):
                # On its own: what becomes of one must keep no other from being offered.
                self._tools.spawner.spawn(self._end_demo(each), name=f"forget the batch {each.batch.title}")
            elif not (waiting or gone):
                self._on_forget(each)
            else:
                self._tell(each, waiting, gone)

    async def _end_demo(self, left: Unfinished) -> None:
        # Said by the one window that forgets it, and never again.
        if not await self._tools.batches.forget(left) or not left.left:
            return
        title, count = left.batch.title, left.left
        text = T(
            "“{title}” ended with the built-in simulator: {count} rows were not started.", title=title, count=count
        )
        if count == 1:
            text = T("“{title}” ended with the built-in simulator: 1 row was not started.", title=title)
        self._window.show_notice(Notice(grade=Grade.WARN, text=text, key=f"batch {left.batch.id}"))

    def _tell(self, left: Unfinished, waiting: int, gone: Text | None) -> None:
        title, count = left.batch.title, len(left.batch.rows)
        text = T("“{title}” was not finished: {left} of {count} tasks.", title=title, left=waiting, count=count)
        acts = [self._act(left, forget=False), self._act(left, forget=True)]
        if gone is not None:
            text = T("“{title}” can't be finished. {reason}", title=title, reason=gone)
            acts = acts[1:]
        stopped = T("After it was begun you stopped everything that you had started.") if left.halted else None
        notice = Notice(grade=Grade.WARN, text=text, remedy=stopped, acts=tuple(acts), key=f"batch {left.batch.id}")
        self._window.show_notice(notice)

    def _act(self, left: Unfinished, *, forget: bool) -> Act:
        work: Callable[[Unfinished], None] = self._on_forget if forget else self._on_resume
        return Act(T("Forget it") if forget else T("Go on"), lambda: work(left))

    def _on_forget(self, left: Unfinished) -> None:
        self._tools.spawner.spawn(self._tools.batches.forget(left), name=f"forget the batch {left.batch.title}")

    def _on_resume(self, left: Unfinished) -> None:
        self._tools.spawner.spawn(self._resume(left), name="go on with a batch")

    async def _resume(self, left: Unfinished) -> None:
        try:
            run = await self._tools.batches.resume(left)
        except BadRequest as refusal:
            self._window.show_notice(notice_of(refusal))
            return
        await self.news.show(run)

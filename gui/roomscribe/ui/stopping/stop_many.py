"""Stopping several tasks, and everything a person started: the question, the run, and the view of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.halts import REST, Halt
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.runtime.dialogs import ask
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.bulk_stop import StopRun
from roomscribe.services.halting import Elsewhere
from roomscribe.services.stopper import pursue
from roomscribe.services.user import user_name
from roomscribe.ui.batch.unfinished import SETTLING, settle, unfinished
from roomscribe.ui.dialogs.message_dialog import confirm
from roomscribe.ui.dialogs.question import Question, stop_several
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Grade, Notice
from roomscribe.ui.stopping.dialog import StopDialog
from roomscribe.ui.stopping.everything_dialog import StopEverythingDialog
from roomscribe.ui.stopping.questions import elsewhere_stopped, named, stop_everything
from roomscribe.ui.stopping.tools import StopTools

VIEW_AFTER = 0.1
"""Seconds after the first wish until its progress is shown; people do not see so short a time."""
VIEW_LATEST = 1.0
"""Seconds for which the view waits for what is to be said of other windows."""
KEY = "stop-everything"

R = TypeVar("R")
Begun = tuple[BatchRun, Sequence[str]]
"""A batch, and the local ids of the tasks that it had started, or was starting, when everything was stopped."""


class StopMany(QObject):
    """Owns the command that stops everything, and the act behind stopping several rows."""

    def __init__(self, window: MainWindow, tools: StopTools) -> None:
        super().__init__(window)
        self._window = window
        self._tools = tools
        self._asking = False
        window.commands.stop_all.triggered.connect(self._on_everything)
        self._unsubscribe = tools.halting.heeded.add(self._on_heeded)

    def close(self) -> None:
        """Tell no more of what other windows have stopped."""
        self._unsubscribe()

    async def stop(self, tasks: Sequence[Task]) -> None:
        """Ask, then stop these, one after the other as each account permits it; what has no turn yet can be left."""
        if await self._confirmed(stop_several(len(tasks), named(tasks))):
            await self._watch(self._tools.run(tasks, at_once=False))

    def _on_everything(self) -> None:
        if not self._asking:
            self._asking = True
            self._tools.spawner.spawn(self._everything(), name="stop everything I started")

    async def _everything(self) -> None:
        # Held while the question stands there: it says how many there are, and batches and restarts would go on
        # starting.
        restarts = self._tools.updater.restarts
        releases = self._tools.batches.hold(), restarts.hold()
        try:
            runs = unfinished(self._tools.batches.runs)
            elsewhere, *_ = await asyncio.gather(self._looked(), settle(runs), restarts.settle(SETTLING))
            await self._ask_and_stop(unfinished(runs), elsewhere)
        finally:
            for release in releases:
                release()
            self._asking = False

    async def _looked(self) -> Elsewhere | None:
        """What other windows are at, None where that is not known: a register that does not answer, or a fault, keeps
        nobody from stopping."""
        look = self._tools.spawner.spawn(self._look(), name="look at other windows")
        await asyncio.wait({look}, timeout=SETTLING)
        return _came_of(look)

    async def _look(self) -> Elsewhere | None:
        with suppress(LedgerUnusable):
            await self._tools.feed.look()
        try:
            return await self._tools.halting.elsewhere()
        except BadRequest:
            return None

    async def _ask_and_stop(self, runs: Sequence[BatchRun], looked: Elsewhere | None) -> None:
        elsewhere = looked or Elsewhere()
        live, me = [task for task in self._tools.store.live() if task.can_stop], user_name()
        mine = [task for task in live if task.draft_known and task.owner == me]
        restarts = self._restarts({task.id for task in mine}) + elsewhere.restarts
        if not (mine or runs or restarts or elsewhere.batches or looked is None):
            nothing = T("Nothing that you started is live.")
            self._window.show_notice(Notice(grade=Grade.INFO, text=nothing, key=KEY))
            return
        others = len(live) - len(mine)
        question = stop_everything(mine, others, restarts, elsewhere.batches, known=looked is not None)
        dialog = StopEverythingDialog(self._tools.theme, question, runs, elsewhere.batches, parent=self._window)
        if await ask(dialog) != QDialog.DialogCode.Accepted:
            return
        self._drop_restarts()
        for run in runs:
            if dialog.cancels_rest():
                run.cancel()
            else:
                run.pause(REST)
        # Some may have ended while the question stood there, and others begun: it named what it is about, and what a
        # batch had begun by then belongs to it.
        self._asking = False
        begun = [(run, run.task_ids) for run in runs]
        ids = dict.fromkeys((*(task.id for task in mine), *self._written(begun)))
        still = [task for task in map(self._tools.store.get, ids) if task.can_stop]
        stops = self._tools.run(still, at_once=True)
        self._tools.spawner.spawn(self._stop_late(begun, stops), name="stop what was being started")
        # Batches that the question did not name rest: nobody has agreed to give them up.
        cancels = dialog.cancels_rest() and bool(elsewhere.batches)
        told = self._tools.spawner.spawn(
            self._stop_elsewhere(looked, runs, stops, cancels=cancels), name="stop other windows"
        )
        if not still:
            await asyncio.wait({told}, timeout=VIEW_LATEST)
        if stops.lines:
            await self._watch(stops, told)

    async def _stop_elsewhere(
        self, known: Elsewhere | None, runs: Sequence[BatchRun], stops: StopRun, *, cancels: bool
    ) -> Text | None:
        """Have other windows start nothing more, and have `stops` stop, too, what they had begun when that was asked;
        returns what is to be said of it, where there is anything."""
        unread: list[Text] = []

        def later(why: Text) -> None:
            unread.append(why)
            text = T(
                "What your other windows had just started could not be read. "
                "It is asked to end as soon as it can be read."
            )
            self._window.show_notice(Notice(grade=Grade.BAD, text=text, remedy=why, key=KEY))

        try:
            found = await self._tools.halting.halt(cancels=cancels, seen_to=runs, unread=later)
        except LedgerUnusable as failure:
            text = T("Other windows of yours could not be told: what they have begun may go on.")
            self._window.show_notice(Notice(grade=Grade.BAD, text=text, remedy=failure.message, key=KEY))
            return text
        late = [task for task in found if task.id not in stops.lines]
        if known == Elsewhere() and not (late or unread):
            return None
        if late:
            stops.add(late)
            self._tools.spawner.spawn(stops.carry_out(), name="stop tasks of other windows")
        text = elsewhere_stopped(len(late))
        self._window.show_notice(Notice(grade=Grade.INFO, text=text, key=KEY))
        return text

    def _on_heeded(self, halt: Halt) -> None:
        text = T("Everything that you started was stopped in another window.")
        remedy = T("No restart of this window goes on.")
        if halt.cancels:
            remedy = T("What batches of this window had not started is left out, and no restart goes on.")
        self._window.show_notice(Notice(grade=Grade.WARN, text=text, remedy=remedy, key=KEY))

    async def _stop_late(self, begun: Sequence[Begun], stops: StopRun) -> None:
        """Have `stops` stop, too, what was being started when everything was stopped and had no row yet, once it has.
        What the batches start later, as somebody has them go on, is wanted."""
        for run, ids in begun:
            await run.quiet(ids)
        rows = map(self._tools.store.get, self._written(begun))
        late = [task for task in rows if task.can_stop and task.stop_wished_at is None]
        stops.add(late)
        await stops.carry_out()

    def _restarts(self, live: set[str]) -> int:
        """How many restarts start what no row tells of yet; those of `live` tasks are dropped as these are stopped."""
        restarts = self._tools.updater.restarts
        unwritten = [each for each in restarts.starting if not self._tools.store.knows(each)]
        return len(set(restarts.waiting) - live) + len(unwritten)

    def _drop_restarts(self) -> None:
        """Start nothing in the place of what has ended or will; what is on its way to the vendor is stopped there."""
        updater = self._tools.updater
        for task_id in updater.restarts.drop():
            self._tools.spawner.spawn(updater.forget(task_id, by=user_name()), name=f"do not start {task_id} again")
        if starting := updater.restarts.starting:
            self._tools.spawner.spawn(self._stop_restarted(starting), name="stop what was being restarted")

    async def _stop_restarted(self, ids: Sequence[str]) -> None:
        tools = self._tools
        await tools.updater.restarts.quiet()
        for task in map(tools.store.get, filter(tools.store.knows, ids)):
            if task.can_stop and task.stop_wished_at is None:
                await pursue(task.id, stopper=tools.stopper, nudge=tools.watcher.nudge)

    def _written(self, begun: Sequence[Begun]) -> list[str]:
        """Local ids of those that have a row."""
        return [each for _, ids in begun for each in ids if self._tools.store.knows(each)]

    async def _confirmed(self, question: Question) -> bool:
        return await confirm(
            self._tools.theme,
            question.title,
            question.text,
            question.label,
            detail=question.detail,
            parent=self._window,
        )

    async def _watch(self, run: StopRun, told: asyncio.Task[Text | None] | None = None) -> None:
        tools = self._tools
        tools.spawner.spawn(run.carry_out(), name="stop tasks")
        # Building the view takes the time in which the first requests can leave.
        await asyncio.sleep(VIEW_AFTER)
        if told is not None:
            await asyncio.wait({told}, timeout=VIEW_LATEST)
        dialog = StopDialog(
            run,
            store=tools.store,
            clock=tools.clock,
            theme=tools.theme,
            remark=None if told is None else _came_of(told),
            parent=self._window,
        )
        await ask(dialog)


def _came_of(work: asyncio.Task[R]) -> R | None:
    """What it has returned, None where it is not done or broke off: whoever spawned it reports that."""
    return work.result() if work.done() and not work.cancelled() and work.exception() is None else None

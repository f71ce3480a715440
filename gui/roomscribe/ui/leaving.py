"""Leaving: asks what becomes of the live tasks, and of reports that nobody saved, before the window closes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from roomscribe.domain.text import T, Text
from roomscribe.runtime.dialogs import ask
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.demo import is_demo
from roomscribe.services.watchdog.link import Cover
from roomscribe.ui.batch.reports_dialog import ReportsDialog
from roomscribe.ui.batch.unfinished import SETTLING, after_leaving, heading, offered, quiet, settle, unfinished
from roomscribe.ui.dialogs.leave_dialog import LeaveChoice, LeaveDialog, ask_leave
from roomscribe.ui.dialogs.leaving_words import restarts_heading, restarts_left
from roomscribe.ui.dialogs.message_dialog import confirm
from roomscribe.ui.leaving_tools import LeavingTools
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.words import say


class Leaving(QObject):
    """One question at a time, however often somebody asks to close."""

    left = Signal()
    """The person has left: the window may close."""

    def __init__(
        self,
        window: MainWindow,
        tools: LeavingTools,
        *,
        cover: Callable[[], Awaitable[Cover]],
    ) -> None:
        """`cover` asks the watchdog which tasks it can stop."""
        super().__init__(window)
        self._window = window
        self._tools = tools
        self._cover = cover
        self._asking = False

    def begin(self) -> None:
        """Somebody wants to close the window."""
        if not self._asking:
            self._asking = True
            self._tools.spawner.spawn(self._ask(), name="leave")

    async def _ask(self) -> None:
        # Held from the question on: what is decided must be true when the window has closed.
        restarts = self._tools.restarts
        releases = self._tools.batches.hold(), restarts.hold()
        gone = False
        runs = unfinished(self._tools.batches.runs)
        try:
            await asyncio.gather(settle(runs), restarts.settle(SETTLING))
            runs = unfinished(runs)
            gone = await self._agreed(runs) and await self._without_reports()
        finally:
            self._asking = False
            if not gone:
                for release in releases:
                    release()
        if gone:
            self._tools.batches.give_up_demos(runs)  # all of them were named: the next start has no news of them
            self.left.emit()

    async def _agreed(self, runs: list[BatchRun]) -> bool:
        """Whether the person leaves."""
        tools = self._tools
        if not self._live():
            await tools.restarts.quiet()  # the row of what they start may not be written yet
        restarts = self._restarts()
        if (runs or restarts) and not self._live():
            title, text = self._question(runs, restarts)
            sure = confirm(self._tools.theme, title, text, T("Close"), parent=self._window)
            if not await sure:
                return False
            await quiet(runs)
        if not self._live():
            return True
        dialog = LeaveDialog(
            store=tools.store,
            registry=tools.registry,
            stopper=tools.stopper,
            nudge=tools.watcher.nudge,
            rates=tools.rates,
            spawner=tools.spawner,
            clock=tools.clock,
            theme=tools.theme,
            keys_last=tools.vault.status.persistent,
            cover=self._cover,
            mine=tools.minds,
            costs=tools.costs,
            runs=runs,
            restarts=restarts,
            parent=self._window,
        )
        return await ask_leave(dialog) is not LeaveChoice.STAY

    def _question(self, runs: list[BatchRun], restarts: int) -> tuple[Text, Text]:
        """Title and text: what is not finished, each kind with what becomes of it; one of them at least."""
        keys_last = self._tools.vault.status.persistent
        parts = [(heading(kind), after_leaving(kind, keys_last=keys_last)) for kind in filter(None, offered(runs))]
        if restarts:
            parts.append((restarts_heading(restarts), say(restarts_left(restarts))))
        (title, first), *others = parts
        lines = [first, *(f"{say(name)}\n{words}" for name, words in others)]
        return title, Text("{lines}", {"lines": "\n\n".join(lines)})

    async def _without_reports(self) -> bool:
        """Whether the person leaves though, or once, nobody can have the reports of ended batches any more."""
        runs = list(self._tools.batches.ended)
        if not runs:
            return True
        dialog = ReportsDialog(runs, self._tools.reports, self._window)
        return await ask(dialog) == QDialog.DialogCode.Accepted

    def _restarts(self) -> int:
        """How many are under way that the next start offers to go on with; those of a demo end with it."""
        store = self._tools.store
        waiting = map(store.get, self._tools.restarts.waiting)
        return sum(not is_demo(task.profile_id) for task in waiting)

    def _live(self) -> bool:
        return any(self._tools.minds(task) for task in self._tools.store.live())

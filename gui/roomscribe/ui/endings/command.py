"""Extending the chosen tasks, from menus, tool bar and keys; and the banners about ends that come or were missed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.demo import is_demo
from roomscribe.services.lost_starts import runs_unseen
from roomscribe.services.spawning import Spawner
from roomscribe.ui.endings.tools import EndTools
from roomscribe.ui.endings.warning import ENDING, EndWarning
from roomscribe.ui.endings.words import (
    NOT_EXTENDED,
    extended_notice,
    offer,
    overdue_notice,
    refused_notice,
    warning_notice,
)
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.words import say, unmarked

QUARTER, HOUR = 15 * 60.0, 3600.0
EVERY_SECOND = 1000
CAN_EXTEND = "can extend"
"""What is asked of the chosen rows."""


class Endings(QObject):
    """Owns the two commands that extend, and what is said about ends."""

    def __init__(self, window: MainWindow, tools: EndTools, spawner: Spawner) -> None:
        super().__init__(window)
        self._window = window
        self._tools = tools
        self._spawner = spawner
        self._warning = EndWarning()
        self._second = QTimer(self, interval=EVERY_SECOND)
        self._second.timeout.connect(self._look)
        commands = window.commands
        commands.extend.triggered.connect(self._on_quarter)
        commands.extend_long.triggered.connect(self._on_hour)
        window.table.selection.ask(CAN_EXTEND, lambda task: tools.extender.why_not(task) is None)
        window.table.selection_changed.connect(self._offer)
        self._offer()

    def open(self) -> None:
        """The rows of an earlier session are there: name those that ran past their end, and watch for the next."""
        now = self._tools.clock.now()
        missed = [task for task in self._tools.store.live() if self._missed(task, now)]
        if missed:
            self._window.show_notice(overdue_notice(missed))
        self._second.start()

    def close(self) -> None:
        """Warn no more."""
        self._second.stop()

    def _missed(self, task: Task, now: float) -> bool:
        if is_demo(task.profile_id) or not self._stoppable(task):
            return False  # over with its simulator; or nobody can stop it, which its row says
        return task.can_stop and task.stop_wished_at is None and task.ends_at is not None and task.ends_at <= now

    def _stoppable(self, task: Task) -> bool:
        """Whether it ends at its end time at all."""
        registry = self._tools.registry
        return registry.knows(task.generation) and not runs_unseen(task, registry.generation(task.generation))

    # Extending

    def _offer(self) -> None:
        chosen, commands = self._window.table.selection, self._window.commands
        why_not = offer(chosen.facts.count, chosen.facts.able[CAN_EXTEND], self._why_not_first)
        for action in (commands.extend, commands.extend_long):
            _apply(action, why_not)

    def _why_not_first(self) -> Text | None:
        first = self._window.table.selection.first()
        return None if first is None else self._tools.extender.why_not(first)

    def _on_quarter(self) -> None:
        self._extend_chosen(QUARTER)

    def _on_hour(self) -> None:
        self._extend_chosen(HOUR)

    def _extend_chosen(self, seconds: float) -> None:
        chosen = [task.id for task in self._window.table.selected()]
        # As Stop does: what has ended may stand among them, and is left out.
        self._extend([each for each in chosen if self._tools.store.get(each).live], seconds, chosen=len(chosen))

    def _extend(self, task_ids: Sequence[str], seconds: float, *, chosen: int = 0) -> None:
        """`chosen`: how many rows were, those that have ended included."""
        if task_ids:
            self._spawner.spawn(self._extend_each(task_ids, seconds, chosen), name="extend tasks")

    async def _extend_each(self, task_ids: Sequence[str], seconds: float, chosen: int) -> None:
        """One after the other; who is refused, or can't be written down, is named and keeps nobody else from it."""
        refused: list[tuple[Task, Text]] = []
        for task_id in task_ids:
            try:
                await self._tools.extender.extend(task_id, seconds)
            except (BadRequest, LedgerUnusable) as refusal:
                refused.append((self._tools.store.get(task_id), refusal.message))
        if refused:
            self._window.show_notice(refused_notice(refused, len(task_ids)))
        elif chosen > 1:
            self._window.notices.withdraw(NOT_EXTENDED)
            self._window.show_notice(extended_notice(len(task_ids), seconds, ended=chosen - len(task_ids)))
        self._look()

    # Warning

    def _look(self) -> None:
        """Keep the one banner about ends that are near as it should be."""
        shown = any(notice.key == ENDING for notice in self._window.notices.notices())
        live = [task for task in self._tools.store.live() if self._stoppable(task)]
        change = self._warning.look(live, self._tools.clock.now(), shown=shown)
        if change is None:
            return
        if not change:
            self._window.notices.withdraw(ENDING)
            return
        now = self._tools.clock.now()
        self._window.show_notice(warning_notice(change, now, extend=self._extend_ending, let=self._let_end))

    def _extend_ending(self) -> None:
        self._extend([task.id for task in self._warning.shown], QUARTER)

    def _let_end(self) -> None:
        self._warning.let_go()


def _apply(action: QAction, why_not: Text | None) -> None:
    action.setEnabled(why_not is None)
    usual, keys = unmarked(action.text()), action.shortcut().toString()
    action.setToolTip(say(why_not) if why_not else f"{usual} ({keys})")

"""What a person does to tasks: asks in dialogs, carries it out, and tells of refusals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.lengths import short, spoken
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper, pursue
from roomscribe.services.updater import Updater
from roomscribe.ui.notices import notice_of


@dataclass(frozen=True, kw_only=True)
class TaskDialogs:
    """The dialogs behind the acts; each is awaited and may be answered in any way."""

    stop_many: Callable[[Sequence[Task]], Coroutine[Any, Any, None]]
    """Asks before several tasks are stopped, stops them, and shows how far that has come."""
    change: Callable[[Task], Awaitable[None]]
    """Changes a task in place, and shows refusals where they belong."""
    restart: Callable[[Task], Awaitable[None]]
    """Replaces a task by a changed one, and shows each step."""


@dataclass(frozen=True)
class Offer:
    """How an act stands at the moment."""

    label: Text
    why_not: Text | None = None
    """Why it cannot be done now, for the tool tip; None when it can."""
    waits: bool = False
    """It becomes possible by waiting: ask again in a moment."""


class TaskActions(QObject):
    """The acts. Each returns at once; what it leads to happens in a task of the supervisor."""

    noticed = Signal(object)
    """A `Notice` for the person whose act was refused."""
    changed = Signal()
    """An act began or ended, so that offers may be different."""

    def __init__(
        self,
        *,
        stopper: Stopper,
        updater: Updater,
        nudge: Callable[[str], None],
        dialogs: TaskDialogs,
        spawner: Spawner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stopper = stopper
        self._updater = updater
        self._nudge = nudge
        self._dialogs = dialogs
        self._spawner = spawner
        self._busy: set[str] = set()
        """Tasks that a person is changing at the moment."""

    def stop_offer(self, chosen: int, able: int) -> Offer:
        """Whether the chosen tasks can be stopped; `able`: how many of them."""
        label = T("&Stop") if able < 2 else T("&Stop {count} tasks", count=able)
        if not chosen:
            return Offer(label, T("Select a task to stop it."))
        if not able:
            return Offer(label, T("This task has ended already."))
        return Offer(label)

    def update_offer(self, task: Task | None) -> Offer:
        """Whether the chosen task can be changed, and how."""
        if task is None:
            return Offer(T("&Update…"), T("Select one task to change it."))
        in_place = self._updater.in_place(task)
        label = T("&Update…") if in_place else T("&Restart with changes…")
        if not in_place and not task.draft_known:
            return Offer(label, T("It was adopted: with which settings to start it again, the console does not know."))
        if not self._updater.can_update(task):
            return Offer(label, T("Only a task that runs, and that nobody wants stopped, can be changed."))
        if task.id in self._busy:
            return Offer(label, T("This task is being changed already."))
        if wait := self._updater.wait(task):
            seconds = int(wait) + 1
            why = T("The vendor takes the next change in {time}.", time=spoken(seconds))
            return Offer(T("&Update in {time}", time=short(seconds)), why, waits=True)
        return Offer(label)

    def stop(self, tasks: Sequence[Task]) -> None:
        """Write the wish for each that still runs, after a question where it is several; the watcher pursues it."""
        able = [task for task in tasks if task.can_stop]
        if len(able) == 1:  # one click, one task: asking would only slow down what saves money
            wish = pursue(able[0].id, stopper=self._stopper, nudge=self._nudge)
            self._spawner.spawn(self._told(wish), name="stop a task")
        elif able:
            self._spawner.spawn(self._dialogs.stop_many(able), name="stop tasks")

    def update(self, task: Task) -> None:
        """Ask for changes and carry them out, in place or by a restart."""
        if task.id in self._busy or self.update_offer(task).why_not is not None:
            return
        self._busy.add(task.id)
        self.changed.emit()
        self._spawner.spawn(self._update(task), name="change a task")

    def copy_id(self, task: Task) -> None:
        """Put the vendor's task id on the clipboard; ours where it has none yet."""
        QGuiApplication.clipboard().setText(task.vendor_task_id or task.id)

    def copy_room(self, task: Task) -> None:
        """Put the room on the clipboard."""
        QGuiApplication.clipboard().setText(task.room)

    async def _update(self, task: Task) -> None:
        try:
            if self._updater.in_place(task):
                await self._dialogs.change(task)
            else:
                await self._dialogs.restart(task)
        finally:
            self._busy.discard(task.id)
            self.changed.emit()

    async def _told(self, act: Coroutine[Any, Any, object]) -> None:
        try:
            await act
        except (BadRequest, CallFailed) as failure:
            self.noticed.emit(notice_of(failure))

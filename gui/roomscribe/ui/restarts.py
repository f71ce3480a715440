"""Restarts that a crash or a fault cut in two: said above the table, with the choice to go on or to forget them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol

from PySide6.QtCore import QObject

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.services.updater import Updater
from roomscribe.services.user import user_name
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Act, Grade, Notice, notice_of


class Agreed(Protocol):
    """What stands before every start; raises `BadRequest` where nothing may be started at all."""

    def __call__(self, draft: Draft, *, replaces: str) -> Awaitable[bool]:
        """Whether a person agrees that the draft follows the task of this local id."""


class UnfinishedRestarts(QObject):
    """Tells of each once; what a person chooses happens in a task of the supervisor."""

    def __init__(
        self,
        window: MainWindow,
        store: TaskStore,
        updater: Updater,
        spawner: Spawner,
        *,
        fill: Callable[[Draft], None],
        agreed: Agreed,
    ) -> None:
        """`fill` puts a draft into the form: for what can't be started without a person. `agreed` asks like a start."""
        super().__init__(window)
        self._window, self._store, self._updater = window, store, updater
        self._spawner, self._fill, self._agreed = spawner, fill, agreed
        self._told: set[str] = set()
        self._unsubscribe = self._store.subscribe(self)

    def open(self) -> None:
        """Tell of what an earlier session has left."""
        for task in self._store.tasks():
            self.task_changed(task)

    def close(self) -> None:
        """Tell of nothing more."""
        self._unsubscribe()

    def task_added(self, task: Task) -> None:
        self.task_changed(task)

    def task_changed(self, task: Task) -> None:
        if self._updater.unfinished(task) is None:
            if task.id in self._told:
                self._told.discard(task.id)
                self._window.notices.withdraw(_key(task.id))
            return
        if task.id in self._told:
            return
        self._told.add(task.id)
        text = T("The restart in {room} was not finished: the new task was not started.", room=task.room)
        go_on = Act(T("Go on"), lambda: self._spawn(self._go_on(task.id), task.id))
        forget = Act(T("Forget it"), lambda: self._spawn(self._updater.forget(task.id, by=user_name()), task.id))
        notice = Notice(grade=Grade.WARN, text=text, other_task=task.id, acts=(go_on, forget), key=_key(task.id))
        self._window.show_notice(notice)

    def _spawn(self, work: Coroutine[Any, Any, Any], task_id: str) -> None:
        self._spawner.spawn(work, name=f"restart {task_id}")

    async def _go_on(self, task_id: str) -> None:
        draft = self._updater.unfinished(self._store.get(task_id))
        if draft is not None and not await self._may_start(draft, task_id):
            # It is as unfinished as before; what was pressed took the notice away.
            self._told.discard(task_id)
            self.task_changed(self._store.get(task_id))
            return
        try:
            task = await self._updater.go_on(task_id)
        except BadRequest as refusal:
            # Mostly a secret that only the earlier session knew: the form has everything else.
            if draft is not None:
                self._fill(draft)
                await self._updater.forget(task_id)
            self._window.show_notice(notice_of(refusal))
            return
        self._window.select_task(task.id)

    async def _may_start(self, draft: Draft, task_id: str) -> bool:
        try:
            return await self._agreed(draft, replaces=task_id)
        except BadRequest as refusal:
            self._window.show_notice(notice_of(refusal))
        except KeyError:
            text = T("The profile of this restart was deleted, so it can't go on. Forget it.")
            self._window.show_notice(Notice(grade=Grade.BAD, text=text))
        return False


def _key(task_id: str) -> str:
    return f"restart-{task_id}"

"""Starts what stands in the form, and brings what is wrong back to its place there."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, QTimer

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.launcher import Launcher
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import notice_of
from roomscribe.ui.starting.guard import StartGuard

RECHECK_MS = 200
"""Wait after a task's news before the form is checked again: news come in bursts."""


class StartFromForm(QObject):
    """One start at a time; its row is chosen as soon as it is there."""

    def __init__(
        self,
        window: MainWindow,
        panel: LaunchPanel,
        launcher: Launcher,
        store: TaskStore,
        spawner: Spawner,
        guard: StartGuard,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._panel = panel
        self._store = store
        self._launcher = launcher
        self._spawner = spawner
        self._guard = guard
        self._starting = ""
        """Local id of the start from the form that is under way; others start tasks meanwhile."""
        self._recheck = QTimer(self, singleShot=True, interval=RECHECK_MS)
        self._recheck.timeout.connect(panel.recheck)
        window.start_requested.connect(panel.start_or_show_why_not)
        window.form_requested.connect(self._on_form)
        panel.start_requested.connect(self._on_start)
        panel.task_requested.connect(window.select_task)
        self._unsubscribe = store.subscribe(self)

    def close(self) -> None:
        """Look at no more news."""
        self._unsubscribe()
        self._recheck.stop()

    def task_added(self, task: Task) -> None:
        """A new row may clash with the draft in the form; the one that was just asked for is chosen at once.

        Stop acts on what is chosen: it must not hit the task that was chosen before.
        """
        self.task_changed(task)
        if task.id == self._starting:
            self._window.select_task(task.id)

    def task_changed(self, task: Task) -> None:
        """What a row clashes with, and in which words, follows its state."""
        if not self._recheck.isActive():
            self._recheck.start()

    def _on_form(self) -> None:
        self._panel.setFocus()
        if (form := self._panel.form()) is not None:
            form.focus_first_problem()

    def _on_start(self, draft: Draft) -> None:
        self._panel.set_busy(True)
        # The button is disabled now; without this the focus would fall into the filter, and the next word hide the row.
        self._window.table.view.setFocus()
        self._spawner.spawn(self._start(draft), name="start a task")

    async def _start(self, draft: Draft) -> None:
        try:
            if not await self._guard.confirmed(draft):
                return
            self._starting = uuid.uuid4().hex
            task = await self._launcher.start(draft, task_id=self._starting)
        except BadRequest as refusal:
            if refusal.other_task:
                self._window.show_notice(notice_of(refusal))
            self._panel.show_problem(refusal.field, refusal.message)
            return
        except LedgerUnusable as trouble:
            if not self._store.knows(self._starting):
                # The banner above the table may stand there since long before.
                words = T(
                    "No task was started. {why} Once that is put right, press Start again; the form stays as it is.",
                    why=trouble.message,
                )
                self._panel.show_refusal(words)
            raise
        finally:
            self._starting = ""
            self._panel.set_busy(False)
        if task.error is not None and (task.error.field or not task.live):
            self._panel.show_error(task.error)

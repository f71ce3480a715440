"""Restarts a task with changes, for vendors that cannot change one in place: stop, receipt, start."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, ErrorNote
from roomscribe.domain.fields import Section
from roomscribe.domain.run_time import NO_END
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ui.dialogs.changes_view import ChangesView, changes_between, run_time_change
from roomscribe.ui.dialogs.frame import WIDE, DialogWork, FramedDialog
from roomscribe.ui.dialogs.message_dialog import note_details
from roomscribe.ui.dialogs.parts import Banner, Tone, button, column, label, set_enabled_because
from roomscribe.ui.dialogs.step_list import StepList, StepState
from roomscribe.ui.dialogs.task_tools import TaskTools
from roomscribe.ui.forms.change_form import ChangeInWords
from roomscribe.ui.forms.task_form import TaskForm
from roomscribe.ui.theme import Role
from roomscribe.ui.words import say

FORM_HEIGHT = 200
"""At least; it gets what the screen has."""
STEPS = (
    T("Ask the vendor to stop the running task"),
    T("Wait until the vendor has confirmed the end"),
    T("Start the task with the changes"),
)
STOP, RECEIPT, START = range(3)
NOT_STARTED = T("The old task has ended and the new one did not start")


class Agreed(Protocol):
    """Asks what every start is asked; raises `BadRequest` where nothing may be started at all."""

    def __call__(self, draft: Draft, *, before: QWidget) -> Awaitable[bool]:
        """Whether a person agrees; the question stands in front of `before`."""


class RestartDialog(FramedDialog):
    """Edits all values of a running task, then stops it and starts the new one.

    Closed while it works, the restart goes on; `tell` then hears what became of it.
    """

    task_restarted = Signal(object)
    """The new task's row, whatever became of it."""
    draft_rescued = Signal(object)
    """The `Draft` of a start that failed, for the form: the old task has ended already."""

    def __init__(
        self,
        task: Task,
        tools: TaskTools,
        *,
        clock: Clock,
        tell: Callable[[Text], None],
        agreed: Agreed,
        kept: Mapping[str, str] = MappingProxyType({}),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            T("Restart the task in {room} with changes", room=task.room), width=WIDE, scrolls=False, parent=parent
        )
        self._task, self._updater, self._store = task, tools.updater, tools.store
        self._tell, self._agreed = tell, agreed
        self._generation = tools.registry.generation(task.generation)
        self._draft: Draft | None = None
        self._open = True
        self._find_problems = tools.launcher.problems
        self._kept = kept
        """Secrets typed at the start: never shown, and no problem when their fields are left empty."""
        profile = tools.profiles.get(task.profile_id)
        self._form = TaskForm(self._generation, profile, theme=tools.theme, problems=self._problems)
        self._form.set_values(task.values)
        self._minutes = _minutes_left(task, clock.now())
        self._form.set_minutes(self._minutes)
        self._form.setMinimumHeight(FORM_HEIGHT)
        # What is changed most often while a task runs; the room it runs in hardly ever.
        self._form.begin_at(Section.TRANSLATION)
        self._changes, self._banner = ChangesView(), Banner(tools.theme)
        self._steps = StepList(tools.theme, STEPS)
        self._edit_page, self._run_page = QWidget(), QWidget()
        self._lay_out()
        # Not owned by the dialog: a restart that has begun must not stop halfway because a window was closed.
        self._running = DialogWork(tools.spawner)
        self._connect()
        self._on_checked()

    def _problems(self, draft: Draft) -> list[Problem]:
        return self._find_problems(self._updater.with_kept(draft, self._kept))

    def _lay_out(self) -> None:
        gap = T(
            "This vendor can't change a running task. It is stopped, and started again once the vendor has confirmed "
            "the end. Until the new bot has joined, there are no captions."
        )
        self._gap = label(say(gap), Role.DIM)
        self._edit_page.setLayout(column(self._gap, self._form))
        steps = column(self._steps)
        steps.addStretch(1)
        self._run_page.setLayout(steps)
        self._run_page.hide()
        self.body.addWidget(self._edit_page, 1)
        self.body.addWidget(self._run_page)
        self.status.addWidget(self._changes)
        self.status.addWidget(self._banner)
        self._cancel, self._apply = button(T("Cancel")), button(T("Restart"), Role.PRIMARY)
        self._only_stop = button(T("Stop without starting again"))
        self._rescue = button(T("Put it into the form"), Role.PRIMARY)
        self.add_buttons(self._cancel, self._rescue, self._apply, left=(self._only_stop,))
        self._only_stop.hide()
        self._rescue.hide()

    def _connect(self) -> None:
        self._cancel.clicked.connect(self.reject)
        self._apply.clicked.connect(self._on_apply)
        self._only_stop.clicked.connect(self._on_only_stop)
        self._rescue.clicked.connect(self._on_rescue)
        self._form.checked.connect(self._on_checked)
        self._unsubscribe = self._store.subscribe(self)

    def done(self, result: int) -> None:
        self._open = False
        self._unsubscribe()
        super().done(result)

    def task_added(self, task: Task) -> None:
        """The new task shows itself when the restart has ended."""

    def task_changed(self, task: Task) -> None:
        """The old task has news."""
        if task.id != self._task.id:
            return
        if self._running.running:
            self._show_steps(task)
        else:
            self._look()

    def changes(self) -> list[ChangeInWords]:
        """What differs from the running task, whose run time is what it has left."""
        values = self._form.values()
        fields = [each.field for each in self._updater.differences(self._task, values)]
        found = changes_between(self._generation, fields, self._task.values, values)
        return [*found, *run_time_change(self._minutes, self._form.minutes())]

    def _on_checked(self) -> None:
        self._changes.show_changes(self.changes())
        if self._form.draft() != self._draft:  # forms are looked through unedited, too, e.g. once they are complete
            self._banner.hide()
        self._look()
        self.fit()

    def _look(self) -> None:
        count = len(self.changes())
        self._apply.setText(say(_restart_label(count)))
        set_enabled_because(self._apply, self._why_not(count))

    def _why_not(self, count: int) -> str:
        if not self._updater.can_update(self._store.get(self._task.id)):
            return say(T("The task no longer runs, or is being stopped."))
        if (reason := self._form.reason()) is not None:
            return say(reason)
        return "" if count else say(T("Nothing was changed."))

    def _on_apply(self) -> None:
        if self._form.check_if_due():
            self._form.reveal_problems()
            return
        self._draft = self._form.draft()
        self._banner.hide()
        set_enabled_because(self._apply, say(T("A question about it is open.")))
        self._running.start(self._run(self._draft), name="restart a task with changes")

    def _show_running(self) -> None:
        self._edit_page.hide()
        self._run_page.show()
        self._apply.hide()
        self._banner.hide()
        self._only_stop.show()
        self._cancel.setText(say(T("Go on in the background")))
        self._steps.set_step(STOP, StepState.DOING)
        self.fit()

    def _show_steps(self, old: Task) -> None:
        if old.stop_wished_at is None:
            return
        self._steps.set_step(STOP, StepState.DONE, say(T("The wish is written down and is pursued until it is met.")))
        if old.live:
            self._steps.set_step(RECEIPT, StepState.DOING, say(old.error.meaning) if old.error else old.vendor_state)
            return
        self._only_stop.hide()
        word = old.receipt.word if old.receipt else old.vendor_state
        self._steps.set_step(RECEIPT, StepState.DONE, say(T("The vendor's word: {word}", word=word)))
        self._steps.set_step(START, StepState.DOING)

    async def _run(self, draft: Draft) -> None:
        try:
            # Before anything is stopped: what is refused or not wanted leaves the running task alone.
            if not await self._agreed(draft, before=self):
                self._look()
                return
            self._show_running()
            new = await self._updater.restart(self._task.id, draft)
        except BadRequest as refusal:
            self._failed(refusal)
            return
        except LedgerUnusable as trouble:
            self._broke_off(trouble.message)
            return
        except Exception:
            if self._open:
                self._broke_off(T("Something unexpected went wrong."))
            raise  # whoever supervises tells the kind of error
        if self._open:
            self._started(new)
        elif not new.live:
            self._tell(T("The restart in {room} failed: the new task did not start.", room=new.room))

    def _started(self, new: Task) -> None:
        self.task_restarted.emit(new)
        if new.live:
            self.accept()
            return
        note = new.error
        self._steps.set_step(START, StepState.FAILED, note_details(note) if note else "")
        self._show_failure(NOT_STARTED, f"{say(note.meaning)} {say(note.remedy)}" if note else "", note)

    def _failed(self, refusal: BadRequest) -> None:
        if not self._open:
            self._tell(refusal.message)
            return
        if self._store.get(self._task.id).stop_wished_at is None:
            self._back_to_form(refusal)
            return
        self._steps.set_step(START, StepState.FAILED)
        self._show_failure(NOT_STARTED, say(refusal.message))

    def _broke_off(self, why: Text) -> None:
        """Trouble on our side, at any step: only the table knows how far it came."""
        if not self._open:
            self._tell(why)
            return
        old = self._store.get(self._task.id)
        step = STOP if old.stop_wished_at is None else RECEIPT if old.live else START
        self._steps.set_step(step, StepState.FAILED)
        self._show_failure(T("The restart broke off. Look into the table for what runs now"), say(why))

    def _back_to_form(self, refusal: BadRequest) -> None:
        self._run_page.hide()
        self._edit_page.show()
        self._only_stop.hide()
        self._apply.show()
        self._cancel.setText(say(T("Cancel")))
        self._look()
        if not (refusal.field and self._form.set_server_problem(refusal.field, refusal.message)):
            self._banner.show_message(Tone.BAD, say(T("Nothing was stopped")), say(refusal.message))
        self.fit()

    def _show_failure(self, title: Text, words: str, error: ErrorNote | None = None) -> None:
        self._banner.show_message(Tone.BAD, say(title), words, error=error)
        self._cancel.setText(say(T("Close")))
        self._only_stop.hide()
        self._rescue.show()
        self._rescue.setDefault(True)
        self.fit()

    def _on_only_stop(self) -> None:
        self._running.start(self._updater.forget(self._task.id), name=f"do not start {self._task.id} again")
        self._tell(T("The task in {room} is being stopped and is not started again.", room=self._task.room))
        self.reject()

    def _on_rescue(self) -> None:
        self.draft_rescued.emit(self._draft)
        self.reject()


def _minutes_left(task: Task, now: float) -> int:
    """What the running task has left, in the form's whole minutes: a restart neither shortens nor prolongs it."""
    return NO_END if task.ends_at is None else max(1, math.ceil((task.ends_at - now) / 60))


def _restart_label(changes: int) -> Text:
    match changes:
        case 0:
            return T("Restart with changes")
        case 1:
            return T("Restart with 1 change")
        case _:
            return T("Restart with {count} changes", count=changes)

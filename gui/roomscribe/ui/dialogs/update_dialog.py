"""Changes a running task in place: what may change, what would change, and when the vendor takes it."""

from __future__ import annotations

import math

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from roomscribe.domain.errors import BadRequest, CallFailed, ErrorNote
from roomscribe.domain.fields import Values
from roomscribe.domain.lengths import short, spoken
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.changes_view import ChangesView
from roomscribe.ui.dialogs.frame import WIDE, FramedDialog
from roomscribe.ui.dialogs.message_dialog import note_details
from roomscribe.ui.dialogs.parts import Banner, Tone, button, label, set_enabled_because
from roomscribe.ui.dialogs.task_tools import TaskTools
from roomscribe.ui.forms.change_form import ChangeForm
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

FORM_HEIGHT = 280
"""Longer forms scroll."""
LOOK_EVERY = 250
"""Milliseconds between two looks at how long the vendor still wants to wait."""


STAYS = T("The bot stays in the room; everything that is not listed here stays as it is.")
ADOPTED = T(
    "This task was adopted, so nobody here knows its settings. Choose what to set; everything else stays as it is, and "
    "the bot stays in the room."
)


class UpdateDialog(FramedDialog):
    """Edits the fields of a task that can change while it runs."""

    task_updated = Signal(object)
    """The task's row after the vendor accepted the change."""

    def __init__(self, task: Task, tools: TaskTools, *, parent: QWidget | None = None) -> None:
        super().__init__(_title(task), width=WIDE, scrolls=False, parent=parent)
        self._task_id, self._updater, self._store = task.id, tools.updater, tools.store
        generation = tools.registry.generation(task.generation)
        self._form = ChangeForm(
            generation,
            tools.profiles.get(task.profile_id),
            task.values,
            theme=tools.theme,
            problems=tools.launcher.problems,
            unknown=unknown_keys(task, generation),
        )
        if (advanced := self._form.sheet.folding()) is not None:
            advanced.unfold()  # there is little else, and all of it is what somebody came for
        self._form.setMinimumHeight(min(FORM_HEIGHT, self._form.sheet.sizeHint().height()))
        self._changes, self._banner = ChangesView(), Banner(tools.theme)
        self._cancel, self._apply = button(T("Cancel")), button(T("Change"), Role.PRIMARY)
        self.body.addWidget(label(say(STAYS if task.draft_known else ADOPTED), Role.DIM))
        self.body.addWidget(self._form, 1)
        self.status.setSpacing(metrics.PANEL)
        self.status.addWidget(self._changes)
        self.status.addWidget(self._banner)
        self.add_buttons(self._cancel, self._apply)
        self._updating = self.own(tools.spawner)
        self._asked_for: Values | None = None
        """What was asked for last: what became of it is told until something else is meant."""
        self._cancel.clicked.connect(self.reject)
        self._apply.clicked.connect(self._on_apply)
        self._form.checked.connect(self._on_checked)
        self._looks = QTimer(self)
        self._looks.setInterval(LOOK_EVERY)
        self._looks.timeout.connect(self._look)
        self._looks.start()
        self._on_checked()

    def done(self, result: int) -> None:
        self._looks.stop()
        super().done(result)

    def _on_checked(self) -> None:
        self._changes.show_changes(self._form.differences())
        if self._form.values() != self._asked_for:  # forms are looked through unedited, too, e.g. once complete
            self._banner.hide()
        self._look()
        self.fit()

    def _look(self) -> None:
        """Say on the button what it will do, or how long the vendor still wants to wait."""
        task = self._store.get(self._task_id)
        count = len(self._form.differences())
        self._apply.setText(say(self._label(task, count)))
        set_enabled_because(self._apply, self._why_not(task))

    def _label(self, task: Task, count: int) -> Text:
        if self._updating.running:
            return T("Changing…")
        if count and (wait := self._updater.wait(task)):
            return T("Next change in {time}", time=short(math.ceil(wait)))
        match count:
            case 0:
                return T("Change the task")
            case 1:
                return T("Change 1 field")
            case _:
                return T("Change {count} fields", count=count)

    def _why_not(self, task: Task) -> str:
        if self._updating.running:
            return say(T("The vendor is being asked."))
        if not self._updater.can_update(task):
            return say(T("The task no longer runs, or is being stopped."))
        if (reason := self._form.reason()) is not None:
            return say(reason)
        if wait := self._updater.wait(task):
            return say(T("The vendor takes the next change in {time}.", time=spoken(math.ceil(wait))))
        return ""

    def _on_apply(self) -> None:
        if self._form.check_if_due():
            self._form.focus_first_problem()
            return
        self._banner.hide()
        self._asked_for = self._form.values()
        self._updating.start(self._run(), name="update a task")
        self._look()

    async def _run(self) -> None:
        try:
            task = await self._updater.update(self._task_id, self._form.values())
        except BadRequest as refusal:
            self._refused(refusal.field, refusal.message, say(refusal.message))
        except CallFailed as failure:
            note = failure.note
            self._refused(note.field, note.meaning, f"{say(note.meaning)} {say(note.remedy)}", note)
        else:
            self.task_updated.emit(task)
            self.accept()

    def _refused(self, field: str, message: Text, words: str, error: ErrorNote | None = None) -> None:
        if field:
            self._form.set_server_problem(field, message)
        details = note_details(error) if error else ""
        self._banner.show_message(Tone.BAD, say(T("The task was not changed")), words, details, error=error)
        self.fit()


def unknown_keys(task: Task, generation: Generation) -> frozenset[str]:
    """The fields whose present value is not known: of an adopted task, all that the console has not set itself."""
    if task.draft_known:
        return frozenset()
    return frozenset(each.key for each in generation.fields if each.updatable and each.key not in task.values)


def _title(task: Task) -> Text:
    if task.room:
        return T("Change the running task in {room}", room=task.room)
    return T("Change the running task {id}", id=task.vendor_task_id)

"""Asks when tasks that are adopted shall end: nothing runs without an end unless somebody says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from roomscribe.domain.profiles import Profile
from roomscribe.domain.run_time import RUN_TIME, run_time_problem
from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.frame import WIDE, FramedDialog
from roomscribe.ui.dialogs.parts import button, label, set_enabled_because
from roomscribe.ui.dialogs.rows import Rows
from roomscribe.ui.forms.editor import Kit
from roomscribe.ui.forms.run_time_editor import RunTimeEditor
from roomscribe.ui.theme import Role, Theme
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

STOP_AFTER = replace(
    RUN_TIME,
    label=T("Stop after"),
    help=T("From now on. The console stops the task by itself then, as it does with its own."),
)


class AdoptDialog(FramedDialog):
    """One end time for all tasks that are adopted together."""

    def __init__(
        self,
        profile: Profile,
        generation: Generation,
        count: int,
        *,
        rooms_known: bool,
        too_long: Callable[[int], Text | None],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        title = T("Adopt the task") if count == 1 else T("Adopt {count} tasks", count=count)
        super().__init__(title, width=WIDE, parent=parent)
        self._too_long = too_long
        words = T("The console watches what it adopts, can change it, and stops it when its time is over.")
        self.body.addWidget(label(say(words), Role.DIM))
        if not rooms_known:
            tells = T("The vendor's list does not tell the room. Look for one room alone if the table shall name it.")
            self.body.addWidget(label(say(tells), Role.DIM))
        if profile.production:
            production = T("“{name}” is marked as production.", name=profile.name)
            self.body.addWidget(label(say(production), Role.ERROR))
        self._editor = RunTimeEditor(STOP_AFTER, Kit(theme=theme, languages=generation.languages))
        self._editor.set_value(profile.default_minutes)
        rows = Rows()
        self._row = rows.row(STOP_AFTER.label, self._editor, STOP_AFTER.help, focus=self._editor.line)
        self.body.addWidget(rows)
        cancel, self._adopt = button(T("Cancel")), button(title, Role.PRIMARY)
        cancel.clicked.connect(self.reject)
        self._adopt.clicked.connect(self.accept)
        self.add_buttons(cancel, self._adopt)
        self._editor.changed.connect(self._check)
        self._check()
        self._editor.focus_first()

    def minutes(self) -> int:
        """What was chosen; 0 for no end."""
        value = self._editor.value()
        if not isinstance(value, int):
            raise TypeError("the dialog was accepted with a problem")
        return value

    def _check(self) -> None:
        problem = self._problem()
        self._row.set_problem(problem)
        set_enabled_because(self._adopt, say(problem) if problem else "")
        self.fit()

    def _problem(self) -> Text | None:
        value = self._editor.value()
        if problem := run_time_problem(value):
            return problem
        return self._too_long(value) if isinstance(value, int) else None

"""The form for one generation: its fields, the run time, and what still keeps the task from being started."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import Field, Section, Values, given
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.editors import make_editor
from roomscribe.ui.forms.field_sheet import FieldSheet
from roomscribe.ui.forms.run_time import MINUTES, NO_END, RUN_TIME, run_time_problem, run_time_words
from roomscribe.ui.forms.run_time_editor import RunTimeEditor
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

CHECK_DELAY = 150
"""Milliseconds of quiet after a keystroke before the form is checked."""


class TaskForm(QWidget):
    """What a task of one generation is started with. Its problems are known at once, but shown only where the person
    has been, so that a fresh form is not a wall of red."""

    checked = Signal()
    """The form was looked through after a change: `problems` and `draft` are up to date."""

    def __init__(
        self,
        generation: Generation,
        profile: Profile,
        *,
        theme: Theme,
        problems: Callable[[Draft], list[Problem]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.generation = generation
        self.profile = profile
        self.problems: list[Problem] = []
        """What was wrong at the last check, in the order of the form."""
        self._find_problems = problems
        self._minutes = profile.default_minutes
        fields = sorted(generation.fields, key=lambda field: field.section is Section.ADVANCED)
        first_advanced = next((at for at, each in enumerate(fields) if each.section is Section.ADVANCED), len(fields))
        fields.insert(first_advanced, RUN_TIME)
        kit = Kit(theme=theme, languages=generation.languages)
        self.sheet = FieldSheet(fields, kit, profile.site, make=_make_editor)
        self.sheet.set_values({MINUTES: profile.default_minutes})
        self._scroll = self._make_scroll(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(CHECK_DELAY)
        self._wait.timeout.connect(self.check)
        self.sheet.edited.connect(self._on_edited)
        if (advanced := self.sheet.folding()) is not None:
            advanced.folded_or_unfolded.connect(self._describe_advanced)
        self.check()

    def values(self) -> dict[str, object]:
        """The vendor's fields by key, of hidden ones too."""
        values = self.sheet.values()
        del values[MINUTES]
        return values

    def set_values(self, values: Values) -> None:
        """Show these values and check them; fields that are not named keep theirs."""
        self.sheet.set_values({key: value for key, value in values.items() if key != MINUTES})
        self.check()

    def minutes(self) -> int:
        """How long the task may run; while the field holds no number, the last one that it held."""
        value = self.sheet.rows[MINUTES].editor.value()
        if run_time_problem(value) is None and isinstance(value, int):
            self._minutes = value
        return self._minutes

    def set_minutes(self, minutes: int) -> None:
        """Show this run time; 0 is "no end"."""
        self.sheet.set_values({MINUTES: minutes})
        self.check()

    def draft(self) -> Draft:
        """What would be started now."""
        return Draft(profile_id=self.profile.id, values=self.values(), minutes=self.minutes())

    def set_profile(self, profile: Profile) -> None:
        """Go on with another profile of the same generation; a run time that nobody chose becomes the new profile's."""
        self.profile = profile
        self.sheet.set_site(profile.site)
        if not self.sheet.rows[MINUTES].touched:
            self.sheet.set_values({MINUTES: profile.default_minutes})
        self.check()

    def carried(self) -> dict[str, object]:
        """What the person typed, for a form of another generation to take over."""
        return self.sheet.touched()

    def carry_over(self, other: TaskForm) -> None:
        """Take what was typed into another form, where this one has a field of the same key and kind."""
        typed = {
            key: value
            for key, value in other.carried().items()
            if key in self.sheet.rows and self.sheet.rows[key].field.kind is other.sheet.rows[key].field.kind
        }
        self.sheet.set_values(typed)
        self.sheet.touch(key for key, value in typed.items() if given(value))
        self.check()

    def check(self) -> list[Problem]:
        """Look through the form now, show what is wrong where the person has been, and return all of it."""
        self._wait.stop()
        self.problems = self._find_problems(self.draft())
        if message := run_time_problem(self.sheet.rows[MINUTES].editor.value()):
            self.problems.append(Problem(MINUTES, message))
        self.sheet.show_problems(self.problems)
        self._describe_advanced()
        self.checked.emit()
        return self.problems

    def check_if_due(self) -> list[Problem]:
        """The problems of the form as it stands, without waiting for the quiet after a keystroke."""
        return self.check() if self._wait.isActive() else self.problems

    def reason(self) -> Text | None:
        """Why the task cannot be started, in one sentence."""
        if not self.problems:
            return None
        first = self.problems[0]
        row = self.sheet.rows.get(first.key)
        words: Text = first.message
        if row is not None and given(row.editor.value()):
            words = T("{label}: {message}", label=row.field.label, message=words)
        more = len(self.problems) - 1
        return T("{problem} And {count} more.", problem=words, count=more) if more else words

    def reveal_problems(self) -> None:
        """Show every problem under its field, and put the focus into the first one."""
        self.sheet.touch()
        self.sheet.show_problems(self.problems)
        self.focus_first_problem()

    def focus_first_problem(self) -> None:
        """Put the focus into the first field with a problem, opening the part that hides it."""
        first = next((problem for problem in self.problems if self.sheet.shown(problem.key)), None)
        if first is not None:
            self.sheet.touch([first.key])
            self.sheet.show_problems(self.problems)
            self._focus(first.key, first)

    def set_server_problem(self, key: str, message: Text) -> bool:
        """Show under a field what the vendor said about it, until it is changed; False where it is not shown."""
        if not self.sheet.shown(key):
            return False
        self.sheet.tell(key, message)
        self.sheet.show_problems(self.problems)
        self._focus(key)
        return True

    def _focus(self, key: str, problem: Problem | None = None) -> None:
        row = self.sheet.focus(key, problem)
        if row is not None:
            self._scroll.ensureWidgetVisible(row, 0, metrics.CARD)

    def _on_edited(self, _key: object) -> None:
        self._describe_advanced()
        self._wait.start()

    def _describe_advanced(self) -> None:
        advanced = self.sheet.folding()
        if advanced is None:
            return
        value = self.sheet.rows[MINUTES].editor.value()
        advanced.set_summary(say(run_time_words(value)), alarming=value == NO_END)
        hidden = {
            problem.key
            for problem in self.problems
            if problem.key in self.sheet.rows and self.sheet.rows[problem.key].field.section is Section.ADVANCED
        }
        words = self.tr("{count} to correct").format(count=len(hidden)) if hidden and advanced.folded else ""
        advanced.set_badge(words)

    def _make_scroll(self, sheet: QWidget) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(sheet)
        return scroll


def _make_editor(field: Field, kit: Kit, parent: QWidget | None) -> Editor:
    return RunTimeEditor(field, kit, parent) if field is RUN_TIME else make_editor(field, kit, parent)

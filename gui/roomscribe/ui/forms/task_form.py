"""The form for one generation: its fields, the run time, and what still keeps the task from being started."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import Field, Section, Values, given
from roomscribe.domain.profiles import Profile
from roomscribe.domain.run_time import MINUTES, NO_END, RUN_TIME, run_time_problem, run_time_words
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.checked_form import CheckedForm
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.editors import make_editor
from roomscribe.ui.forms.field_sheet import FieldSheet
from roomscribe.ui.forms.run_time_editor import RunTimeEditor
from roomscribe.ui.forms.tab_order import tab_before
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation


class TaskForm(CheckedForm):
    """What a task of one generation is started with, right from the first moment; its rows follow in slices (`built`).

    Its problems are known at once, but shown only where the person has been: a fresh form is not a wall of red.
    """

    def __init__(
        self,
        generation: Generation,
        profile: Profile,
        *,
        theme: Theme,
        problems: Callable[[Draft], list[Problem]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(generation, profile, problems, parent)
        self._minutes = profile.default_minutes
        fields = sorted(generation.fields, key=lambda field: field.section is Section.ADVANCED)
        first_advanced = next((at for at, each in enumerate(fields) if each.section is Section.ADVANCED), len(fields))
        fields.insert(first_advanced, RUN_TIME)
        kit = Kit(theme=theme, languages=generation.languages)
        self._begin(FieldSheet(fields, kit, profile.site, make=_make_editor))
        self.sheet.set_values({MINUTES: profile.default_minutes})
        self._filled = self.sheet.values()
        """What the program put there."""
        self._lay_out()
        self.check()

    def begin_at(self, section: Section) -> None:
        """Have the focus begin in this part, once the form is complete."""
        self._scroll.begin_at(section)

    def values(self) -> dict[str, object]:
        """The vendor's fields by key, of hidden ones too."""
        values = self.sheet.values()
        del values[MINUTES]
        return values

    def typed(self) -> bool:
        """Whether a person has changed anything since the form was made, or last filled by the program."""
        return any(value != self._filled.get(key) for key, value in self.sheet.touched().items())

    def set_values(self, values: Values) -> None:
        """Show these values and check them; fields that are not named keep theirs."""
        self.sheet.set_values({key: value for key, value in values.items() if key != MINUTES})
        self._filled = self.sheet.values()
        self.check()

    def minutes(self) -> int:
        """How long the task may run; while the field holds no number, the last one that it held."""
        value = self.sheet.value(MINUTES)
        if run_time_problem(value) is None and isinstance(value, int):
            self._minutes = value
        return self._minutes

    def set_minutes(self, minutes: int) -> None:
        """Show this run time; 0 is "no end"."""
        self.sheet.set_values({MINUTES: minutes})
        self._filled[MINUTES] = minutes
        self.check()

    def draft(self) -> Draft:
        """What would be started now."""
        return Draft(profile_id=self.profile.id, values=self.values(), minutes=self.minutes())

    def set_profile(self, profile: Profile) -> None:
        """Go on with another profile of the same generation; a run time that nobody chose becomes the new profile's."""
        self.profile = profile
        self.sheet.set_site(profile.site)
        if MINUTES not in self.sheet.touched():
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
            if key in self.sheet.fields and self.sheet.fields[key].kind is other.sheet.fields[key].kind
        }
        self.sheet.set_values(typed)
        self.sheet.touch(key for key, value in typed.items() if given(value))
        self.check()

    def check(self) -> list[Problem]:
        """Look through the form now, show what is wrong where the person has been, and return all of it."""
        self._wait.stop()
        self.problems = self._find_problems(self.draft())
        if message := run_time_problem(self.sheet.value(MINUTES), self.generation.abilities.longest_run):
            self.problems.append(Problem(MINUTES, message))
        self.sheet.show_problems(self.problems)
        self._describe_advanced()
        self.checked.emit()
        return self.problems

    def reason(self) -> Text | None:
        """Why the task cannot be started, in a few words; the whole message stands under the field."""
        if not self.problems:
            return None
        words = self._in_short(self.problems[0])
        more = len({problem.key for problem in self.problems}) - 1
        return T("{problem} {count} more to correct.", problem=words, count=more) if more else words

    def reveal_problems(self) -> None:
        """Show every problem under its field, and put the focus into the first one."""
        self.sheet.touch()
        self.sheet.show_problems(self.problems)
        self.focus_first_problem()

    def focus_first_problem(self) -> None:
        """Put the focus into the first field with a problem, opening the part that hides it."""
        for problem in self.problems:
            if (place := self.sheet.place(problem.key)) is not None:
                self.sheet.touch([place])
                self.sheet.show_problems(self.problems)
                self._focus(place, problem if place == problem.key else None)
                return

    def _in_short(self, problem: Problem) -> Text:
        place = self.sheet.place(problem.key)
        if place is None or not given(self.sheet.value(problem.key)):
            return problem.message
        return T("Correct {label}.", label=self.sheet.fields[place].label)

    def _on_head_clicked(self) -> None:
        advanced = self.sheet.folding()
        if advanced is not None and not advanced.folded and (block := self.sheet.blocks.get(Section.ADVANCED)):
            self._scroll.bring_up(block)

    def _on_edited(self, _key: object) -> None:
        self._describe_advanced()
        super()._on_edited(_key)

    def _describe_advanced(self) -> None:
        advanced = self.sheet.folding()
        if advanced is None:
            return
        value = self.sheet.value(MINUTES)
        advanced.set_summary(say(run_time_words(value)), alarming=value == NO_END)
        hidden = {
            problem.key
            for problem in self.problems
            if problem.key in self.sheet.fields and self.sheet.fields[problem.key].section is Section.ADVANCED
        }
        words = say(T("{count} to correct", count=len(hidden))) if hidden and advanced.folded else ""
        advanced.set_badge(words)

    def _lay_out(self) -> None:
        column = filling_column(self, metrics.GAP)
        column.addWidget(self._scroll)
        if (advanced := self.sheet.folding()) is not None:
            # Outside the part that scrolls, so that the run time is always in sight.
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, metrics.SCROLL_BAR, 0)
            row.addWidget(advanced)
            column.addLayout(row)
            tab_before(advanced.head, [self._scroll])
            advanced.folded_or_unfolded.connect(self._describe_advanced)
            advanced.head.clicked.connect(self._on_head_clicked)


def _make_editor(field: Field, kit: Kit, parent: QWidget | None) -> Editor:
    return RunTimeEditor(field, kit, parent) if field is RUN_TIME else make_editor(field, kit, parent)

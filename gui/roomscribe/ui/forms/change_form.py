"""The form for changing a running task: the fields that can change, filled with what runs now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import Field, Value, Values, given
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.checked_form import CheckedForm
from roomscribe.ui.forms.editor import Kit
from roomscribe.ui.forms.field_choice import FieldChoice
from roomscribe.ui.forms.field_sheet import FieldSheet
from roomscribe.ui.forms.value_words import value_words
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation


@dataclass(frozen=True, kw_only=True)
class ChangeInWords:
    """One field that would change."""

    key: str
    label: str
    old: str
    new: str


class ChangeForm(CheckedForm):
    """Editors for what may change; everything else of the task stays as it runs.

    What is wrong with other fields cannot be put right here and is not looked at.
    """

    def __init__(
        self,
        generation: Generation,
        profile: Profile,
        values: Values,
        *,
        theme: Theme,
        problems: Callable[[Draft], list[Problem]],
        updatable_only: bool = True,
        unknown: frozenset[str] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        """`unknown`: keys of fields of which nobody knows what they are; the person chooses which of them to set."""
        super().__init__(generation, profile, problems, parent)
        self._unknown = unknown
        self._before = dict(values)
        kit = Kit(theme=theme, languages=generation.languages)
        fields = [each for each in generation.fields if each.updatable or not updatable_only]
        self._begin(FieldSheet(fields, kit, profile.site, given=self._before, folding=False))
        self.sheet.set_values(self._before)
        self.sheet.touch()
        column = filling_column(self)
        self.choice = FieldChoice(each for each in fields if each.key in unknown) if unknown else None
        if self.choice is not None:
            column.setSpacing(metrics.PANEL)
            column.addWidget(self.choice)
            self.choice.changed.connect(self._on_chosen)
            self.sheet.leave_out(self.choice.left_out())
        column.addWidget(self._scroll, 1)
        self.check()

    def values(self) -> dict[str, Value]:
        """All values of the task after the change; without those that nobody knows."""
        known = {key: value for key, value in self.sheet.values().items() if self._says(key)}
        return {**self._before, **known}

    def differences(self) -> list[ChangeInWords]:
        """What would change, in words, in the order of the form; a secret only says that one was typed."""
        changes = []
        for key, field in self.sheet.fields.items():
            old, new = self._before.get(key), self.sheet.value(key)
            if self.sheet.shown(key) and (key in self._unknown or not _same(old, new)):
                changes.append(self._in_words(field, old, new))
        return changes

    def reason(self) -> Text | None:
        """Why the change cannot be made, in one sentence."""
        if self.problems:
            return self.problems[0].message
        return None if self.differences() else T("Nothing was changed.")

    def check(self) -> list[Problem]:
        """Look through the form now, show what is wrong, and return it."""
        self._wait.stop()
        draft = Draft(profile_id=self.profile.id, values=self.values(), minutes=self.profile.default_minutes)
        self.problems = [each for each in self._find_problems(draft) if self.sheet.shown(each.key)]
        self.sheet.show_problems(self.problems)
        self.checked.emit()
        return self.problems

    def focus_first_problem(self) -> None:
        """Put the focus into the first field with a problem."""
        if self.problems:
            self._focus(self.problems[0].key, self.problems[0])

    def _says(self, key: str) -> bool:
        return key not in self._unknown or self.sheet.shown(key)

    def _on_chosen(self) -> None:
        if self.choice is not None:
            self.sheet.leave_out(self.choice.left_out())
            self.check()

    def _in_words(self, field: Field, old: Value, new: Value) -> ChangeInWords:
        languages = self.generation.languages
        return ChangeInWords(
            key=field.key,
            label=say(field.label),
            old=say(T("not known")) if field.key in self._unknown else value_words(field, old, languages),
            new=value_words(field, new, languages),
        )


def _same(old: Value, new: Value) -> bool:
    return old == new or (not given(old) and not given(new))

"""What a change would change: each field as it was, and as it becomes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from roomscribe.domain.fields import Field, Values
from roomscribe.domain.lengths import MINUTE, short
from roomscribe.domain.run_time import MINUTES, NO_END, RUN_TIME
from roomscribe.domain.text import T
from roomscribe.ui.dialogs.parts import column, label
from roomscribe.ui.first_few import first_few
from roomscribe.ui.forms.change_form import ChangeInWords
from roomscribe.ui.forms.value_words import value_words
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

MOST = 3
"""Changes that are told; more are only counted: the form above shows them all."""
INDENT = "\u2003"


class ChangesView(QWidget):
    """Lists differences; empty when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(say(T("What changes")), Role.STRONG)
        self._text = label("")
        self.setLayout(column(self._title, self._text, spacing=metrics.HALF_GAP))
        self.show_changes([])

    def show_changes(self, changes: Sequence[ChangeInWords]) -> None:
        """Show these."""
        self._text.setText("\n".join(first_few(changes, MOST, _was_and_becomes)))
        self.setVisible(bool(changes))
        self.setAccessibleName(self._text.text())


def _was_and_becomes(change: ChangeInWords) -> str:
    # In words and on two lines: an arrow already stands between the languages of a translation.
    was = say(T("{field}: was {old}", field=change.label, old=change.old))
    becomes = say(T("becomes {new}", new=change.new))
    return f"{was}\n{INDENT}{becomes}"


def changes_between(generation: Generation, fields: Sequence[Field], old: Values, new: Values) -> list[ChangeInWords]:
    """The given fields' old and new values in words."""
    return [
        ChangeInWords(
            key=each.key,
            label=say(each.label),
            old=value_words(each, old.get(each.key), generation.languages),
            new=value_words(each, new.get(each.key), generation.languages),
        )
        for each in fields
    ]


def run_time_change(old: int, new: int) -> list[ChangeInWords]:
    """The change of a task's run time in minutes, where there is one."""
    if old == new:
        return []
    return [ChangeInWords(key=MINUTES, label=say(RUN_TIME.label), old=_run_time(old), new=_run_time(new))]


def _run_time(minutes: int) -> str:
    return say(T("No end") if minutes == NO_END else short(minutes, MINUTE))

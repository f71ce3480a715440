"""What a change would change, old and new, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from roomscribe.domain.fields import Field, Values
from roomscribe.domain.text import T
from roomscribe.ui.dialogs.parts import column, label
from roomscribe.ui.forms.change_form import ChangeInWords
from roomscribe.ui.forms.run_time import MINUTES, NO_END, RUN_TIME
from roomscribe.ui.forms.value_words import value_words
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

LINES = 4
"""More are only counted: the form above shows them all."""


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
        lines = [f"{each.label}: {each.old} → {each.new}" for each in changes[:LINES]]
        if more := len(changes) - LINES:
            lines += [say(T("and {count} more", count=more))] if more > 0 else []
        self._text.setText("\n".join(lines))
        self.setVisible(bool(changes))
        self.setAccessibleName(self._text.text())


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
    return say(T("No end") if minutes == NO_END else T("{minutes} min", minutes=minutes))

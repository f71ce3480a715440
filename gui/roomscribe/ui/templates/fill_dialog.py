"""Asks what a template leaves open, and shows what would come into the form."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.services.opening import Opened
from roomscribe.services.template_filling import Question
from roomscribe.services.templates import Kept
from roomscribe.ui.dialogs.frame import WIDE, FramedDialog
from roomscribe.ui.dialogs.parts import button, set_enabled_because
from roomscribe.ui.dialogs.rows import Row, Rows
from roomscribe.ui.forms.quiet_timer import QuietTimer
from roomscribe.ui.moving.outcome import OutcomeView
from roomscribe.ui.templates.tools import TemplateTools
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say

MOST_IN_SIGHT = 6
"""Questions; more scroll."""


class FillDialog(FramedDialog):
    """`opened` is what would come into the form."""

    def __init__(
        self, tools: TemplateTools, kept: Kept, profiles: list[Profile], first: Profile, parent: QWidget | None = None
    ) -> None:
        super().__init__(T("Use “{name}”", name=kept.template.name), width=WIDE, scrolls=False, parent=parent)
        self.opened: Opened | None = None
        self._tools, self._kept = tools, kept
        self.lines: dict[str, QLineEdit] = {}
        self._rows: dict[str, tuple[Question, Row]] = {}
        self.outcome = OutcomeView(tools.registry, tools.theme, tools.launcher.problems)
        cancel, self.fill = button(T("Cancel")), button(T("Fill the form"), Role.PRIMARY)
        questions = tools.filler.questions(kept.template)
        if questions:
            self.body.addWidget(self._ask(questions))
        self.body.addWidget(self.outcome, 1)
        self.add_buttons(cancel, self.fill)
        self._wait = QuietTimer(self)
        self._wait.timeout.connect(self.look)
        cancel.clicked.connect(self.reject)
        self.fill.clicked.connect(self._on_fill)
        self.outcome.profile_chosen.connect(self.look)
        self.outcome.set_profiles(profiles, first.id)
        self.look()
        focus = next(iter(self.lines.values()), self.fill)
        focus.setFocus()
        if isinstance(focus, QLineEdit):
            focus.selectAll()

    def done(self, result: int) -> None:
        self._wait.stop()
        super().done(result)

    def look(self) -> None:
        """Read the answers as they stand, and show what comes of them."""
        self._wait.stop()
        profile = self.outcome.profile()
        if profile is None:
            return
        answers = {name: line.text().strip() for name, line in self.lines.items()}
        empty = [name for name, answer in answers.items() if not answer]
        for name, (question, row) in self._rows.items():
            problem = self._tools.filler.problem(question, self._kept.template, answers[name])
            row.set_problem(problem if answers[name] else None)
        opened = self._tools.filler.fill(self._kept.template, answers, profile)
        self.opened = Opened(draft=opened.draft, remarks=(*self._kept.remarks, *opened.remarks))
        self.outcome.show_outcome(self.opened)
        missing = T("Answer “{name}” first.", name=_name(self._rows[empty[0]][0])) if empty else None
        set_enabled_because(self.fill, say(missing) if missing else "")
        self.fit()

    def _ask(self, questions: tuple[Question, ...]) -> QWidget:
        rows = Rows()
        for each in questions:
            line = QLineEdit(each.suggestion)
            line.textChanged.connect(self._wait_for_more)
            row = rows.row(_name(each), line, each.field.help if each.field else None)
            self.lines[each.name], self._rows[each.name] = line, (each, row)
        if len(questions) <= MOST_IN_SIGHT:
            return rows
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(rows)
        area.setMinimumHeight(MOST_IN_SIGHT * (metrics.CONTROL + metrics.GAP))
        return area

    def _wait_for_more(self) -> None:
        self._wait.note_change()

    def _on_fill(self) -> None:
        self.look()
        if self.fill.isEnabled():
            self.accept()


def _name(question: Question) -> Text:
    # A name that somebody gave to a placeholder stands as it is, braces and all.
    return question.field.label if question.field is not None else Text("{name}", {"name": question.name})

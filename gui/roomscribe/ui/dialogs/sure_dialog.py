"""A question before what costs money or disturbs others: its reasons, and a word to type where it must not slip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.parts import IconView, button, column, label, set_enabled_because
from roomscribe.ui.theme import Role, Theme, metrics
from roomscribe.ui.words import say

MOST_REASONS = 4
"""More are only counted: the dialog must fit on a small screen."""


class SureDialog(FramedDialog):
    """Accepted when the person is sure. `wants_other`: they would rather see the task that is in the way."""

    def __init__(
        self,
        theme: Theme,
        title: Text,
        reasons: Sequence[Text],
        primary: Text,
        *,
        words: Sequence[str] = (),
        detail: str = "",
        shows_other: bool = False,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`words`: one of them must be typed, the first is asked for by name; `shows_other` offers the other task."""
        super().__init__(title, parent=parent)
        self.wants_other = False
        self._words = [word.strip() for word in words if word.strip()]
        texts = column(*(label(say(reason)) for reason in reasons[:MOST_REASONS]), spacing=metrics.GAP)
        if (more := len(reasons) - MOST_REASONS) > 0:
            texts.addWidget(label(say(T("and {count} more", count=more)), Role.DIM))
        if detail:
            texts.addWidget(label(detail, Role.DIM, selectable=True))
        row = QHBoxLayout()
        row.setSpacing(metrics.PANEL)
        icon = IconView(theme.icon("warning", "bad" if danger else "warn"), metrics.ICON_LARGE)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.body.addLayout(row)
        self.typed = QLineEdit()
        if self._words:
            self._ask_for_a_word()
        self.act = button(primary, Role.DANGER if danger else Role.PRIMARY)
        self.cancel = button(T("Cancel"))
        self.other = button(T("Show the other task"))
        self._connect(shows_other)

    def _ask_for_a_word(self) -> None:
        words = T("Type “{word}” to go on.", word=self._words[0])
        if len(self._words) > 1:
            words = T("Type “{word}” or “{other}” to go on.", word=self._words[0], other=self._words[1])
        ask = label(say(words), Role.STRONG)
        ask.setBuddy(self.typed)
        self.typed.setAccessibleName(say(words))
        self.body.addLayout(column(ask, self.typed, spacing=metrics.HALF_GAP))

    def _connect(self, shows_other: bool) -> None:
        self.add_buttons(self.cancel, self.act, left=(self.other,))
        self.other.setVisible(shows_other)
        self.cancel.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)
        self.other.clicked.connect(self._on_other)
        self.typed.textEdited.connect(self._look)
        self._look()
        # Enter does what is asked only where a word was typed for it.
        safe = self.act if self._words else self.cancel
        safe.setDefault(True)
        (self.typed if self._words else self.cancel).setFocus()

    def _look(self) -> None:
        typed = self.typed.text().strip().casefold()
        right = not self._words or typed in [word.casefold() for word in self._words]
        set_enabled_because(self.act, "" if right else say(T("Type the word first.")))

    def _on_other(self) -> None:
        self.wants_other = True
        self.reject()

"""What stands at a note that somebody else has changed meanwhile: their words, and whose shall stay."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.dialogs.parts import button, column, label
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.typed_words import plain_tip
from roomscribe.ui.words import say

LINES, LETTERS = 3, 240
"""How much of a long note is shown: there must be room for one's own above it."""


class ConflictLine(QWidget):
    """Hidden where there is nothing to decide."""

    mine_kept = Signal()
    theirs_taken = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words, self.theirs = label("", Role.ERROR), label("", Role.DIM, selectable=True)
        self.mine_button, self.theirs_button = button(T("Keep mine")), button(T("Take theirs"))
        self.mine_button.setToolTip(say(T("Your text takes the place of theirs.")))
        self.theirs_button.setToolTip(say(T("Their text takes the place of yours.")))
        acts = QHBoxLayout()
        acts.setSpacing(metrics.GAP)
        acts.addWidget(self.mine_button)
        acts.addWidget(self.theirs_button)
        acts.addStretch(1)
        inside = column(self.words, self.theirs, spacing=metrics.HALF_GAP)
        inside.addLayout(acts)
        self.setLayout(inside)
        self.mine_button.clicked.connect(self.mine_kept)
        self.theirs_button.clicked.connect(self.theirs_taken)
        self.hide()

    def ask(self, theirs: str, by: str) -> None:
        """Ask whose text shall stay; `by` is who wrote the other, "" where nobody knows."""
        who = T("Changed meanwhile by {name}. Yours is not saved yet. Theirs is:", name=by)
        nobody = T("Changed meanwhile in another window. Yours is not saved yet. Theirs is:")
        self.words.setText(say(who if by else nobody))
        beginning = "\n".join(theirs.splitlines()[:LINES])[:LETTERS]
        self.theirs.setText((beginning if beginning == theirs else f"{beginning}…") or say(T("(no note)")))
        self.theirs.setToolTip("" if beginning == theirs else plain_tip(theirs))
        self.show()

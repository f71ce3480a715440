"""What to do when the register of tasks can't be used: try again, begin an empty one, or quit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.runtime.dialogs import ask
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.parts import IconView, button, column, label
from roomscribe.ui.theme import Role, Theme, metrics
from roomscribe.ui.words import say

WIDTH = 560


class LedgerChoice(Enum):
    """What the person decided."""

    QUIT = auto()
    RETRY = auto()
    """Try to open it again: something was changed meanwhile."""
    BEGIN_ANEW = auto()
    """Keep it under another name, and begin an empty one."""


class LedgerDialog(FramedDialog):
    """Says what is wrong with the register; `choice` is the answer. Nothing has been changed so far."""

    def __init__(self, theme: Theme, trouble: LedgerUnusable, *, parent: QWidget | None = None) -> None:
        super().__init__(T("The register of tasks can't be used"), width=WIDTH, parent=parent)
        self.choice = LedgerChoice.QUIT
        texts = column(label(say(trouble.message), selectable=True), spacing=metrics.PANEL)
        retry = self._button(T("Try again"), Role.PRIMARY, LedgerChoice.RETRY)
        leave = button(T("Quit"))
        leave.clicked.connect(self.reject)
        if trouble.replaceable:
            texts.addWidget(label(say(_what_it_means()), Role.DIM))
            anew = self._button(T("Start with an empty register"), Role.DANGER, LedgerChoice.BEGIN_ANEW)
            self.add_buttons(leave, retry, left=(anew,))
        else:
            self.add_buttons(leave, retry)
        beside = QHBoxLayout()
        beside.setSpacing(metrics.PANEL)
        icon = IconView(theme.icon("failed", "bad"), metrics.ICON_LARGE)
        beside.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(texts, 1)
        self.body.addLayout(beside)
        retry.setFocus()

    def _button(self, text: Text, role: Role, choice: LedgerChoice) -> QPushButton:
        made = button(text, role)
        made.clicked.connect(lambda: self._choose(choice))
        return made

    def _choose(self, choice: LedgerChoice) -> None:
        self.choice = choice
        self.accept()


async def opened(
    open_all: Callable[[], Awaitable[None]],
    begin_anew: Callable[[], Awaitable[None]],
    theme: Theme,
    parent: QWidget | None = None,
) -> bool:
    """Open everything, and ask for as long as the register can't be used; False when the person gives up."""
    work = open_all
    while True:
        try:
            await work()
            if work is open_all:
                return True
            work = open_all
        except LedgerUnusable as trouble:
            dialog = LedgerDialog(theme, trouble, parent=parent)
            await ask(dialog)
            if dialog.choice is LedgerChoice.QUIT:
                return False
            work = begin_anew if dialog.choice is LedgerChoice.BEGIN_ANEW else open_all


def _what_it_means() -> Text:
    return T(
        "With an empty register the present file stays where it is, under another name with today's date. Tasks that "
        "only it knows are neither shown nor stopped by this program; at the vendor they go on until somebody ends "
        "them, or a limit does. “roomscribe ledger restore” brings a copy back."
    )

"""The question before an act, and the words of a failure for the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.text import T, Text
from roomscribe.runtime.dialogs import ask
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.parts import IconView, button, column, label
from roomscribe.ui.theme import Role, Theme, metrics
from roomscribe.ui.words import say


class ConfirmDialog(FramedDialog):
    """Asks before an act; the button says what will happen."""

    def __init__(
        self,
        theme: Theme,
        title: Text,
        text: Text,
        primary: Text,
        *,
        detail: str = "",
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent=parent)
        icon = theme.icon("warning", "bad") if danger else theme.icon("help", "info")
        texts = column(label(say(text)))
        if detail:
            texts.addWidget(label(detail, Role.DIM, selectable=True))
        self.body.addLayout(_beside(IconView(icon, metrics.ICON_LARGE), texts))
        cancel = button(T("Cancel"))
        act = button(primary, Role.DANGER if danger else Role.PRIMARY)
        cancel.clicked.connect(self.reject)
        act.clicked.connect(self.accept)
        self.add_buttons(cancel, act)
        # Enter must not do what cannot be undone.
        safe = cancel if danger else act
        safe.setDefault(True)
        safe.setFocus()


Given = ParamSpec("Given")


def _asking(dialog: Callable[Given, QDialog]) -> Callable[Given, Coroutine[Any, Any, bool]]:
    async def wanted(*args: Given.args, **named: Given.kwargs) -> bool:
        return await ask(dialog(*args, **named)) == QDialog.DialogCode.Accepted

    return wanted


confirm = _asking(ConfirmDialog)
"""Ask with a `ConfirmDialog`, and return whether the person wants it."""


async def confirm_discarding(theme: Theme, text: Text, parent: QWidget) -> bool:
    """Ask before typed values are lost: Esc and a frame's cross are pressed by accident. `text` says more of them."""
    return await confirm(theme, T("Discard what you typed?"), text, T("Discard"), danger=True, parent=parent)


def note_details(note: ErrorNote) -> str:
    """The vendor's side of a failure, line by line, for the clipboard; it was redacted when it was made."""
    lines = [T("Code: {code}", code=note.code)]
    if note.vendor_message:
        lines.append(T("The vendor's words: {words}", words=note.vendor_message))
    if note.request_id:
        lines.append(T("Request id: {id}", id=note.request_id))
    return "\n".join(say(line) for line in lines)


def _beside(icon: QWidget, texts: QVBoxLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(metrics.PANEL)
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(texts, 1)
    return row

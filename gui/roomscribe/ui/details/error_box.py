"""A task's last error: what it means, what to do, and the vendor's code and request id to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.text import T
from roomscribe.ui.action_link import ActionLink
from roomscribe.ui.copy_button import CopyButton
from roomscribe.ui.errors.link import ExplainLink
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.typed_words import breakable
from roomscribe.ui.words import say


def error_facts(note: ErrorNote) -> str:
    """Code, the vendor's words and request id on one line."""
    parts = [note.code, note.vendor_message]
    if note.request_id:
        parts.append(say(T("request {id}", id=note.request_id)))
    return " · ".join(part for part in parts if part)


def error_text(note: ErrorNote) -> str:
    """Everything, for the clipboard."""
    lines = [say(note.meaning), say(note.remedy), error_facts(note)]
    return "\n".join(line for line in lines if line)


class ErrorBox(QFrame):
    """Red around, because somebody should read it; hidden without an error."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, Role.BANNER_BAD)
        self._meaning, self._remedy, self._facts = (QLabel(self, wordWrap=True) for _ in range(3))
        set_role(self._meaning, Role.STRONG)
        set_role(self._facts, Role.NOTE)
        self.explain = ExplainLink(self)
        self._copy = CopyButton(theme, say(T("Copy the error")), self)
        texts = QVBoxLayout()
        texts.setSpacing(metrics.HALF_GAP)
        for label in (self._meaning, self._remedy, self._facts):
            label.setTextFormat(Qt.TextFormat.PlainText)
            texts.addWidget(label)
        self._links = QHBoxLayout()
        self._links.setSpacing(metrics.CARD)
        self._links.addWidget(self.explain)
        self._links.addStretch(1)
        texts.addLayout(self._links)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(metrics.PANEL, metrics.GAP, metrics.GAP, metrics.GAP)
        layout.addLayout(texts, 1)
        layout.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def add_act(self, action: QAction) -> None:
        """Offer what a person can do about it, for as long as the action is in sight."""
        self._links.insertWidget(self._links.count() - 1, ActionLink(action, self))

    def show_error(self, note: ErrorNote | None, vendor_id: str = "") -> None:
        """Show it, or nothing. `vendor_id` is whose it is."""
        self.setVisible(note is not None)
        self.explain.lead_to(note, vendor_id)
        if note is None:
            return
        self._meaning.setText(breakable(say(note.meaning) or note.code))
        self._remedy.setText(breakable(say(note.remedy)))
        self._remedy.setVisible(bool(self._remedy.text()))
        self._facts.setText(breakable(error_facts(note)))
        self._copy.text_to_copy = error_text(note)

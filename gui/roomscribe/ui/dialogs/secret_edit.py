"""An editor for one secret: typed as dots, never shown once it is saved, replaced or deleted on purpose."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.profile_rules import without_blanks
from roomscribe.ui.layouts import filling_row
from roomscribe.ui.secret_line import SecretLine
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

SAVED = T("saved – type to replace")


class SecretEdit(QWidget):
    """Takes a new secret, or keeps or deletes the one that is saved."""

    changed = Signal()

    def __init__(self, theme: Theme, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = say(name)
        self._kept: Text | None = None
        self._deleted = False
        self.line = SecretLine()
        self.line.textEdited.connect(self._on_edited)
        self._eye = self._tool("unlock", say(T("Show what was typed")), self.line.show_text)
        self._eye.setCheckable(True)
        self._bin = self._tool("delete", "", self._on_bin)
        row = filling_row(self, metrics.HALF_GAP)
        row.addWidget(self.line, 1)
        row.addWidget(self._eye)
        row.addWidget(self._bin)
        self.setFocusProxy(self.line)
        self._show_state()

    def _tool(self, icon: str, name: str, react: object) -> QToolButton:
        made = QToolButton()
        made.setIcon(self._theme.icon(icon, "dim"))
        made.setToolTip(name)
        made.setAccessibleName(f"{name}: {self._name}" if name else self._name)
        made.clicked.connect(react)
        set_role(made, Role.QUIET)
        self.line.offer(made)
        return made

    def set_kept(self, words: Text | None = SAVED) -> None:
        """Say that a secret is there already, in these words; None when there is none."""
        self._kept = words
        self._deleted = False
        self._show_state()

    def type_in(self, text: str) -> None:
        """Put back what was typed before."""
        self.line.setText(text)
        self._show_state()

    @property
    def given(self) -> bool:
        """Whether there will be a secret after saving."""
        return bool(self.line.text()) or (self._kept is not None and not self._deleted)

    def change(self) -> str | None:
        """What to save: a text, "" to delete, or None to leave it as it is."""
        if self.line.text():
            return self.line.text()
        return "" if self._deleted else None

    def _on_edited(self, text: str) -> None:
        if (clean := without_blanks(text)) != text:
            self.line.setText(clean)
        self._show_state()
        self.changed.emit()

    def _on_bin(self) -> None:
        self._deleted = not self._deleted
        if self._deleted:
            self.line.clear()
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        typed = bool(self.line.text())
        self._eye.setVisible(typed)
        if not typed and self._eye.isChecked():
            self._eye.setChecked(False)
            self.line.show_text(False)
        self._bin.setVisible(self._kept is not None and not typed)
        self._bin.setIcon(self._theme.icon("restart" if self._deleted else "delete", "dim"))
        act = say(T("Keep it after all") if self._deleted else T("Delete the saved secret"))
        self._bin.setToolTip(act)
        self._bin.setAccessibleName(f"{act}: {self._name}")
        if self._kept is None:
            self.line.setPlaceholderText("")
        else:
            self.line.setPlaceholderText(say(T("will be deleted when you save") if self._deleted else self._kept))

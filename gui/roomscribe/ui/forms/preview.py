"""Shows the requests that a start would send, secrets replaced, while the form is being filled in."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.forms.json_highlighter import JsonHighlighter
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import CallPreview

_WIDTH, _HEIGHT = 16, 14
"""A fresh window's size, in table rows."""


def preview_text(calls: Sequence[CallPreview]) -> str:
    """The requests as one text: what is called, where, and the body."""
    return "\n\n".join(_call_text(call) for call in calls)


def _call_text(call: CallPreview) -> str:
    head = f"{call.method} {call.url}"
    if call.body is None:
        return head
    return f"{head}\n{json.dumps(call.body, indent=2, ensure_ascii=False, default=str)}"


class PreviewPanel(QWidget):
    """The requests, coloured, to read and to copy."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setFont(theme.mono_font())
        set_role(self.text, Role.MONO)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setAccessibleName(say(T("Requests that Start would send")))
        self.text.setPlaceholderText(say(T("Nothing to send yet.")))
        self._highlighter = JsonHighlighter(self.text.document(), theme)
        note = QLabel(say(T("What Start would send. Secrets are replaced.")), self)
        set_role(note, Role.NOTE)
        self.copy = QPushButton(theme.icon("copy"), say(T("Copy")), self)
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._on_copy)
        self.close_button = QPushButton(say(T("Close")), self)
        self.close_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(metrics.GAP)
        row.addWidget(note, 1)
        row.addWidget(self.copy)
        row.addWidget(self.close_button)
        column = filling_column(self, metrics.GAP)
        column.addWidget(self.text, 1)
        column.addLayout(row)

    def show_calls(self, calls: Sequence[CallPreview]) -> None:
        """Show these requests; the place that is being read stays in sight."""
        text = preview_text(calls)
        if text != self.text.toPlainText():
            bar = self.text.verticalScrollBar()
            place = bar.value()
            self.text.setPlainText(text)
            bar.setValue(place)
        self.copy.setEnabled(bool(text))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


class PreviewWindow(QDialog):
    """The panel in a window of its own that leaves the form usable."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(say(T("Request preview")))
        self.setModal(False)
        self.panel = PreviewPanel(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.PANEL, metrics.PANEL, metrics.PANEL, metrics.PANEL)
        column.addWidget(self.panel)
        self.panel.close_button.clicked.connect(self.close)
        self.resize(QSize(_WIDTH * metrics.ROW, _HEIGHT * metrics.ROW))

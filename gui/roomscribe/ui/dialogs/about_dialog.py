"""Who made the program, which version it is, and on what it runs; all of it can be copied into a report."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QHBoxLayout, QWidget

from roomscribe import __version__
from roomscribe.domain.text import T
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.parts import IconView, button, column, label
from roomscribe.ui.theme import Role, Theme, metrics
from roomscribe.ui.words import say


class AboutDialog(FramedDialog):
    """About RoomScribe."""

    def __init__(self, theme: Theme, icon: QIcon, *, secrets: str = "", parent: QWidget | None = None) -> None:
        """`secrets` says where secrets are kept now."""
        super().__init__(T("About RoomScribe"), parent=parent)
        facts = [
            T("Version {version}", version=__version__),
            T("Python {python}, Qt {qt}", python=platform.python_version(), qt=qVersion()),
            T("{system} {release}", system=platform.system(), release=platform.release()),
        ]
        self._facts = "\n".join(say(fact) for fact in facts) + (f"\n{secrets}" if secrets else "")
        purpose = T("One window for real-time transcription tasks: start, watch, update and stop caption bots.")
        mark = T("The vendors' names belong to their owners; this program is not theirs.")
        texts = column(
            label("RoomScribe", Role.TITLE),
            label(say(purpose)),
            label(self._facts, Role.DIM, selectable=True),
            label(say(mark), Role.NOTE),
        )
        row = QHBoxLayout()
        row.setSpacing(metrics.CARD)
        row.addWidget(IconView(icon, metrics.ICON_EMPTY), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.heading.hide()
        self.body.addLayout(row)
        self._copy, close = button(T("Copy")), button(T("Close"), Role.PRIMARY)
        self._copy.setIcon(theme.icon("copy"))
        self._copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.accept)
        self.add_buttons(close, left=(self._copy,))
        close.setFocus()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(f"RoomScribe\n{self._facts}")
        self._copy.setText(say(T("Copied")))

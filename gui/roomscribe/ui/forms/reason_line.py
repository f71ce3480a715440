"""The line above the Start button that says why it cannot be pressed, or why the last start did not happen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.text import T
from roomscribe.ui.errors.link import ExplainLink
from roomscribe.ui.forms.wrapped_button import WrappedButton
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.typed_words import LONGEST_IN_FORM, breakable
from roomscribe.ui.words import say


class ReasonLine(QWidget):
    """A quiet reason that leads to the field or the task it is about, and a loud refusal above it."""

    followed = Signal()
    """The person wants to be led to the field that is wrong."""
    task_requested = Signal(object)
    """The person wants to see the task with this id, which is in the way."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._task_id = ""
        self.refusal = QLabel(self)
        self.refusal.setWordWrap(True)
        self.refusal.setTextFormat(Qt.TextFormat.PlainText)
        self.refusal.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reason = WrappedButton(self)
        self.reason.clicked.connect(self._on_clicked)
        close = QToolButton(self)
        set_role(close, Role.QUIET)
        close.setIcon(theme.icon("clear", "dim"))
        close.setIconSize(QSize(metrics.ICON_SMALL, metrics.ICON_SMALL))
        close.setAccessibleName(say(T("Dismiss the message")))
        close.clicked.connect(self.forget_refusal)
        self._banner = QFrame(self)
        set_role(self._banner, Role.BANNER_BAD)
        row = QHBoxLayout(self._banner)
        row.setContentsMargins(metrics.GAP, metrics.HALF_GAP, metrics.HALF_GAP, metrics.HALF_GAP)
        self.explain = ExplainLink(self)
        texts = QVBoxLayout()
        texts.setSpacing(metrics.HALF_GAP)
        texts.addWidget(self.refusal)
        texts.addWidget(self.explain, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(texts, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column = filling_column(self, metrics.HALF_GAP)
        column.addWidget(self._banner)
        column.addWidget(self.reason)
        self.forget_refusal()
        self.show_reason("")

    def show_reason(self, words: str) -> None:
        """Say what is still to do; "" for nothing."""
        self._show(words, "", say(T("Go to the field")))

    def show_clash(self, words: str, task_id: str) -> None:
        """Say which task is in the way; the words become a link to it."""
        self._show(words, task_id, say(T("Show the task in the table")))

    def show_refusal(self, words: str, error: ErrorNote | None = None) -> None:
        """Say why the last start did not happen; an `error` of the vendor's is explained in the help."""
        self.refusal.setText(breakable(words, LONGEST_IN_FORM))
        self.explain.lead_to(error)
        self._banner.show()

    def forget_refusal(self) -> None:
        """Take the refusal away."""
        self._banner.hide()

    def _show(self, words: str, task_id: str, tip: str) -> None:
        self._task_id = task_id
        self.reason.colour = QPalette.ColorRole.Link if task_id else QPalette.ColorRole.Text
        self.reason.setIcon(self._theme.icon("warning", "warn") if task_id else self._theme.icon("info", "dim"))
        self.reason.setText(words)
        self.reason.setToolTip(tip)
        self.reason.setVisible(bool(words))
        self.reason.updateGeometry()

    def _on_clicked(self) -> None:
        if self._task_id:
            self.task_requested.emit(self._task_id)
        else:
            self.followed.emit()

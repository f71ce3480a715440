"""The link beside an error that leads to the help on it, wherever the error is shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton, QWidget

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.text import T
from roomscribe.ui.theme import Role, set_role
from roomscribe.ui.words import say


class ExplainEvent(QEvent):
    """Somebody wants to know what an error means. Like Qt's status tips, it rises until somebody accepts it."""

    kind = QEvent.Type(QEvent.registerEventType())

    def __init__(self, note: ErrorNote, vendor_id: str, asker: QWidget) -> None:
        super().__init__(self.kind)
        self.note = note
        self.vendor_id = vendor_id
        """Whose error it is, where the note does not say so."""
        self.asker = asker
        """What was pressed; the help opens in front of its window."""
        self.ignore()


def ask_to_explain(asker: QWidget, note: ErrorNote, vendor_id: str = "") -> None:
    """Let the question rise from `asker` to whoever explains errors."""
    receiver: QWidget | None = asker
    while receiver is not None:
        event = ExplainEvent(note, vendor_id, asker)
        QCoreApplication.sendEvent(receiver, event)
        if event.isAccepted():
            return
        receiver = receiver.parentWidget()  # a dialog's is the window it stands in front of


class ExplainLink(QPushButton):
    """Hidden where there is no error of a vendor's or of the way to one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say(T("What does this mean?")), parent)
        set_role(self, Role.TEXT_LINK)
        self.setAutoDefault(False)
        self.setToolTip(say(T("Shows the error in the help: its meaning, what to do, and whether to try again")))
        self._note: ErrorNote | None = None
        self._vendor_id = ""
        self.clicked.connect(self._on_clicked)
        self.hide()

    def lead_to(self, note: ErrorNote | None, vendor_id: str = "") -> None:
        """Lead to this error, or hide."""
        self._note, self._vendor_id = note, vendor_id
        self.setVisible(note is not None)

    def _on_clicked(self) -> None:
        if self._note is not None:
            ask_to_explain(self, self._note, self._vendor_id)

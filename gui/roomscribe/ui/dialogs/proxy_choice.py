"""How a profile reaches its vendor: by the system's settings, without a proxy, or by a proxy of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.parts import CalmComboBox, column
from roomscribe.ui.dialogs.profile_rules import NO_PROXY, check_proxy, without_blanks
from roomscribe.ui.theme import metrics
from roomscribe.ui.words import say

SYSTEM, NONE, OWN = range(3)


class ProxyChoice(QWidget):
    """Edits `Profile.proxy`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = CalmComboBox()
        for words in (T("As the system is set up"), T("No proxy"), T("This proxy:")):
            self.kind.addItem(say(words))
        self._url = QLineEdit()
        self._url.setPlaceholderText("http://127.0.0.1:3128")
        self._url.setAccessibleName(say(T("Address of the proxy")))
        self.setLayout(column(self.kind, self._url, spacing=metrics.HALF_GAP))
        self.setFocusProxy(self.kind)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self._url.textEdited.connect(self._on_url)
        self._on_kind()

    def set_value(self, proxy: str) -> None:
        """Show a profile's proxy."""
        kind = {"": SYSTEM, NO_PROXY: NONE}.get(proxy, OWN)
        self._url.setText(proxy if kind == OWN else "")
        self.kind.setCurrentIndex(kind)

    def value(self) -> str:
        """What the profile shall hold."""
        return {SYSTEM: "", NONE: NO_PROXY}.get(self.kind.currentIndex(), self._url.text())

    def problem(self) -> Text | None:
        """What is wrong with it."""
        return check_proxy(self._url.text()) if self.kind.currentIndex() == OWN else None

    def _on_kind(self) -> None:
        self._url.setVisible(self.kind.currentIndex() == OWN)
        self.changed.emit()

    def _on_url(self, text: str) -> None:
        if (clean := without_blanks(text)) != text:
            self._url.setText(clean)
        self.changed.emit()

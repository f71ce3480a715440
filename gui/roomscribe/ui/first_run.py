"""The first page: what the console is for, and two ways to begin."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.parts import IconView, column, label
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

CARD_WIDTH = 288
PAGE_WIDTH = 2 * CARD_WIDTH + metrics.CARD


class ChoiceCard(QPushButton):
    """A large button: an icon, what it does, and one line about what happens then."""

    def __init__(self, icon: QIcon, title: Text, text: Text, role: Role | str = "") -> None:
        super().__init__()
        self.setAccessibleName(say(title))
        self.setAccessibleDescription(say(text))
        self.setAutoDefault(True)
        if role:
            set_role(self, role)
        inside = column(IconView(icon, metrics.ICON_LARGE), label(say(title), Role.TITLE), label(say(text), Role.DIM))
        inside.setContentsMargins(metrics.CARD, metrics.CARD, metrics.CARD, metrics.CARD)
        inside.addStretch(1)
        self.setLayout(inside)
        self.setFixedWidth(CARD_WIDTH)
        # As tall as the card beside it, whichever says more.
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        for part in self.findChildren(QWidget):
            # The card is one button: presses on its texts are presses on it.
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        # A button would take the size of its own text, which is empty.
        height = layout.totalHeightForWidth(CARD_WIDTH) if layout is not None else metrics.CONTROL
        return QSize(CARD_WIDTH, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class FirstRunPage(QWidget):
    """Stands in place of form and table while there is no profile."""

    demo_requested = Signal()
    account_requested = Signal()

    def __init__(self, theme: Theme, app_icon: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = label("RoomScribe", Role.TITLE)
        purpose = label(say(T("Start, watch and stop caption bots in the rooms of several vendors, in one window.")))
        for text in (name, purpose):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.demo = ChoiceCard(
            theme.icon("simulator", "accent"),
            T("Try the demo"),
            T("Everything works against a simulator on this computer: no account, no network, no costs."),
        )
        self.account = ChoiceCard(
            theme.icon("account", "accent"),
            T("Add an account"),
            T("Enter the keys of your vendor account. They can be tested before they are saved."),
        )
        self.demo.clicked.connect(self.demo_requested)
        self.account.clicked.connect(self.account_requested)
        cards = QHBoxLayout()
        cards.setSpacing(metrics.CARD)
        cards.addWidget(self.demo)
        cards.addWidget(self.account)
        page = QVBoxLayout()
        page.setSpacing(metrics.GAP)
        page.addWidget(IconView(app_icon, 2 * metrics.ICON_EMPTY), 0, Qt.AlignmentFlag.AlignHCenter)
        page.addWidget(name)
        page.addWidget(purpose)
        page.addSpacing(metrics.CARD)
        page.addLayout(cards)
        middle = QWidget()
        middle.setLayout(page)
        middle.setFixedWidth(PAGE_WIDTH + 2 * metrics.CARD)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.setFocusProxy(self.demo)

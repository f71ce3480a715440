"""The row of wishes above the list: whose tasks, in which state, in which room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import STATE_WORDS
from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.parts import EnterLine, button, label
from roomscribe.ui.forms.choice_editors import QuietComboBox
from roomscribe.ui.theme import Role, Theme, metrics
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry

EVERY_LIVE_STATE = ""


class Wishes(QWidget):
    """Three choices and a button; every choice asks the vendor anew."""

    asked = Signal()

    def __init__(
        self,
        profiles: Sequence[Profile],
        current: str,
        *,
        registry: Registry,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """`current`: id of the profile to begin with, if it is among them."""
        super().__init__(parent)
        self._registry = registry
        self._profiles = list(profiles)
        self._box = QuietComboBox()
        self._box.setIconSize(QSize(metrics.DOT, metrics.DOT))
        for profile in profiles:
            self._box.addItem(theme.dot(profile.colour), profile.name)
        ids = [each.id for each in profiles]
        self._box.setCurrentIndex(ids.index(current) if current in ids else 0)
        self._state = QuietComboBox()
        self._room = EnterLine()
        self._room.setPlaceholderText(say(T("all")))
        self._room.setClearButtonEnabled(True)
        self.refresh = button(T("Refresh"))
        self.refresh.setIcon(theme.icon("restart"))
        self._room_name = label("", Role.DIM)
        self._lay_out()
        self._fit_generation()
        self._box.currentIndexChanged.connect(self._on_profile)
        self._state.activated.connect(self.asked)
        self._room.returnPressed.connect(self.asked)
        self.refresh.clicked.connect(self.asked)

    def profile(self) -> Profile:
        """Whose tasks are looked for."""
        return self._profiles[self._box.currentIndex()]

    def generation(self) -> Generation:
        """The generation of that profile."""
        return self._registry.generation(self.profile().generation)

    def word(self) -> str:
        """The vendor's word for the state, or `EVERY_LIVE_STATE`."""
        return str(self._state.currentData())

    def room(self) -> str:
        """The room to look into; "" for all."""
        return self._room.text().strip()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(metrics.PANEL)
        grid.setVerticalSpacing(metrics.HALF_GAP)
        named = ((label(say(T("Profile")), Role.DIM), self._box, 3), (label(say(T("State")), Role.DIM), self._state, 3))
        for column, (name, control, share) in enumerate((*named, (self._room_name, self._room, 2))):
            name.setBuddy(control)
            grid.addWidget(name, 0, column)
            grid.addWidget(control, 1, column)
            grid.setColumnStretch(column, share)
        grid.addWidget(self.refresh, 1, 3)
        self._box.setAccessibleName(say(T("Profile")))
        self._state.setAccessibleName(say(T("State")))

    def _on_profile(self) -> None:
        self._fit_generation()
        self.asked.emit()

    def _fit_generation(self) -> None:
        """States have the vendor's words, and rooms its name for them."""
        generation = self.generation()
        self._state.clear()
        self._state.addItem(say(T("every live state")), EVERY_LIVE_STATE)
        for word, state in generation.states.items():
            self._state.addItem(say(_state_words(STATE_WORDS[state], word)), word)
        field = generation.field(generation.room_key)
        name = say(field.label) if field else say(T("Room"))
        self._room_name.setText(name)
        self._room.setAccessibleName(name)


def _state_words(ours: Text, theirs: str) -> Text:
    return T("{state} · {word}", state=ours, word=theirs)

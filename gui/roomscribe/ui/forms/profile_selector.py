"""Chooses the profile that a task is started with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.ui.forms.choice_editors import QuietComboBox
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry


class ProfileSelector(QWidget):
    """The profiles with their colours, a button for one more, and a mark where real money is at stake."""

    chosen = Signal(object)
    """The id of the profile the person chose."""
    add_requested = Signal()

    def __init__(self, registry: Registry, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self._theme = theme
        self._profiles: list[Profile] = []
        self.box = QuietComboBox(self)
        self.box.setIconSize(QSize(metrics.DOT, metrics.DOT))
        self.box.setAccessibleName(say(T("Profile")))
        self.add = QToolButton(self)
        self.add.setIcon(theme.icon("add"))
        self.add.setToolTip(say(T("Add a profile")))
        self.add.setAccessibleName(say(T("Add a profile")))
        self.production = QLabel(say(T("Production: real people, real costs.")), self)
        set_role(self.production, Role.ERROR)
        self.production.hide()
        row = QHBoxLayout()
        row.setSpacing(metrics.HALF_GAP)
        row.addWidget(self.box, 1)
        row.addWidget(self.add)
        column = filling_column(self, metrics.HALF_GAP)
        column.addLayout(row)
        column.addWidget(self.production)
        self.box.currentIndexChanged.connect(self._on_index_changed)
        self.add.clicked.connect(self.add_requested)

    def set_profiles(self, profiles: Sequence[Profile], current_id: str) -> None:
        """Offer these profiles, with this one chosen; the first one where it is not among them."""
        self._profiles = list(profiles)
        with QSignalBlocker(self.box):
            self.box.clear()
            for profile in profiles:
                self.box.addItem(self._theme.dot(profile.colour), self._words(profile))
            ids = [profile.id for profile in profiles]
            self.box.setCurrentIndex(ids.index(current_id) if current_id in ids else min(0, len(ids) - 1))
        self._describe()

    def profiles(self) -> list[Profile]:
        """The profiles offered."""
        return list(self._profiles)

    def profile(self) -> Profile | None:
        """The profile that is chosen."""
        index = self.box.currentIndex()
        return self._profiles[index] if 0 <= index < len(self._profiles) else None

    def choose(self, profile_id: str) -> None:
        """Choose a profile as if by hand; one that is not offered is left."""
        ids = [profile.id for profile in self._profiles]
        if profile_id in ids:
            self.box.setCurrentIndex(ids.index(profile_id))

    def _words(self, profile: Profile) -> str:
        generation = self._registry.generation(profile.generation)
        where = profile.region or say(generation.site(profile.site).title)
        # A name such as "TRTC 1.0 demo" says the generation already.
        said = generation.short_title.casefold() in profile.name.casefold()
        parts = [profile.name, "" if said else generation.short_title, where]
        if profile.production:
            parts.append(say(T("production")))
        return " · ".join(part for part in parts if part)

    def _describe(self) -> None:
        profile = self.profile()
        self.production.setVisible(profile is not None and profile.production)
        self.box.setToolTip(self.box.currentText())

    def _on_index_changed(self, _index: int) -> None:
        self._describe()
        if (profile := self.profile()) is not None:
            self.chosen.emit(profile.id)

"""Opens a task's draft, or the form's, as a draft for another profile, and says beforehand what would be different."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.services.opening import Opened
from roomscribe.ui.dialogs.frame import WIDE, FramedDialog
from roomscribe.ui.dialogs.parts import button, label
from roomscribe.ui.moving.outcome import OutcomeView
from roomscribe.ui.moving.tools import MovingTools
from roomscribe.ui.theme import Role
from roomscribe.ui.words import say


class OpenAsDialog(FramedDialog):
    """Offers profiles; `opened` is what would come into the form for the one that is chosen."""

    def __init__(
        self,
        tools: MovingTools,
        *,
        title: Text,
        about: Text,
        profiles: Sequence[Profile],
        first: Profile,
        open_for: Callable[[Profile], Opened],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, width=WIDE, scrolls=False, parent=parent)
        self._open_for = open_for
        self.outcome = OutcomeView(tools.registry, tools.theme, tools.launcher.problems)
        cancel, self.open_button = button(T("Cancel")), button(T("Open in the form"), Role.PRIMARY)
        self.body.addWidget(label(say(about), Role.DIM))
        self.body.addWidget(self.outcome, 1)
        self.add_buttons(cancel, self.open_button)
        cancel.clicked.connect(self.reject)
        self.open_button.clicked.connect(self.accept)
        self.outcome.profile_chosen.connect(self._show)
        self.outcome.set_profiles(profiles, first.id)
        self.opened = open_for(first)
        self._show()
        self.outcome.selector.box.setFocus()

    def _show(self) -> None:
        profile = self.outcome.profile()
        if profile is not None:
            self.opened = self._open_for(profile)
            self.outcome.show_outcome(self.opened)
            self.fit()

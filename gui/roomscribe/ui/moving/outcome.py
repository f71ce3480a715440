"""What would come into the form: for which profile, with what left out or changed, and what is still to be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem
from roomscribe.services.opening import Opened
from roomscribe.ui.dialogs.parts import column, label
from roomscribe.ui.forms.profile_selector import ProfileSelector
from roomscribe.ui.moving.remarks_view import RemarksView
from roomscribe.ui.theme import Role, Theme
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry

MOST_NAMED = 4
"""Fields still to be filled in that are named; more are only counted."""


class OutcomeView(QWidget):
    """A choice of the profile, and what becomes of the draft for it."""

    profile_chosen = Signal()
    """The person chose another profile."""

    def __init__(
        self,
        registry: Registry,
        theme: Theme,
        problems: Callable[[Draft], list[Problem]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._registry = registry
        self._problems = problems
        self.selector = ProfileSelector(registry, theme, self)
        self.selector.add.hide()
        self.selector.box.setAccessibleName(say(T("Open for the profile")))
        self._all_well = label("", Role.DIM)
        self.remarks = RemarksView(theme, self)
        self.to_do = label("", Role.DIM)
        title = label(say(T("For the profile")), Role.STRONG)
        title.setBuddy(self.selector.box)
        inside = column(title, self.selector, self._all_well, self.remarks, self.to_do)
        inside.setStretchFactor(self.remarks, 1)
        self.setLayout(inside)
        self.selector.chosen.connect(self.profile_chosen)
        self.show_outcome(None)

    def set_profiles(self, profiles: Sequence[Profile], current_id: str) -> None:
        """Offer these, with this one chosen."""
        self.selector.set_profiles(profiles, current_id)

    def profile(self) -> Profile | None:
        """The profile that is chosen."""
        return self.selector.profile()

    def show_outcome(self, opened: Opened | None) -> None:
        """Show what would come into the form; None for nothing yet."""
        remarks = opened.remarks if opened is not None else ()
        self.remarks.show_remarks(remarks)
        self.remarks.setVisible(bool(remarks))
        words = self._still_to_do(opened) if opened is not None else ""
        well = opened is not None and not remarks and not words
        self._all_well.setText(say(T("Everything comes through as it is.")) if well else "")
        self._all_well.setVisible(well)
        self.to_do.setText(words)
        self.to_do.setVisible(bool(words))

    def _still_to_do(self, opened: Opened) -> str:
        generation = self._generation()
        keys = list(dict.fromkeys(problem.key for problem in self._problems(opened.draft)))
        fields = [generation.field(key) for key in keys] if generation is not None else []
        names = [say(field.label) for field in fields if field is not None]
        if not names:
            return ""
        shown = ", ".join(names[:MOST_NAMED])
        if (more := len(names) - MOST_NAMED) > 0:
            return say(T("Still to fill in or correct: {names} and {count} more.", names=shown, count=more))
        return say(T("Still to fill in or correct: {names}.", names=shown))

    def _generation(self) -> Generation | None:
        profile = self.profile()
        return self._registry.generation(profile.generation) if profile is not None else None

"""What the form for a new task and the form for a running one have in common: rows that come, a check after a pause."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import Text
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.field_sheet import FieldSheet
from roomscribe.ui.forms.form_scroll import FormScroll
from roomscribe.ui.forms.quiet_timer import QuietTimer
from roomscribe.vendors.protocol import Generation


class CheckedForm(QWidget):
    """A sheet of fields in a part that scrolls. A form of a kind says what it checks, and calls `_begin` once."""

    checked = Signal()
    """The form was looked through after a change: `problems` is up to date, and whatever else is derived from it."""
    built = Signal()
    """The form is complete and can be shown."""

    sheet: FieldSheet

    def __init__(
        self,
        generation: Generation,
        profile: Profile,
        problems: Callable[[Draft], list[Problem]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.generation = generation
        self.profile = profile
        self.problems: list[Problem] = []
        """What was wrong at the last check, in the order of the form."""
        self._find_problems = problems

    def _begin(self, sheet: FieldSheet) -> None:
        """Show this sheet, and check it whenever it was edited."""
        self.sheet = sheet
        self._scroll = FormScroll(sheet, self)
        self._wait = QuietTimer(self)
        self._wait.timeout.connect(self.check)
        sheet.edited.connect(self._on_edited)
        sheet.built.connect(self._on_built)

    @abstractmethod
    def check(self) -> list[Problem]:
        """Look through the form now, show what is wrong, and return it."""

    @property
    def ready(self) -> bool:
        """Whether the form is complete."""
        return self.sheet.ready

    def finish(self) -> None:
        """Complete the form now, without waiting for its turn."""
        self.sheet.finish()

    def check_if_due(self) -> list[Problem]:
        """The problems of the form as it stands, without waiting for the quiet after a keystroke."""
        return self.check() if self._wait.isActive() else self.problems

    def set_server_problem(self, key: str, message: Text) -> bool:
        """Show under a field, or the one that hides it, what the vendor said about it; False where neither is shown."""
        place = self.sheet.place(key)
        if place is None:
            return False
        self.sheet.tell(place, message)
        return self.go_to(place)

    def go_to(self, key: str) -> bool:
        """Put the focus into a field, or the one that hides it; False where neither is shown."""
        place = self.sheet.place(key)
        if place is not None:
            self._focus(place)
        return place is not None

    def _focus(self, key: str, problem: Problem | None = None) -> None:
        if (row := self.sheet.focus(key, problem)) is not None:
            self._scroll.reveal(row)

    def _on_built(self) -> None:
        self.check()
        self.built.emit()

    def _on_edited(self, _key: object) -> None:
        self._wait.note_change()

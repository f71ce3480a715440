"""What every editor can do, whatever kind of value it holds."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from roomscribe.domain.fields import Field, Value
from roomscribe.domain.languages import LanguageCatalogue
from roomscribe.domain.text import T, Text
from roomscribe.ui.theme import Theme, set_invalid
from roomscribe.ui.words import say


@dataclass(frozen=True, kw_only=True)
class Kit:
    """What editors need besides their field."""

    theme: Theme
    languages: LanguageCatalogue
    site: Callable[[], str] = lambda: ""
    """The vendor's site for which the form is filled in now; "" for any."""


class Editor(QWidget):
    """Shows one value and lets a person change it.

    A value that cannot be what its kind asks for (letters in a number) is kept and returned as the text it is: the
    checks refuse it in words, and nothing that was typed is lost.
    """

    wide = False
    """It needs the form's whole width, so that its label stands above it instead of beside it."""

    changed = Signal()
    """The person gave it another value. What the program sets with `set_value` is not announced."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.kit = kit
        self._announced: Value = None

    @abstractmethod
    def value(self) -> Value:
        """The value as it stands."""

    @abstractmethod
    def stops(self) -> list[QWidget]:
        """The widgets that take the keyboard's focus, in visual order; never empty."""

    def set_value(self, value: Value) -> None:
        """Show a value."""
        self._show_value(value)
        self._announced = self.value()

    def set_problem(self, message: Text | None) -> None:
        """Mark the editor as holding something wrong, or as right again; the words stand under the field."""
        for stop in self.stops():
            set_invalid(stop, message is not None)
            stop.setAccessibleDescription(say(message or self.field.help))

    def focus_first(self) -> None:
        """Put the focus where typing starts."""
        self.stops()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _default_words(self) -> str:
        """What an empty editor says where the vendor decides then."""
        if self.field.placeholder is None:
            return say(T("Vendor's default"))
        return say(T("{value} (default)", value=say(self.field.placeholder)))

    def _begin(self) -> None:
        """The last line of every constructor: the field's first value, and names for assistive programs."""
        self.set_value(self.field.initial())
        label = say(self.field.label)
        self.setAccessibleName(label)
        first = self.stops()[0]
        if not first.accessibleName():
            first.setAccessibleName(label)
        self.set_problem(None)

    @abstractmethod
    def _show_value(self, value: Value) -> None:
        """Fill the widgets."""

    def _on_edited(self) -> None:
        """Announce a change once: several signals of the same keystroke, or none at all, come down to one."""
        now = self.value()
        if now != self._announced or type(now) is not type(self._announced):
            self._announced = now
            self.changed.emit()

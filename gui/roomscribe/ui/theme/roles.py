"""What a widget is, said in one word that the stylesheet understands."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from roomscribe.ui.theme import metrics


class Role(StrEnum):
    """The words of the dynamic property `role`."""

    PRIMARY = "primary"
    """The one button of a view that does what the view is for."""
    QUIET = "quiet"
    """A button without a frame, for tool bars and places beside text."""
    QUIET_ICON = "quiet-icon"
    """The same, only as large as its icon: for rows of text."""
    NARROW = "narrow"
    """A button for a number, one of several side by side."""
    DANGER = "danger"
    """A button that ends or deletes something."""
    LINK = "link"
    """A button that looks like a link."""
    TEXT_LINK = "text-link"
    """The same below a text: it begins where the text does."""
    CHIP = "chip"
    """A button or label that stands for one chosen thing, such as a language."""
    BADGE = "badge"
    """A button-shaped sign that cannot be pressed."""
    STATUS = "status"
    """A fact in the status bar."""
    STATUS_LINK = "status-link"
    """The same, and pressing it leads somewhere."""
    TITLE = "title"
    """The name of a card or dialog."""
    SECTION = "section"
    """The name of a part of a form."""
    STRONG = "strong"
    """Body text that stands out."""
    NOTE = "note"
    """Small and dim: help, the vendor's own words."""
    DIM = "dim"
    """Body size and dim."""
    ERROR = "error"
    """A message under the field it concerns."""
    MONO = "mono"
    """Ids and JSON."""
    CARD = "card"
    """A frame with a line and round corners around."""
    SHEET = "sheet"
    """The same with square corners, for what is a window of its own."""
    LINE = "line"
    """A `QFrame` that is a dividing line: give it a fixed height (or width) of `metrics.LINE`."""
    BAR = "bar"
    """The strip along the top or bottom of the window or a dialog."""
    BANNER_INFO = "banner-info"
    BANNER_WARN = "banner-warn"
    BANNER_BAD = "banner-bad"
    """Frames around a message."""


def set_role(widget: QWidget, role: Role | str) -> None:
    """Give the widget a role (\"\" takes it away). May be called again; the look follows at once."""
    word = str(role)
    if widget.property("role") == word:
        return
    widget.setProperty("role", word)
    _restyle(widget)


def set_invalid(widget: QWidget, invalid: bool) -> None:
    """Mark an input whose value cannot be sent: its border becomes red."""
    if bool(widget.property("invalid")) == invalid:
        return
    widget.setProperty("invalid", invalid)
    _restyle(widget)


def inset_spin_box(box: QAbstractSpinBox) -> None:
    """Let a spin box's text begin where that of a line edit does; Qt ignores the stylesheet's padding there."""
    box.lineEdit().setTextMargins(metrics.GAP, 0, 0, 0)


def _restyle(widget: QWidget) -> None:
    # Qt looks at dynamic properties only when a widget is polished.
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()

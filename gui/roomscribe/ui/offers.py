"""Says in a command's tool tip what it does, or why that cannot be done now."""

from __future__ import annotations

from PySide6.QtGui import QAction

from roomscribe.domain.text import Text
from roomscribe.ui.words import say


def offer(action: QAction, why_not: Text | None, usual: Text | None = None) -> None:
    """Enable a command, or disable it with the reason; `usual` says more than its text where that is needed."""
    action.setEnabled(why_not is None)
    said = why_not or usual
    action.setToolTip(say(said) if said else "")

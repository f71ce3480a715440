"""Words by which people look for a command that is called something else."""

from __future__ import annotations

from PySide6.QtGui import QAction

from roomscribe.domain.text import Text
from roomscribe.ui.words import say

_PROPERTY = "otherWords"


def known_as(action: QAction, words: Text) -> None:
    """Let a command be found by these words, too: with blanks between them, in the person's language."""
    action.setProperty(_PROPERTY, say(words))


def other_words(action: QAction) -> str:
    """What a command is found by beside its text; "" for nothing."""
    return action.property(_PROPERTY) or ""

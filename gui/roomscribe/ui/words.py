"""Every text a person reads passes here: translated by Qt, then its gaps are filled."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from roomscribe.domain.text import Text, fill


def unmarked(text: str) -> str:
    """A menu's text as it is read: `&` marks a letter, and `&&` stands for the sign itself, as in a name."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def say(text: Text) -> str:
    """The text in the person's language."""
    sentence = QCoreApplication.translate("", text.source)
    return fill(sentence, {name: say(arg) if isinstance(arg, Text) else arg for name, arg in text.args.items()})

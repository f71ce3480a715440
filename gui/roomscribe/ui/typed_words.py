"""Words that somebody typed or a vendor sent: shown as they are, and never wider than the place they have."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtGui import Qt  # QtCore has no mightBeRichText

LONGEST = 40
"""Characters of the longest word that stays whole: ids of 32 and 36 do, so that they are copied without a break."""
LONGEST_IN_FORM = 20
"""The same in the narrow column of a form, where nobody copies what stands in the field anyway."""
_BREAK = "\N{ZERO WIDTH SPACE}"


def breakable(text: str, longest: int = LONGEST) -> str:
    """The text with a place to break after every character of a word that is too long.

    A label wraps between words only: a token or an address of a thousand characters would make its page as wide.
    """
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: _BREAK.join(word.group()), text)


def plain_tip(text: str) -> str:
    """The text for a tool tip, which takes what looks like markup for markup: a channel may be called `<b>`."""
    if not Qt.mightBeRichText(text):
        return text
    return f'<span style="white-space: pre-wrap">{escape(text)}</span>'

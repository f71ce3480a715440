"""Colours JSON by what its parts are."""

from __future__ import annotations

import re

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from roomscribe.ui.theme import Theme

METHODS = ("GET ", "POST ", "PATCH ", "PUT ", "DELETE ")
"""What the lines between the JSON begin with."""
_COLOURS = {"name": "info", "text": "ok", "number": "warn", "word": "bad"}
_PARTS = re.compile(
    r'(?P<text>"(?:\\.|[^"\\])*+"?)(?P<colon>\s*:)?'
    r"|(?P<number>-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)"
    r"|\b(?P<word>true|false|null)\b"
)
"""Texts come first, so that a number inside one is not taken for a number; one that never ends takes the line."""


class JsonHighlighter(QSyntaxHighlighter):
    """Follows the theme."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        if text.startswith(METHODS):
            return
        for found in _PARTS.finditer(text):
            kind = "name" if found["colon"] else str(found.lastgroup)
            group = "text" if kind == "name" else kind
            style = QTextCharFormat()
            style.setForeground(self._theme.colour(_COLOURS[kind]))
            self.setFormat(found.start(group), found.end(group) - found.start(group), style)

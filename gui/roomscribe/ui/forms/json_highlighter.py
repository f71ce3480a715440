"""Colours JSON by what its parts are."""

from __future__ import annotations

import re

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from roomscribe.ui.theme import Theme

_PARTS = (
    (re.compile(r'"(?:\\.|[^"\\])*"(?=\s*:)'), "info"),
    (re.compile(r'"(?:\\.|[^"\\])*"(?!\s*:)'), "ok"),
    (re.compile(r"(?<![\w\"])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"), "warn"),
    (re.compile(r"\b(?:true|false|null)\b"), "bad"),
)
"""Names, texts, numbers, words; later ones do not paint over texts."""


class JsonHighlighter(QSyntaxHighlighter):
    """Follows the theme."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        taken: list[tuple[int, int]] = []
        for pattern, token in _PARTS:
            style = QTextCharFormat()
            style.setForeground(self._theme.colour(token))
            for found in pattern.finditer(text):
                start, end = found.span()
                if not any(start < other_end and end > other_start for other_start, other_end in taken):
                    self.setFormat(start, end - start, style)
                    taken.append((start, end))

"""Vector icons by what they mean, in the colours of the theme that is shown at the moment of painting."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap

from roomscribe.ui.theme.glyphs import paint_glyph

ICONS = {
    "about": "info-circle",
    "account": "user-circle",
    "add": "plus",
    "adopted": "download",
    "answer": "arrow-down",
    "batch": "layer-group",
    "call": "arrow-up",
    "captions": "closed-captioning",
    "check": "check",
    "clear": "times",
    "clock": "clock",
    "closed": "eye-slash",
    "code": "code",
    "collapse": "chevron-down",
    "columns": "columns",
    "copy": "copy",
    "costs": "coins",
    "delete": "trash-alt",
    "details": "list-ul",
    "edit": "pen",
    "expand": "chevron-right",
    "export": "file-export",
    "extend": "history",
    "failed": "exclamation-circle",
    "filter": "search",
    "find": "cloud",
    "folder": "folder-open",
    "gone": "question-circle",
    "groups": "layer-group",
    "help": "question-circle",
    "info": "info-circle",
    "key": "key",
    "keyboard": "keyboard",
    "language": "language",
    "live": "signal",
    "lock": "lock",
    "menu": "ellipsis-v",
    "open_as": "exchange-alt",
    "palette": "terminal",
    "paste": "paste",
    "quit": "sign-out-alt",
    "rate": "tachometer-alt",
    "receipt": "check-circle",
    "recovering": "sync-alt",
    "rejected": "times-circle",
    "remove": "times",
    "requesting": "paper-plane",
    "restart": "redo",
    "room": "door-open",
    "running": "play-circle",
    "save": "save",
    "settings": "cog",
    "settled": "balance-scale",
    "simulator": "flask",
    "start": "play",
    "starting": "circle-notch",
    "stop": "stop",
    "stopped": "stop-circle",
    "stopping": "hourglass-half",
    "template": "bookmark",
    "theme": "adjust",
    "unconfirmed": "question-circle",
    "unsent": "minus-circle",
    "unlock": "unlock",
    "update": "pencil-alt",
    "updated": "check",
    "warning": "exclamation-triangle",
    "watched": "shield-alt",
    "written": "book",
}
"""Our names, so that one thing has one icon everywhere; each value is a name of FontAwesome 5."""


class ThemedIcon(QIconEngine):
    """Paints a glyph in the colour that its token has now, so that a new theme needs no new icons."""

    def __init__(self, glyph: str, token: str, colour_of: Callable[[str], QColor]) -> None:
        super().__init__()
        self._glyph = glyph
        self._token = token
        self._colour_of = colour_of

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "faint" if mode is QIcon.Mode.Disabled else self._token
        paint_glyph(painter, rect, self._glyph, self._colour_of(token))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> ThemedIcon:
        return ThemedIcon(self._glyph, self._token, self._colour_of)


def glyph_name(name: str) -> str:
    """FontAwesome's name for one of ours; `fa5s.eye` names the glyph itself. KeyError for an unknown one of ours."""
    return name.removeprefix("fa5s.") if "." in name else ICONS[name]

"""Vector icons by what they mean, in the colours of the theme that is shown at the moment of painting."""

from __future__ import annotations

from collections.abc import Callable

import qtawesome
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap

ICONS = {
    "about": "fa5s.info-circle",
    "account": "fa5s.user-circle",
    "add": "fa5s.plus",
    "answer": "fa5s.arrow-down",
    "call": "fa5s.arrow-up",
    "captions": "fa5s.closed-captioning",
    "check": "fa5s.check",
    "clear": "fa5s.times",
    "clock": "fa5s.clock",
    "code": "fa5s.code",
    "collapse": "fa5s.chevron-down",
    "columns": "fa5s.columns",
    "copy": "fa5s.copy",
    "delete": "fa5s.trash-alt",
    "details": "fa5s.list-ul",
    "edit": "fa5s.pen",
    "expand": "fa5s.chevron-right",
    "failed": "fa5s.exclamation-circle",
    "filter": "fa5s.search",
    "folder": "fa5s.folder-open",
    "gone": "fa5s.question-circle",
    "help": "fa5s.question-circle",
    "info": "fa5s.info-circle",
    "key": "fa5s.key",
    "keyboard": "fa5s.keyboard",
    "language": "fa5s.language",
    "live": "fa5s.signal",
    "lock": "fa5s.lock",
    "menu": "fa5s.ellipsis-v",
    "quit": "fa5s.sign-out-alt",
    "rate": "fa5s.tachometer-alt",
    "receipt": "fa5s.check-circle",
    "recovering": "fa5s.sync-alt",
    "rejected": "fa5s.times-circle",
    "remove": "fa5s.times",
    "requesting": "fa5s.paper-plane",
    "restart": "fa5s.redo",
    "room": "fa5s.door-open",
    "running": "fa5s.play-circle",
    "save": "fa5s.save",
    "settings": "fa5s.cog",
    "settled": "fa5s.balance-scale",
    "simulator": "fa5s.flask",
    "start": "fa5s.play",
    "starting": "fa5s.circle-notch",
    "stop": "fa5s.stop",
    "stopped": "fa5s.stop-circle",
    "stopping": "fa5s.hourglass-half",
    "template": "fa5s.bookmark",
    "theme": "fa5s.adjust",
    "unconfirmed": "fa5s.question-circle",
    "unsent": "fa5s.minus-circle",
    "unlock": "fa5s.unlock",
    "update": "fa5s.pencil-alt",
    "updated": "fa5s.check",
    "warning": "fa5s.exclamation-triangle",
    "written": "fa5s.book",
}
"""Our names, so that one thing has one icon everywhere; each is a QtAwesome name."""


class ThemedIcon(QIconEngine):
    """Paints a glyph in the colour that its token has now, so that a new theme needs no new icons."""

    def __init__(self, glyph: str, token: str, colour_of: Callable[[str], QColor]) -> None:
        super().__init__()
        self._glyph = glyph
        self._token = token
        self._colour_of = colour_of

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "faint" if mode is QIcon.Mode.Disabled else self._token
        glyph_icon(self._glyph, self._colour_of(token)).paint(painter, rect)

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
    """QtAwesome's name for one of ours; names with a dot are QtAwesome's already. KeyError for an unknown one."""
    return name if "." in name else ICONS[name]


_drawn: dict[tuple[str, str], QIcon] = {}


def glyph_icon(glyph: str, colour: QColor) -> QIcon:
    """The glyph in one fixed colour."""
    key = glyph, colour.name()
    if key not in _drawn:
        _drawn[key] = qtawesome.icon(glyph, color=colour.name())
    return _drawn[key]

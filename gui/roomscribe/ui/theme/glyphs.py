"""The outlines of FontAwesome's solid icons, taken out of QtAwesome's font.

QtAwesome brings the font and the table of its names; its code stays unloaded. It rests on qtpy, which creates every
class of Qt, and its first icon opens all its twelve fonts: a quarter of a second and 35 MB at each start.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QRawFont

FONT, NAMES = "fontawesome5-solid-webfont-5*.ttf", "fontawesome5-solid-webfont-charmap-5*.json"
EM = 1000
"""Height at which outlines are kept: they are scaled for each icon, so one serves all sizes."""
SHARE = 0.875
"""Of an icon's height that the em takes. At 16 pixels it is 14, the grid on which the font was drawn."""


_outlines: dict[str, QPainterPath] = {}


def outline(name: str) -> QPainterPath:
    """A glyph's outline around the point (0, 0), its em `EM` high. KeyError for a name that FontAwesome has not."""
    if name not in _outlines:
        load([name])
    return _outlines[name]


def load(names: Iterable[str]) -> None:
    """Take outlines out of the font: opening it takes longer than reading a hundred of them."""
    codes: dict[str, str] = json.loads(_file(NAMES).read_text("utf-8"))
    font = QRawFont(str(_file(FONT)), EM)
    for name in names:
        (index,) = font.glyphIndexesForString(chr(int(codes[name], 16)))
        (advance,) = font.advancesForGlyphIndexes([index])
        path = font.pathForGlyph(index)
        path.translate(-advance.x() / 2, (font.ascent() - font.descent()) / 2)
        path.setFillRule(Qt.FillRule.WindingFill)
        _outlines[name] = path


def paint_glyph(painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
    """Fill a glyph in the middle of a square or wider place."""
    size = round(SHARE * rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QPointF(rect.x() + rect.width() / 2, rect.y() + rect.height() / 2))
    painter.scale(size / EM, size / EM)
    painter.fillPath(outline(name), colour)
    painter.restore()


def _file(pattern: str) -> Path:
    spec = find_spec("qtawesome")
    assert spec is not None  # noqa: S101 - QtAwesome is a dependency of ours
    assert spec.submodule_search_locations  # noqa: S101 - and a package
    (found,) = Path(spec.submodule_search_locations[0], "fonts").glob(pattern)
    return found

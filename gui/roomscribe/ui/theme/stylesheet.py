"""The one stylesheet, put together from the parts beside this file and filled with tokens and metrics."""

from __future__ import annotations

from dataclasses import fields
from string import Template

from roomscribe.ui.theme import metrics, sheet_controls, sheet_roles, sheet_views
from roomscribe.ui.theme.tokens import Tokens

GLYPHS = "roomscribeicons"
"""Qt's search-path prefix for `resources/icons`; stylesheets take images only by path. Letters alone are allowed."""


def make_stylesheet(tokens: Tokens, body_points: float) -> str:
    """The stylesheet of the whole application, for a body text of this size."""
    lengths = {name.lower(): str(value) for name, value in vars(metrics).items() if name.isupper()}
    gaps = {
        **lengths,
        **{each.name: tokens.get(each.name) for each in fields(tokens) if each.type == "str"},
        "title_size": f"{body_points * metrics.TITLE_SCALE:.1f}pt",
        "note_size": f"{body_points * metrics.NOTE_SCALE:.1f}pt",
        "glyph": f"{GLYPHS}:{'dark' if tokens.dark else 'light'}",
        "inner": str(metrics.CONTROL - 12),
    }
    # `substitute` raises for a gap without a value, so a misspelt token is found at the first start.
    return "\n".join(Template(part.SHEET).substitute(gaps) for part in (sheet_controls, sheet_views, sheet_roles))

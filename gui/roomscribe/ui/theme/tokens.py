"""The colours, named by what they are for, in a light and a dark set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """One set of colours. Text on its backgrounds has a contrast of at least 4.5:1; a test computes it."""

    dark: bool

    background: str
    """Behind everything."""
    panel: str
    """Cards, the table, inputs."""
    raised: str
    """Buttons, menus, tool tips."""
    hover: str
    """Under the mouse."""
    pressed: str
    line: str
    """Between and around panels."""
    edge: str
    """Around inputs and buttons: a little stronger than `line`."""
    scroll: str
    """The handle of a scroll bar."""

    text: str
    dim: str
    """Notes, secondary columns, the vendor's own words."""
    faint: str
    """What is disabled; no contrast is promised."""

    accent: str
    accent_hover: str
    accent_text: str
    """On the accent."""
    selection: str
    """Behind selected rows."""

    ok: str
    ok_soft: str
    """Behind a chip of that colour; so the others below."""
    info: str
    info_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    idle: str
    idle_soft: str

    profiles: Mapping[str, str]
    """The colours a person may give to a profile."""

    def get(self, name: str) -> str:
        """A colour by its name, written with hyphens or underscores; KeyError for an unknown one."""
        value = getattr(self, name.replace("-", "_"), None)
        if not isinstance(value, str):
            raise KeyError(name)
        return value


PROFILE_COLOURS = ("blue", "green", "amber", "red", "violet", "teal", "pink", "grey")
"""Names of the profile colours, in the order in which they are offered."""

LIGHT = Tokens(
    dark=False,
    background="#f4f6f9",
    panel="#ffffff",
    raised="#ffffff",
    hover="#eef2f7",
    pressed="#e3e9f1",
    line="#dde3ea",
    edge="#ccd4de",
    scroll="#c3ccd7",
    text="#1c2430",
    dim="#566373",
    faint="#9aa5b3",
    accent="#1c62d1",
    accent_hover="#1756bb",
    accent_text="#ffffff",
    selection="#dbeafe",
    ok="#13703a",
    ok_soft="#e0eee7",
    info="#1a5fcb",
    info_soft="#e1ecfc",
    warn="#865400",
    warn_soft="#f5ecdc",
    bad="#bf2633",
    bad_soft="#f9e3e5",
    idle="#566373",
    idle_soft="#ebedf0",
    profiles=MappingProxyType(
        {
            "blue": "#1c62d1",
            "green": "#13703a",
            "amber": "#865400",
            "red": "#bf2633",
            "violet": "#6b3fc9",
            "teal": "#0b6b72",
            "pink": "#b0246e",
            "grey": "#566373",
        }
    ),
)

DARK = Tokens(
    dark=True,
    background="#15181d",
    panel="#1b1f26",
    raised="#232831",
    hover="#2a303b",
    pressed="#303744",
    line="#2e3541",
    edge="#3a4351",
    scroll="#454f5f",
    text="#e6e9ef",
    dim="#9aa7ba",
    faint="#5d6878",
    accent="#5aa2ff",
    accent_hover="#7ab5ff",
    accent_text="#0c1420",
    selection="#22364f",
    ok="#4cc38a",
    ok_soft="#1d3229",
    info="#6cadff",
    info_soft="#1f3047",
    warn="#e2a33c",
    warn_soft="#382e1f",
    bad="#f47c7c",
    bad_soft="#40272c",
    idle="#9aa7ba",
    idle_soft="#292f38",
    profiles=MappingProxyType(
        {
            "blue": "#5aa2ff",
            "green": "#4cc38a",
            "amber": "#e2a33c",
            "red": "#f47c7c",
            "violet": "#a98bff",
            "teal": "#3fbfc6",
            "pink": "#f283b6",
            "grey": "#9aa7ba",
        }
    ),
)

"""Colours can be read, in both sets, and stand nowhere but in the theme."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from roomscribe.ui import theme
from roomscribe.ui.theme.tokens import DARK, LIGHT, PROFILE_COLOURS, Tokens

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
STATES = ("ok", "info", "warn", "bad", "idle")
GROUNDS = ("background", "panel", "raised", "hover", "selection")

# Every pair of text and background that the stylesheet and the delegates make.
PAIRS = [
    *product(("text", "dim", "accent", *STATES), GROUNDS),
    *[(front, f"{state}-soft") for state in STATES for front in (state, "text", "dim")],
    *product(("accent",), ("info-soft", "warn-soft", "bad-soft")),  # a link in a banner
    *product(("text", "dim"), ("pressed",)),
    *[("accent-text", ground) for ground in ("accent", "accent-hover", *STATES)],
]

UI = Path(theme.__file__).parents[1]
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\d+px|\bQColor\(\s*\d")
LENGTH = re.compile(
    r"(?:setContentsMargins|set\w*Spacing|addSpacing|set(?:Fixed|Minimum|Maximum)(?:Width|Height|Size)|resize|QSize)"
    r"\([^)]*\b(?:[2-9]|[1-9]\d+)\b(?!\s*\*)"
)


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@BOTH
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_can_be_read(tokens: Tokens, front: str, back: str):
    assert contrast(tokens.get(front), tokens.get(back)) >= 4.5


@BOTH
@pytest.mark.parametrize("name", PROFILE_COLOURS)
def test_profile_colours_stand_out(tokens: Tokens, name: str):
    for ground in ("panel", "background", "raised"):
        assert contrast(tokens.profiles[name], tokens.get(ground)) >= 4.5


@BOTH
def test_profile_colours_are_those_that_are_offered(tokens: Tokens):
    assert tuple(tokens.profiles) == PROFILE_COLOURS


@BOTH
def test_a_misspelt_token_is_an_error(tokens: Tokens):
    with pytest.raises(KeyError):
        tokens.get("bakground")
    with pytest.raises(KeyError):
        tokens.get("dark")


@pytest.mark.parametrize("pattern", [COLOUR, LENGTH], ids=["colours", "lengths"])
def test_nobody_else_writes_colours_or_lengths(pattern: re.Pattern[str]):
    found = [
        f"{file.relative_to(UI)}:{number}: {line.strip()}"
        for file in sorted(UI.rglob("*.py"))
        if file.parent.name != "theme"
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)

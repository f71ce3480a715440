"""Values that go to JSON and come back as they were, and those that do not fit."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pytest

from roomscribe.services.plain_values import from_plain, to_plain


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Look:
    colours: tuple[Colour, ...] = ()
    widths: dict[str, int] = field(default_factory=dict)
    wide: bool = False


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (str, "a"),
        (bool, True),
        (int, 3),
        (Colour, Colour.RED),
        (tuple[int, ...], (1, 2)),
        (dict[str, tuple[int, ...]], {"main": (1, 2)}),
        (Look, Look((Colour.RED,), {"room": 120}, wide=True)),
    ],
)
def test_a_value_comes_back_as_it_was(shape: Any, value: object):
    again = from_plain(shape, json.loads(json.dumps(to_plain(value))))
    assert (again, type(again)) == (value, type(value))


@pytest.mark.parametrize(
    ("shape", "plain"),
    [
        (str, 3),
        (bool, 1),
        (int, True),
        (int, "3"),
        (Colour, "pink"),
        (tuple[int, ...], "12"),
        (tuple[int, ...], [1, "2"]),
        (dict[str, int], [1]),
        (Look, []),
        (Look, {"widths": {"room": "wide"}}),
    ],
)
def test_what_does_not_fit_is_refused(shape: Any, plain: object):
    with pytest.raises(ValueError):
        from_plain(shape, plain)


def test_what_a_newer_version_added_is_left_out():
    assert from_plain(Look, {"wide": True, "angle": 30}) == Look(wide=True)

"""Reads JSON, and says at its place and in plain words what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

from roomscribe.domain.text import T, Text
from roomscribe.services.pasting.placed import Placed, Unreadable

MOST_LEVELS = 60
"""Of brackets inside each other: no request has ten, and whatever walks through them must come to an end."""
_WORDS: dict[str, Text] = {
    "Expecting value": T("A value is missing here: a text in quotes, a number, true, false, a list or an object."),
    "Expecting property name enclosed in double quotes": T("A name in double quotes is needed here."),
    "Illegal trailing comma before end of object": T("Remove the comma before the closing bracket."),
    "Illegal trailing comma before end of array": T("Remove the comma before the closing bracket."),
    "Expecting ':' delimiter": T("A colon is missing here."),
    "Expecting ',' delimiter": T("A comma or a closing bracket is missing here."),
    "Unterminated string starting at": T("The text that begins here has no closing quote."),
    "Invalid control character at": T("A text must not run over the end of a line, or hold a tab."),
    "Extra data": T("The JSON ends before this. Remove what follows."),
}
"""Python's own words, and ours."""


def parse_json(source: Placed) -> object:
    """The value of a text that is nothing but JSON. Raises `Unreadable`."""
    value, end = parse_first_json(source, 0)
    rest = source.text[end:]
    if rest.strip():
        raise Unreadable(_WORDS["Extra data"], source.place(end + len(rest) - len(rest.lstrip())))
    return value


def parse_first_json(source: Placed, start: int) -> tuple[object, int]:
    """The value that begins at an index, and the index behind it. Raises `Unreadable`."""
    text = source.text
    while start < len(text) and text[start].isspace():
        start += 1
    decoder = json.JSONDecoder(object_pairs_hook=_object)
    try:
        value, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        fallback = T("A text has a backslash that JSON does not know.") if "escape" in error.msg else _NOT_JSON
        raise Unreadable(_WORDS.get(error.msg, fallback), source.place(error.pos)) from None
    except RecursionError:
        raise Unreadable(_TOO_DEEP, source.place(start)) from None
    except ValueError:  # a number of thousands of digits
        raise Unreadable(T("A number here is too long."), source.place(start)) from None
    if _too_deep(value):
        raise Unreadable(_TOO_DEEP, source.place(start))
    return value, end


_NOT_JSON = T("This is not JSON from here on.")
_TOO_DEEP = T("This JSON is nested too deeply.")


def _too_deep(value: object) -> bool:
    level = [value]
    for _ in range(MOST_LEVELS):
        inside = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, (dict, list)))
        level = [each for members in inside for each in members]
        if not level:
            return False
    return True


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise Unreadable(T("“{name}” stands twice in the same object. Remove one of them.", name=name[:40]))
        made[name] = value
    return made

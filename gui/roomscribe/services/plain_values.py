"""Turns JSON values into typed ones and back, for the few shapes that settings have.

By hand although pydantic could do it: settings are read before the window appears, and pydantic would add a tenth to
that wait and 10 MB to a window that sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints


def from_plain(shape: Any, plain: object) -> Any:
    """The value of a shape: a dataclass, an enum, `tuple[X, ...]`, `dict[X, Y]`, str, bool or int.

    `ValueError` for one that does not fit. Unknown fields of a dataclass, of a newer version, are left out.
    """
    inner = get_args(shape)
    if get_origin(shape) is tuple:
        return tuple(from_plain(inner[0], item) for item in _require(list, plain))
    if get_origin(shape) is dict:
        return {from_plain(inner[0], key): from_plain(inner[1], value) for key, value in _require(dict, plain).items()}
    if is_dataclass(shape) and isinstance(shape, type):
        known = get_type_hints(shape)
        return shape(
            **{key: from_plain(known[key], value) for key, value in _require(dict, plain).items() if key in known}
        )
    if issubclass(shape, Enum):
        return shape(plain)
    return _require(shape, plain)


def to_plain(value: object) -> Any:
    """What JSON can hold of it."""
    if is_dataclass(value):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    return value


def _require(kind: type[Any], plain: object) -> Any:
    if type(plain) is not kind:  # not isinstance: True is no number of pixels
        raise ValueError(f"{plain!r} is not a {kind.__name__}")
    return plain

"""Reads JSON whose writer may change its mind: what is missing or of another type counts as not there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping


class LooseObject:
    """A JSON object."""

    def __init__(self, content: object = None) -> None:
        self._content: Mapping[str, object] = content if isinstance(content, Mapping) else {}

    @classmethod
    def parse(cls, text: bytes) -> LooseObject:
        """The object that UTF-8 text holds; `ValueError` when it holds none."""
        try:
            content = json.loads(text.decode())
        except RecursionError:
            raise ValueError("nested too deeply") from None
        if not isinstance(content, dict):
            raise ValueError("no JSON object")
        return cls(content)

    def __contains__(self, name: str) -> bool:
        return self._content.get(name) is not None

    def text(self, name: str) -> str:
        """A text, or a whole number as text; ""."""
        value = self._content.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return value if isinstance(value, str) else ""

    def whole(self, name: str) -> int:
        """A whole number, also when it stands there as text; 0."""
        value = self._content.get(name)
        if isinstance(value, str) and value.isdecimal() and len(value) <= 19:
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def flag(self, name: str) -> bool:
        """true; anything else is False."""
        return self._content.get(name) is True

    def part(self, name: str) -> LooseObject:
        """An object inside; an empty one."""
        return LooseObject(self._content.get(name))

    def parts(self, name: str) -> Iterator[LooseObject]:
        """The objects of a list."""
        return (LooseObject(each) for each in self._list(name) if isinstance(each, dict))

    def texts(self, name: str) -> Iterator[str]:
        """The texts of a list."""
        return (each for each in self._list(name) if isinstance(each, str))

    def _list(self, name: str) -> list[object]:
        value = self._content.get(name)
        return value if isinstance(value, list) else []

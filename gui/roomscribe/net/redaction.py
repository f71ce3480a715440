"""Takes secrets out of everything that is kept, shown or copied."""

from __future__ import annotations

import base64
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

HIDDEN = "•••"
SHORTEST_SECRET = 6
"""Shorter values are not searched for inside texts: they would hide half of every sentence."""


def forms_of(secret: str) -> tuple[str, ...]:
    """The forms in which a secret travels: plain, URL-encoded, base64; each once."""
    encoded = base64.b64encode(secret.encode()).decode()
    return tuple(dict.fromkeys((secret, quote(secret, safe=""), encoded)))


class Redactor:
    """Replaces known secret values wherever they stand, and the values under secret keys whatever they are."""

    def __init__(
        self, secret_keys: Iterable[str] = (), secrets: Iterable[str] = (), *, forms: Iterable[str] = ()
    ) -> None:
        """`forms` are those of further secrets, worked out before (`forms_of`)."""
        self._keys = frozenset(key.lower() for key in secret_keys)
        self._values = _longest_first({*forms, *_forms(secrets)})
        """Longest first, so that a secret which holds another one goes as a whole."""

    def also(self, secrets: Iterable[str]) -> Redactor:
        """A redactor for one call that knows these secrets too: learnt here, they would pile up."""
        return Redactor(self._keys, secrets, forms=self._values)

    def text(self, text: str) -> str:
        """The text with every known secret hidden."""
        # What is longer than the text is not in it: of thousands, a cell's text is compared with few.
        for at in range(bisect_left(self._values, -len(text), key=_shortness), len(self._values)):
            if self._values[at] in text:
                text = text.replace(self._values[at], HIDDEN)
        return text

    def data(self, data: object) -> object:
        """A copy of JSON-like data with secrets hidden, by key and by value."""
        if isinstance(data, str):
            return self.text(data)
        if isinstance(data, (dict, Mapping)):  # dict first: the check of the general type costs ten times as much
            return {key: self._value(str(key), value) for key, value in data.items()}
        if isinstance(data, (list, tuple)):
            return [self.data(item) for item in data]
        return data

    def mapping(self, data: Mapping[str, str]) -> dict[str, str]:
        """The same for headers and query parameters."""
        return {key: str(self._value(key, value)) for key, value in data.items()}

    def _value(self, key: str, value: object) -> object:
        if value not in (None, "") and key.lower() in self._keys:
            return HIDDEN
        return self.data(value)


def _forms(secrets: Iterable[str]) -> Iterator[str]:
    for secret in secrets:
        if len(secret) >= SHORTEST_SECRET:
            yield from forms_of(secret)


def _longest_first(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(values, key=_shortness))


def _shortness(value: str) -> int:
    return -len(value)

"""Takes secrets out of everything that is kept, shown or copied."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from urllib.parse import quote

HIDDEN = "•••"
SHORTEST_SECRET = 6
"""Shorter values are not searched for inside texts: they would hide half of every sentence."""


class Redactor:
    """Replaces known secret values wherever they stand, and the values under secret keys whatever they are."""

    def __init__(self, secret_keys: Iterable[str] = (), secrets: Iterable[str] = ()) -> None:
        self._keys = frozenset(key.lower() for key in secret_keys)
        self._values: set[str] = set()
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """Hide this value from now on, in the forms in which it travels: plain, URL-encoded, base64."""
        if len(secret) < SHORTEST_SECRET:
            return
        encoded = base64.b64encode(secret.encode()).decode()
        self._values.update({secret, quote(secret, safe=""), encoded})

    def text(self, text: str) -> str:
        """The text with every known secret hidden."""
        for value in sorted(self._values, key=len, reverse=True):
            text = text.replace(value, HIDDEN)
        return text

    def data(self, data: object) -> object:
        """A copy of JSON-like data with secrets hidden, by key and by value."""
        if isinstance(data, str):
            return self.text(data)
        if isinstance(data, Mapping):
            return {key: self._value(str(key), value) for key, value in data.items()}
        if isinstance(data, (list, tuple)):
            return [self.data(item) for item in data]
        return data

    def mapping(self, data: Mapping[str, str]) -> dict[str, str]:
        """The same for headers and query parameters."""
        return {key: str(self._value(key, value)) for key, value in data.items()}

    def _value(self, key: str, value: object) -> object:
        if key.lower() in self._keys and value not in (None, ""):
            return HIDDEN
        return self.data(value)

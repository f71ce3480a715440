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
        self._values: tuple[str, ...] = ()
        """Longest first, so that a secret which holds another one goes as a whole."""
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """Hide this value from now on, in the forms in which it travels: plain, URL-encoded, base64."""
        if len(secret) < SHORTEST_SECRET:
            return
        encoded = base64.b64encode(secret.encode()).decode()
        known = {*self._values, secret, quote(secret, safe=""), encoded}
        self._values = tuple(sorted(known, key=len, reverse=True))

    def also(self, secrets: Iterable[str]) -> Redactor:
        """A redactor for one call that knows these secrets too: learnt here, they would pile up."""
        wider = Redactor(self._keys)
        wider._values = self._values
        for secret in secrets:
            wider.learn(secret)
        return wider

    def text(self, text: str) -> str:
        """The text with every known secret hidden."""
        for value in self._values:
            if value in text:
                text = text.replace(value, HIDDEN)
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

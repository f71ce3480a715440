"""The secrets of this session: what is written, shown or copied is searched for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from roomscribe.domain.clock import Clock
from roomscribe.net.redaction import SHORTEST_SECRET, Redactor, forms_of

SHORTEST_GUARDED = 12
"""Characters. Every real key is longer, and a short one could be a word that rightly stands in a row."""
LINGER = 600.0
"""Seconds for which a secret that is worth nothing any more stays known: a late answer or a log may still name it."""
_PIECE = 8
_STRIDE = SHORTEST_GUARDED - _PIECE + 1
"""However a form of `SHORTEST_GUARDED` characters or more stands in a text, one of its first `_STRIDE` pieces begins at
a multiple of it."""


class KnownSecrets:
    """Works out once in which forms each secret travels. One thread changes it, and any may ask."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._forms: dict[str, tuple[str, ...]] = {}
        """By secret."""
        self._pieces: Counter[str] = Counter()
        """With which the forms of guarded secrets begin. A text that has none of them holds none of thousands."""
        self._lapsing: dict[str, float] = {}
        """Until when (monotonic seconds) those stay known that are worth nothing any more, the first to go first."""
        self._redactor: Redactor | None = None

    @property
    def values(self) -> frozenset[str]:
        """Every one of them."""
        return frozenset(self._forms)

    def add(self, secret: str) -> None:
        """Know it from now on; too short ones would be found in every other word."""
        self._lapsing.pop(secret, None)
        if len(secret) >= SHORTEST_SECRET and secret not in self._forms:
            self._forms[secret] = forms_of(secret)
            self._pieces.update(_pieces(self._forms[secret]))
            self._redactor = None

    def lapse(self, secret: str) -> None:
        """It is worth nothing any more, so that `forget_lapsed` may forget it after `LINGER` seconds."""
        if secret in self._forms:
            self._lapsing.pop(secret, None)
            self._lapsing[secret] = self._clock.monotonic() + LINGER

    def forget_lapsed(self) -> None:
        """Forget those whose time has come."""
        now = self._clock.monotonic()
        while self._lapsing:
            secret, until = next(iter(self._lapsing.items()))
            if until > now:
                return
            del self._lapsing[secret]
            for piece in _pieces(self._forms.pop(secret)):
                self._pieces[piece] -= 1
                if not self._pieces[piece]:
                    del self._pieces[piece]
            self._redactor = None

    def redactor(self) -> Redactor:
        """Hides all of them."""
        redactor = self._redactor
        if redactor is None:
            redactor = self._redactor = Redactor(forms=chain.from_iterable(tuple(self._forms.values())))
        return redactor

    def stand_in(self, text: str) -> bool:
        """Whether a text holds one of at least `SHORTEST_GUARDED` characters, in whatever form."""
        pieces = self._pieces
        if not any(text[at : at + _PIECE] in pieces for at in range(0, len(text) - _PIECE + 1, _STRIDE)):
            return False
        return any(form in text for known in tuple(self._forms.values()) if _guarded(known) for form in known)


def _guarded(known: tuple[str, ...]) -> bool:
    return len(known[0]) >= SHORTEST_GUARDED


def _pieces(known: tuple[str, ...]) -> Iterator[str]:
    if _guarded(known):
        for form in known:
            yield from (form[at : at + _PIECE] for at in range(_STRIDE))

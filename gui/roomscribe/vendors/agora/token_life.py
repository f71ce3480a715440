"""Until when the bots' RTC tokens let them stay in the channel (agora.md §7.9, §13.1)."""

from __future__ import annotations

from collections.abc import Iterator

from roomscribe.domain.fields import Values
from roomscribe.vendors.agora.bot_fields import TOKENS_MADE, TOKENS_PASTED
from roomscribe.vendors.agora.limits import LONGEST_TOKEN_LIFE
from roomscribe.vendors.agora.tokens import Privilege, TokenUnreadable, decode

ROOM_TO_EXTEND = 6 * 3_600
"""Seconds beyond the planned end: no call renews a bot's token, so it must outlive every extension."""


def token_life(runs_for: float) -> int:
    """Seconds a token must live for a task of this length; 0 means without an end, and gets the most there is."""
    if runs_for <= 0:
        return LONGEST_TOKEN_LIFE
    return min(LONGEST_TOKEN_LIFE, int(runs_for) + ROOM_TO_EXTEND)


def token_ends(values: Values, runs_for: float, now: float) -> float | None:
    """UTC seconds when the first of the bots' tokens expires; None where they have none, or it can't be read."""
    source = values.get("bot_tokens")
    if source == TOKENS_MADE:
        return now + token_life(runs_for)
    return min(_pasted_ends(values), default=None) if source == TOKENS_PASTED else None


def _pasted_ends(values: Values) -> Iterator[float]:
    for key, privileges in (
        ("sub_bot_token", (Privilege.JOIN_CHANNEL,)),
        # Captions travel as a data stream.
        ("pub_bot_token", (Privilege.JOIN_CHANNEL, Privilege.PUBLISH_DATA)),
    ):
        text = values.get(key)
        if not isinstance(text, str) or not text:
            continue
        try:
            token = decode(text)
        except TokenUnreadable:
            continue
        yield from (float(end) for each in privileges if (end := token.allows_until(each)))

"""Reads the bots' RTC tokens out of a request (agora.md §3.2)."""

from __future__ import annotations

from roomscribe.domain.remarks import RemarkKind
from roomscribe.domain.text import T
from roomscribe.vendors.agora.bot_fields import TOKENS_MADE, TOKENS_PASTED
from roomscribe.vendors.body_reader import BodyReader, stands_for_a_secret
from roomscribe.vendors.protocol import MADE_LATER


def take_token(reader: BodyReader, key: str, path: str) -> None:
    """A bot's token: kept where there is one, else the console makes its own."""
    raw = reader.get(path)
    if raw is None or raw == "":
        return
    if isinstance(raw, str) and stands_for_a_secret(raw):
        if raw != MADE_LATER:
            reason = T("The request has a placeholder here. The console makes the bots' tokens when you start.")
            reader.say(key, RemarkKind.LEFT_OUT, reason)
        reader.values.setdefault("bot_tokens", TOKENS_MADE)
        return
    reader.put(key, raw)
    if reader.values.get(key):
        reader.values["bot_tokens"] = TOKENS_PASTED

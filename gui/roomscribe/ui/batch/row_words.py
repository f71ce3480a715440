"""What the tables of a batch say about a row: its room, bot and languages."""

from __future__ import annotations

from collections.abc import Mapping

from roomscribe.domain.fields import Value
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.lengths import MINUTE, short
from roomscribe.domain.text import T
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation


def room_words(values: Mapping[str, Value], generation: Generation) -> str:
    """The room, "" where there is none."""
    return str(values.get(generation.room_key) or "")


def bot_words(values: Mapping[str, Value], generation: Generation) -> str:
    """The bot, "" where there is none."""
    return str(values.get(generation.bot_key) or "")


def language_words(
    values: Mapping[str, Value], generation: Generation, unread: Mapping[LanguageUse, str] | None = None
) -> str:
    """`zh → en, ja`; what a table has in place of languages stands as it is written there (`unread`)."""
    written = unread or {}
    spoken = written.get(LanguageUse.RECOGNISE, ", ".join(generation.spoken(values)))
    targets = written.get(LanguageUse.TRANSLATE_TO, ", ".join(generation.targets(values)))
    return f"{spoken} → {targets}".lstrip() if targets else spoken


def minutes_words(minutes: int) -> str:
    """How long the task may run."""
    return say(short(minutes, MINUTE) if minutes else T("no end"))

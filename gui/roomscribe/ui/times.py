"""Times and lengths of time as people read them, in the computer's own time zone."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from roomscribe.domain.lengths import DAY, HOUR, MINUTE, SECOND, short, spoken
from roomscribe.domain.text import Text
from roomscribe.ui.words import say

NOTHING = "–"


def duration(seconds: float) -> str:
    """`05:50`, or `1:02:03` from an hour on."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, HOUR)
    minutes, seconds_left = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{seconds_left:02}" if hours else f"{minutes:02}:{seconds_left:02}"


def age(seconds: float) -> str:
    """`3 s`, `4 min`, `2 h`, `5 d`: how old knowledge is, as coarse as one would say it."""
    return say(short(*_coarse(seconds)))


def age_words(seconds: float) -> Text:
    """The same in a sentence: `3 seconds`."""
    return spoken(*_coarse(seconds))


def _coarse(seconds: float) -> tuple[int, int]:
    """A number and its unit."""
    whole = max(0, int(seconds))
    unit = SECOND if whole < 2 * MINUTE else MINUTE if whole < 2 * HOUR else HOUR if whole < 2 * DAY else DAY
    return whole // unit, unit


def clock_time(at: float, now: float) -> str:
    """`12:01:07` today, `17 Nov` this year, else `2026-11-17`."""
    there, today = datetime.fromtimestamp(at).astimezone(), datetime.fromtimestamp(now).astimezone()
    if there.date() == today.date():
        return f"{there:%H:%M:%S}"
    if there.year == today.year:
        return QLocale().toString(QDate(there.year, there.month, there.day), "d MMM")
    return f"{there:%Y-%m-%d}"


def full_time(at: float) -> str:
    """`2026-11-20 12:01:07 +01:00`."""
    there = datetime.fromtimestamp(at).astimezone()
    zone = f"{there:%z}"
    return f"{there:%Y-%m-%d %H:%M:%S} {zone[:3]}:{zone[3:5]}"


def exact_time(at: float) -> str:
    """`12:01:07.120`."""
    there = datetime.fromtimestamp(at).astimezone()
    return f"{there:%H:%M:%S}.{there.microsecond // 1000:03}"

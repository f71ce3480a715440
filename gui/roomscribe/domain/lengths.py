"""Lengths of time as people read them: short in labels, cells and values (`30 s`), in whole words in sentences."""

from __future__ import annotations

from roomscribe.domain.text import T, Text

SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86_400


def short(count: float, unit: int = SECOND) -> Text:
    """`30 s`, `1.2 s`, `15 min`, `2 h`, `3 d`."""
    number = _number(count)
    if unit == DAY:
        return T("{count} d", count=number)
    if unit == HOUR:
        return T("{count} h", count=number)
    if unit == MINUTE:
        return T("{count} min", count=number)
    return T("{count} s", count=number)


def spoken(count: float, unit: int = SECOND) -> Text:
    """`30 seconds`, `1.2 seconds`, `1 minute`, `2 hours`, `3 days`."""
    number = _number(count)
    if unit == DAY:
        return T("1 day") if number == "1" else T("{count} days", count=number)
    if unit == HOUR:
        return T("1 hour") if number == "1" else T("{count} hours", count=number)
    if unit == MINUTE:
        return T("1 minute") if number == "1" else T("{count} minutes", count=number)
    return T("1 second") if number == "1" else T("{count} seconds", count=number)


def in_minutes(seconds: float) -> tuple[int, int]:
    """A number and its unit, for `short` and `spoken`: the nearest minutes, or hours where these come out even."""
    minutes = round(seconds / MINUTE)
    hours, rest = divmod(minutes, HOUR // MINUTE)
    return (hours, HOUR) if hours and not rest else (minutes, MINUTE)


def _number(count: float) -> str:
    # "z": what is rounded to nothing has no sign.
    return f"{count:z.1f}".removesuffix(".0")

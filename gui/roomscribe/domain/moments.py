"""A moment as people write it down, in the computer's own time zone."""

from __future__ import annotations

from datetime import datetime


def moment(at: float, now: float) -> str:
    """`12:31` where it is today, else `2026-11-21 00:12`. Both are UTC seconds."""
    there, today = datetime.fromtimestamp(at).astimezone(), datetime.fromtimestamp(now).astimezone()
    return f"{there:%H:%M}" if there.date() == today.date() else f"{there:%Y-%m-%d %H:%M}"

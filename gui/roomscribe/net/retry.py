"""How long to wait before asking again: the decision and the delay as pure functions."""

from __future__ import annotations

import random

LONGEST_WAIT = 60.0
"""Seconds."""


def back_off(failures: int, *, first: float = 1.0, ceiling: float = LONGEST_WAIT) -> float:
    """Seconds to wait after `failures` failures in a row (1, 2, 4 …), before jitter."""
    return 0.0 if failures <= 0 else float(min(ceiling, first * 2 ** min(failures - 1, 16)))


def jitter(seconds: float, share: float = 0.1) -> float:
    """The wait, longer or shorter by up to `share` of it, so that many clients do not march in step."""
    return seconds * (1 + random.uniform(-share, share))  # noqa: S311 - spreads load, guards nothing

"""How long a task may run: a field of every form, whatever the vendor."""

from __future__ import annotations

import re

from roomscribe.domain.fields import Field, FieldKind, Limits, Section, Value
from roomscribe.domain.lengths import HOUR, MINUTE, in_minutes, short, spoken
from roomscribe.domain.text import T, Text

MINUTES = "minutes"
PRESETS = (15, 30, 60, 120)
NO_END = 0
USUAL_MINUTES = 30
"""Of whatever does not say for how long."""

RUN_TIME = Field(
    key=MINUTES,
    kind=FieldKind.INTEGER,
    section=Section.ADVANCED,
    label=T("Run time"),
    help=T("The console stops the task by itself after this time. It can be extended while it runs."),
    required=True,
    default=USUAL_MINUTES,
    unit=T("min"),
    limits=Limits(minimum=1, maximum=100_000),
)

HOW_TO_WRITE = T("Write minutes, such as 90, or hours, such as 1 h 30 min. “no end” lets it run until it is stopped.")
"""For files, in which nothing can be chosen."""
_WRITTEN = re.compile(
    r"(?=\S)(?:([0-9]{1,6})\s*(?:h|hours?)\s*)?(?:([0-9]{1,9})\s*(?:m|min|mins|minutes?|分钟)?)?", re.IGNORECASE
)
_NO_END_WRITTEN = frozenset({"no end", "none", "unlimited"})


def read_run_time(text: str) -> Value:
    """The minutes that a cell of a file says: `90`, `15 min`, `1h`, `1 h 30 min`, `no end`. Anything else, a bare 0
    among it, comes back as it stands, for `run_time_problem` to refuse."""
    words = " ".join(text.split())
    if words.casefold() in _NO_END_WRITTEN:
        return NO_END
    found = _WRITTEN.fullmatch(words)
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0
    return minutes or text


def run_time_problem(value: Value, longest: float = 0.0) -> Text | None:
    """What is wrong with what stands in the run-time field; the number 0 comes from "No end" alone.

    `longest`: seconds that such a task may run at most, 0 for no such limit. Only the message tells it: what is too
    long for this vendor alone is for others to refuse, with their reason.
    """
    if value is None:
        return T("Say how many minutes the task may run.")
    if isinstance(value, bool) or not isinstance(value, int):
        if isinstance(value, str) and value.strip().strip("0") == "" and value.strip():
            return T("Enter 1 minute at least, or choose “No end”.")
        return T("Enter whole minutes, or choose “No end”.")
    most = int(RUN_TIME.limits.maximum or 0)
    if NO_END <= value <= most:
        return None
    return T("Enter 1 to {most} minutes.", most=min(most, int(longest // 60)) if longest else most)


def run_time_too_long(minutes: int, longest: float) -> Text | None:
    """Why a task may not run for so long, or None; `longest` as in `run_time_problem`."""
    if longest and minutes * MINUTE > longest:
        time = spoken(*in_minutes(longest))
        return T("Such a task may run for {time} at most. Choose a shorter time.", time=time)
    return None


def run_time_words(value: Value) -> Text:
    """The run time in short, for the head of the part it is folded into."""
    if run_time_problem(value) is not None or not isinstance(value, int):
        return T("no run time")
    if value == NO_END:
        return T("runs until stopped")
    hours, minutes = divmod(value, HOUR // MINUTE)
    if hours and minutes:
        return T("ends by itself in {hours} {minutes}", hours=short(hours, HOUR), minutes=short(minutes, MINUTE))
    return T("ends by itself in {time}", time=short(*in_minutes(value * MINUTE)))

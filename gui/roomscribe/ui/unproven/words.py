"""What is said about stops without a receipt, and about the computer's clock and sleep."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from roomscribe.domain.lengths import MINUTE, in_minutes, spoken
from roomscribe.domain.moments import moment
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.clock_watch import ClockNews
from roomscribe.ui.endings.words import overdue_notice
from roomscribe.ui.notices import Act, Grade, Notice
from roomscribe.ui.task_names import place
from roomscribe.ui.unproven.alarm import UNPROVEN
from roomscribe.ui.unproven.limits import billed_until
from roomscribe.vendors.protocol import Generation


def unproven_notice(
    tasks: Sequence[Task],
    generation: Generation | None,
    now: float,
    *,
    show: Callable[[], None],
    again: Callable[[], None],
) -> Notice:
    """The banner about stops that nobody has confirmed, the longest-waiting first; `generation` is that one's."""
    oldest = tasks[0]
    vendor, since = generation.short_title if generation else oldest.vendor, oldest.stop_wished_at or now
    if len(tasks) == 1:
        text = T(
            "{vendor} has not confirmed the stop in {room} since {time}. The task may be running.",
            vendor=vendor,
            room=place(oldest),
            time=moment(since, now),
        )
    else:
        text = T(
            "{count} stops are not confirmed. The oldest: {vendor}, {room}, since {time}.",
            count=len(tasks),
            vendor=vendor,
            room=place(oldest),
            time=moment(since, now),
        )
    return Notice(
        grade=Grade.BAD,
        text=text,
        remedy=billed_until(oldest, generation, now),
        error=oldest.error,
        key=UNPROVEN,
        acts=(Act(T("Show it"), show), Act(T("Stop again"), again)),
    )


def clock_notice(news: ClockNews) -> Notice:
    """The banner about a clock that was set, or about tasks that ran past their end while the computer slept."""
    if news.overdue:
        slept = spoken(*in_minutes(max(MINUTE, news.slept)))
        return overdue_notice(news.overdue, T("while this computer slept for {time}", time=slept))
    return Notice(grade=Grade.WARN, text=_set_words(news.moved), key="clock")


def _set_words(seconds: float) -> Text:
    hours, rest = divmod(round(abs(seconds)), 3600)
    length = f"{hours}:{rest // 60:02}:{rest % 60:02}"
    if seconds > 0:
        return T(
            "This computer's clock was put forward by {time}. What is left of live tasks stays the same.", time=length
        )
    return T("This computer's clock was put back by {time}. What is left of live tasks stays the same.", time=length)

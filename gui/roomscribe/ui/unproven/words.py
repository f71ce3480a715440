"""What is said about stops without a receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from roomscribe.domain.moments import moment
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ui.endings.words import place
from roomscribe.ui.notices import Act, Grade, Notice
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

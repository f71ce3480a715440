"""What is said about ends: offers, warnings, refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from roomscribe.domain.lengths import in_minutes, spoken
from roomscribe.domain.moments import moment
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ui.endings.warning import ENDING
from roomscribe.ui.first_few import first_few
from roomscribe.ui.notices import Act, Grade, Notice
from roomscribe.ui.task_names import place, room_or_id
from roomscribe.ui.words import say

NOT_EXTENDED = "not-extended"
"""Key of the banner about refused extensions."""
NAMED = 6
"""How many tasks a banner names before it only counts."""


def offer(chosen: int, able: int, why_not: Callable[[], Text | None]) -> Text | None:
    """Why none of the chosen tasks can be extended, which `why_not` says of the first; None when one can."""
    if not chosen:
        return T("Select a task to extend it.")
    return None if able else why_not()


def warning_notice(tasks: Sequence[Task], now: float, *, extend: Callable[[], None], let: Callable[[], None]) -> Notice:
    """A task ends in a moment, or several do."""
    ends = min(task.ends_at or 0.0 for task in tasks)
    if len(tasks) == 1:
        return Notice(
            grade=Grade.WARN,
            text=T("The task in {room} ends at {time}.", room=place(tasks[0]), time=moment(ends, now)),
            key=ENDING,
            acts=(Act(T("Extend by 15 min"), extend), Act(T("Let it end"), let)),
        )
    return Notice(
        grade=Grade.WARN,
        text=T(
            "{count} tasks end at {time} or soon after: {rooms}.",
            count=len(tasks),
            time=moment(ends, now),
            rooms=places(tasks),
        ),
        key=ENDING,
        acts=(Act(T("Extend all by 15 min"), extend), Act(T("Let them end"), let)),
    )


WHILE_CLOSED = T("while the console was closed")


def overdue_notice(tasks: Sequence[Task], meanwhile: Text = WHILE_CLOSED) -> Notice:
    """Tasks ran past their end while nobody watched; `meanwhile` says why."""
    text = T(
        "{count} tasks ran past their end {meanwhile}: {rooms}.",
        count=len(tasks),
        meanwhile=meanwhile,
        rooms=places(tasks),
    )
    # Not "now": a row may be another window's, or the keys to it may be missing.
    remedy = T(
        "Each is stopped as soon as its vendor can be asked. Its row says when the vendor has confirmed that, or what "
        "is in the way."
    )
    if len(tasks) == 1:
        text = T("The task in {room} ran past its end {meanwhile}.", room=place(tasks[0]), meanwhile=meanwhile)
        remedy = T(
            "It is stopped as soon as its vendor can be asked. Its row says when the vendor has confirmed that, or "
            "what is in the way."
        )
    return Notice(grade=Grade.WARN, text=text, remedy=remedy, key="overdue")


def refused_notice(refused: Sequence[tuple[Task, Text]], asked: int) -> Notice:
    """Some of the tasks that somebody wanted to extend could not be."""
    task, why = refused[0]
    if len(refused) == 1:
        text = T("The task in {room} was not extended.", room=place(task))
        return Notice(grade=Grade.WARN, text=text, remedy=why, key=NOT_EXTENDED)
    lines = first_few(refused, NAMED, lambda each: f"{place(each[0])}: {say(each[1])}")
    text = T("{refused} of {count} tasks were not extended.", refused=len(refused), count=asked)
    return Notice(grade=Grade.WARN, text=text, details="\n".join(lines), key=NOT_EXTENDED)


def extended_notice(count: int, seconds: float, *, ended: int) -> Notice:
    """How many of several chosen rows were extended; `ended` were over already."""
    time = spoken(*in_minutes(seconds))
    text = T("{count} tasks were extended by {time}.", count=count, time=time)
    if count == 1:
        text = T("1 task was extended by {time}.", time=time)
    remedy = None
    if ended == 1:
        remedy = T("1 chosen row has ended already and was left out.")
    elif ended:
        remedy = T("{count} chosen rows have ended already and were left out.", count=ended)
    return Notice(grade=Grade.INFO, text=text, remedy=remedy, key="extended")


def places(tasks: Sequence[Task]) -> str:
    """Where they are; of many only the first, and how many follow."""
    return ", ".join(first_few(tasks, NAMED, room_or_id))

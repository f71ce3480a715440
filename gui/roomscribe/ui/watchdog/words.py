"""What becomes of tasks that are left running, as the watchdog's own answer has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.watchdog.link import Cover
from roomscribe.services.watchdog.rules import guarded
from roomscribe.ui.endings.words import places
from roomscribe.ui.words import say


def covered(tasks: Sequence[Task], cover: Cover) -> bool:
    """Whether the watchdog ends every one of these tasks that has an end."""
    ending = [task for task in tasks if guarded(task)]
    return bool(ending) and all(task.id in cover.safe for task in ending)


def what_it_does(tasks: Sequence[Task], cover: Cover) -> str:
    """What the watchdog does about tasks at real vendors while no console is open."""
    ending = [task for task in tasks if guarded(task)]
    endless = len(tasks) - len(ending)
    lost = [task for task in ending if task.id not in cover.safe]
    one = len(tasks) == 1
    if not ending:
        if one:
            return say(T("The task has no end time, so nothing stops it but the vendor's own rules."))
        return say(T("None of them has an end time, so nothing stops them but the vendor's own rules."))
    if not cover.wanted:
        return _nobody(T("The watchdog is switched off (menu Task)."), one=one)
    if not cover.answered:
        return _nobody(T("The watchdog does not answer."), one=one)
    if len(lost) == len(ending):
        return _nobody(_none_of_them(len(tasks), endless), one=one)
    return " ".join(say(each) for each in (_stays(len(ending) - len(lost), len(tasks)), *_left_out(lost, endless)))


def _none_of_them(count: int, endless: int) -> Text:
    if count == 1:
        return T("The watchdog is there, but can't stop the task: it has no keys, or the answer to the start was lost.")
    if endless:
        return T(
            "The watchdog is there, but can stop none of them: it has no keys, their starts were lost, or they have no "
            "end time."
        )
    return T("The watchdog is there, but can stop none of them: it has no keys, or their starts were lost.")


def _left_out(lost: Sequence[Task], endless: int) -> Iterator[Text]:
    if len(lost) == 1:
        yield T("It can't stop this one, and only the vendor's own rules end it: {rooms}.", rooms=places(lost))
    elif lost:
        yield T("It can't stop these, and only the vendor's own rules end them: {rooms}.", rooms=places(lost))
    if endless == 1:
        yield T("The one without an end time runs on until somebody stops it.")
    elif endless:
        yield T("Those without an end time run on until somebody stops them.")


def _stays(count: int, of: int) -> Text:
    if of == 1:
        return T(
            "The watchdog, a small process without a window, has just answered. It stays and stops the task at its "
            "end time, as long as this computer is awake and you are signed in."
        )
    if count == of:
        return T(
            "The watchdog, a small process without a window, has just answered. It stays and stops them at their "
            "end times, as long as this computer is awake and you are signed in."
        )
    if count == 1:
        return T(
            "The watchdog, a small process without a window, has just answered. It stays and stops 1 of them at its "
            "end time, as long as this computer is awake and you are signed in."
        )
    return T(
        "The watchdog, a small process without a window, has just answered. It stays and stops {count} of them at "
        "their end times, as long as this computer is awake and you are signed in.",
        count=count,
    )


def _nobody(why: Text, *, one: bool) -> str:
    nothing = T(
        "While this console is closed nothing stops them, not even at their end times: only the vendor's own rules "
        "end them (see “Ends by itself”)."
    )
    if one:
        nothing = T(
            "While this console is closed nothing stops the task, not even at its end time: only the vendor's own "
            "rules end it (see “Ends by itself”)."
        )
    return f"{say(why)} {say(nothing)}"

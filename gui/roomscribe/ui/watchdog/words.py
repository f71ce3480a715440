"""What becomes of tasks that are left running, as the watchdog's own answer has it."""

from __future__ import annotations

from collections.abc import Sequence

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
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
    endless = len(ending) < len(tasks)
    lost = [task for task in ending if task.id not in cover.safe]
    if not ending:
        return say(T("None of them has an end time, so nothing stops them but the vendor's own rules."))
    if not cover.wanted:
        return _nobody(say(T("The watchdog is switched off (menu Task).")))
    if not cover.answered:
        return _nobody(say(T("The watchdog does not answer.")))
    if len(lost) == len(ending):
        why = T("The watchdog is there, but can stop none of them: it has no keys, or their starts were lost.")
        if endless:
            why = T(
                "The watchdog is there, but can stop none of them: it has no keys, their starts were lost, or they "
                "have no end time."
            )
        return _nobody(say(why))
    lines = [_stays(len(ending) - len(lost), alone=not lost and not endless)]
    if lost:
        lines.append(
            say(T("It can't stop these, and only the vendor's own rules end them: {rooms}.", rooms=places(lost)))
        )
    if endless:
        lines.append(say(T("Those without an end time run on until somebody stops them.")))
    return " ".join(lines)


def _stays(count: int, *, alone: bool) -> str:
    if alone:
        return say(
            T(
                "The watchdog, a small process without a window, has just answered. It stays and stops them at their "
                "end times, as long as this computer is awake and you are signed in."
            )
        )
    return say(
        T(
            "The watchdog, a small process without a window, has just answered. It stays and stops {count} of them at "
            "their end times, as long as this computer is awake and you are signed in.",
            count=count,
        )
    )


def _nobody(why: str) -> str:
    nothing = T(
        "While this console is closed nothing stops them, not even at their end times: only the vendor's own rules "
        "end them (see “Ends by itself”)."
    )
    return f"{why} {say(nothing)}"

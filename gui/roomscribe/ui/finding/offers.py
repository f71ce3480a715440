"""What can be done with the tasks that are chosen in the list, and in which words it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.ui.actions import Offer
from roomscribe.ui.finding.model import FoundRow
from roomscribe.ui.words import say

NOTHING_CHOSEN = T("Select a task first.")
NAMED = 8
"""How many tasks a question names before it only counts."""
BUSY = T("The last act is still being carried out.")
ENDED = T("This task has ended already.")


@dataclass(frozen=True)
class Question:
    """What is asked before an act."""

    title: Text
    text: Text
    label: Text
    detail: str
    """The tasks it is about, by the vendor's ids."""


def adopt_offer(chosen: Sequence[FoundRow], busy: bool) -> Offer:
    """Whether the chosen tasks can be adopted."""
    able = [row for row in chosen if not row.known and not row.ended]
    label = T("Adopt…") if len(able) < 2 else T("Adopt {count} tasks…", count=len(able))
    if not chosen:
        return Offer(label, NOTHING_CHOSEN)
    if not able:
        return Offer(label, T("The console has this task already.") if any(row.known for row in chosen) else ENDED)
    return Offer(label, BUSY if busy else None)


def stop_offer(chosen: Sequence[FoundRow], busy: bool) -> Offer:
    """Whether the chosen tasks can be stopped; foreign ones are adopted first."""
    able = [row for row in chosen if not row.ended]
    label = T("Stop") if len(able) < 2 else T("Stop {count} tasks", count=len(able))
    if not chosen:
        return Offer(label, NOTHING_CHOSEN)
    if not able:
        return Offer(label, ENDED)
    return Offer(label, BUSY if busy else None)


def show_offer(chosen: Sequence[FoundRow]) -> Offer:
    """Whether there is a row to show."""
    label = T("Show row")
    if len(chosen) != 1:
        return Offer(label, T("Select one task to see its row."))
    return Offer(label, None if chosen[0].task is not None else T("This task is not in the console."))


def stop_question(rows: Sequence[FoundRow], profile: Profile) -> Question | None:
    """What to ask before these are stopped; None for a single task of our own: asking would only slow it down."""
    foreign = [row for row in rows if not row.known]
    label = T("Stop task") if len(rows) == 1 else T("Stop {count} tasks", count=len(rows))
    if not foreign:
        text = T("{count} tasks are asked to end. Captions in their rooms stop.", count=len(rows))
        return None if len(rows) == 1 else Question(T("Stop several tasks"), text, label, _ids(rows))
    if len(rows) == 1:
        title, text = (
            T("Stop a task of somebody else"),
            T("This console did not start it. Its room loses the captions."),
        )
    else:
        title = T("Stop tasks of somebody else")
        text = T(
            "{foreign} of {count} tasks were not started by this console. Their rooms lose the captions.",
            foreign=len(foreign),
            count=len(rows),
        )
    if profile.production:
        text = T("“{name}” is marked as production. {text}", name=profile.name, text=text)
    return Question(title, text, label, _ids(rows))


def _ids(rows: Sequence[FoundRow]) -> str:
    lines = [row.found.id for row in rows[:NAMED]]
    if (more := len(rows) - NAMED) > 0:
        lines.append(say(T("and {count} more", count=more)))
    return "\n".join(lines)

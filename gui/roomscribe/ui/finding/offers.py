"""What can be done with the tasks that are chosen in the list, and in which words it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.ui.actions import Offer
from roomscribe.ui.dialogs.question import NAMED, Question, stop_several
from roomscribe.ui.finding.model import FoundRow
from roomscribe.ui.first_few import first_few

NOTHING_CHOSEN = T("Select a task first.")
BUSY = T("The last act is still being carried out.")
ENDED = T("This task has ended already.")


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
        return None if len(rows) == 1 else stop_several(len(rows), _ids(rows))
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
    """The vendor's."""
    return "\n".join(first_few(rows, NAMED, lambda row: row.found.id))

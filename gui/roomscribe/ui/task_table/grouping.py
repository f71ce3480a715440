"""By what the table's rows can be grouped, as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.rows.row import Key
from roomscribe.ui.collation import collated
from roomscribe.ui.task_table.glance import Glance
from roomscribe.ui.task_table.looks import look_of
from roomscribe.ui.words import say

GroupFacts = tuple[str, tuple[Key, ...], str]
"""Id, rank among the groups, and label."""


@dataclass(frozen=True)
class Grouping:
    """One way to group."""

    id: str
    """Stable over versions: the settings name it."""
    title: Text
    """What stands in the menu."""
    of: Callable[[Task, Glance], GroupFacts] | None
    """None for no groups."""


def _by_room(task: Task, glance: Glance) -> GroupFacts:
    return task.room, (collated(task.room), task.room), task.room or say(T("unknown room"))


def _by_profile(task: Task, glance: Glance) -> GroupFacts:
    return task.profile_id, (collated(task.profile_name), task.profile_id), task.profile_name


def _by_state(task: Task, glance: Glance) -> GroupFacts:
    # The worst on top, as when the column is sorted downwards.
    look = look_of(task, glance.now)
    return look.word.source, (-float(look.gravity), look.word.source), say(look.word)


UNGROUPED = Grouping("", T("&No groups"), None)
GROUPINGS = (
    UNGROUPED,
    Grouping("room", T("By &room"), _by_room),
    Grouping("profile", T("By &profile"), _by_profile),
    Grouping("state", T("By &state"), _by_state),
)
"""In the order of the menu."""


def grouping(grouping_id: str) -> Grouping:
    """The grouping with this id; none where this version does not know it."""
    return next((each for each in GROUPINGS if each.id == grouping_id), UNGROUPED)

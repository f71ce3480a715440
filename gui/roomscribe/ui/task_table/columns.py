"""The table's columns as values: what each shows, how it sorts, and which change by the mere passing of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ui.task_table import cell_words, ends_column
from roomscribe.ui.task_table.age_column import age_sort, age_tip, age_tone, data_age
from roomscribe.ui.task_table.cost_column import cost, cost_sort, cost_tip, cost_tone
from roomscribe.ui.task_table.glance import Glance
from roomscribe.ui.words import say

Show = Callable[[Task, Glance], str]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column."""

    id: str
    """Stable over versions: saved arrangements name it."""
    title: Text
    width: int
    text: Show
    sort: Callable[[Task, Glance], str | float]
    """Never depends on the present moment, so that rows do not change places by themselves."""
    tone: Show = lambda task, glance: "text"
    """Name of the colour token."""
    tip: Show | None = None
    """A fuller text; the cell's own where it does not fit."""
    number: bool = False
    """Right-aligned, with figures of one width, and sorted by a number."""
    drifts: bool = False
    """What it is sorted by may change without news of the task."""
    ageing: bool = False
    """What it is sorted by changes with each answer, news or none."""
    timed: bool = False
    """Changes by the mere passing of time."""
    shown: bool = True
    """In a fresh window; what is not can be brought in by hand."""
    elide_middle: bool = False
    ample: int = 0
    """Width that its longer texts need: a wider window gives it this first, until somebody sets a width by hand."""
    grows: int = 0
    """Share of what is left over after that."""
    leaves: int = 0
    """Not shown by itself where there is no room for all; the lowest goes first, and 0 stays."""


COLUMNS = (
    Column(
        id="state",
        title=T("State"),
        width=114,
        text=cell_words.state,
        sort=cell_words.state_sort,
        tip=cell_words.state_tip,
    ),
    Column(
        id="room",
        title=T("Room"),
        width=100,
        ample=112,
        text=cell_words.room,
        sort=lambda task, glance: task.room.casefold(),
        tone=lambda task, glance: "text" if task.room else "dim",
        tip=cell_words.room_tip,
        elide_middle=True,
        grows=1,
    ),
    Column(
        id="vendor",
        title=T("Vendor"),
        width=78,
        text=cell_words.vendor_name,
        sort=lambda task, glance: cell_words.vendor_name(task, glance).casefold(),
        tone=cell_words.dim_tone,
        tip=lambda task, glance: task.profile_name,
    ),
    Column(
        id="languages",
        title=T("Languages"),
        width=104,
        ample=180,
        text=cell_words.languages,
        sort=lambda task, glance: cell_words.languages(task, glance).casefold(),
        tip=cell_words.language_names,
        grows=2,
    ),
    Column(
        id="running",
        title=T("Running for"),
        width=94,
        shown=False,  # “Started” and “Ends in” say about as much
        text=cell_words.running_for,
        sort=cell_words.running_sort,
        tone=cell_words.quiet_when_ended,
        number=True,
        timed=True,
    ),
    Column(
        id="ends",
        title=T("Ends in"),
        width=70,
        text=ends_column.column_text,
        sort=ends_column.column_sort,
        tone=ends_column.column_tone,
        tip=ends_column.column_tip,
        number=True,
        timed=True,
    ),
    Column(
        id="cost",
        title=T("Cost"),
        width=94,
        text=cost,
        sort=cost_sort,
        tone=cost_tone,
        tip=cost_tip,
        number=True,
        drifts=True,
        timed=True,
        leaves=2,
    ),
    Column(
        id="age",
        title=T("Age"),
        width=64,
        text=data_age,
        sort=age_sort,
        tone=age_tone,
        tip=age_tip,
        number=True,
        ageing=True,
        timed=True,
        grows=1,
    ),
    Column(
        id="started",
        title=T("Started"),
        width=82,
        text=cell_words.started,
        sort=lambda task, glance: cell_words.began(task),
        tone=cell_words.dim_tone,
        tip=cell_words.started_tip,
        number=True,
    ),
    Column(
        id="owner",
        title=T("Started by"),
        width=84,
        text=cell_words.owner,
        sort=lambda task, glance: cell_words.owner(task, glance).casefold(),
        tone=cell_words.dim_tone,
        tip=cell_words.owner_tip,
        elide_middle=True,
        leaves=1,
    ),
    Column(
        id="tags",
        title=T("Tags"),
        width=84,
        text=lambda task, glance: ", ".join(task.tags),
        sort=lambda task, glance: ", ".join(task.tags).casefold(),
        tone=cell_words.dim_tone,
        shown=False,
    ),
    Column(
        id="notes",
        title=T("Note"),
        width=104,
        ample=184,
        text=lambda task, glance: " ".join(task.note.split()),
        sort=lambda task, glance: task.note.casefold(),
        tip=lambda task, glance: task.note,
        shown=False,
        grows=2,
    ),
    Column(
        id="note",  # its name in saved arrangements, from when errors were called notes
        title=T("Error"),
        width=160,
        text=cell_words.error,
        sort=lambda task, glance: cell_words.error(task, glance).casefold(),
        tone=cell_words.error_tone,
        tip=cell_words.error_tip,
        grows=3,
    ),
)
"""In the order of a fresh window. The timed ones stand together, so that a tick is one range of cells.

The state's is as wide as the chips of tasks that are well, and becomes wider when a longer one comes into sight.
"""


def filter_text(task: Task, glance: Glance) -> str:
    """Everything by which a task can be found."""
    words = [
        task.room,
        task.bot,
        task.note,
        *task.tags,
        task.id,
        task.vendor_task_id,
        task.profile_name,
        task.owner,
        task.vendor_state,
        cell_words.vendor_name(task, glance),
        cell_words.state(task, glance),
        cell_words.languages(task, glance),
        cell_words.language_names(task, glance),
    ]
    if task.error is not None:
        words += [task.error.code, say(task.error.meaning), task.error.vendor_message, task.error.request_id]
    return "\n".join(words).casefold()

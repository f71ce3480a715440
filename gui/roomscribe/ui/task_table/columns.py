"""The table's columns as values: what each shows, how it sorts, and which change by the mere passing of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.billing import Billing
from roomscribe.ui.task_table import ends_column
from roomscribe.ui.task_table.age_column import age_sort, age_tip, age_tone, data_age
from roomscribe.ui.task_table.cost_column import cost, cost_sort, cost_tip, cost_tone
from roomscribe.ui.task_table.ends_column import LONGER_THAN_ANYTHING
from roomscribe.ui.task_table.looks import look_of
from roomscribe.ui.times import NOTHING, clock_time, duration, full_time
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True)
class Glance:
    """What a column may know besides the task."""

    clock: Clock
    registry: Registry
    me: str
    """The account name of whoever sits here."""
    billing: Billing | None = None
    """What tasks cost; None where nobody adds that up."""
    promised: Callable[[Task], float] | None = None
    """Seconds that knowledge of a live task shall be old at most; None where nobody promises anything."""
    asks: Callable[[Task], bool] = lambda task: True
    """Whether this window asks the vendor about a task, and so has its latest answer."""

    @property
    def now(self) -> float:
        """This moment."""
        return self.clock.now()

    def generation(self, task: Task) -> Generation | None:
        """The task's generation, or None where the plug-in that brought it is gone."""
        try:
            return self.registry.generation(task.generation)
        except KeyError:
            return None


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

    @property
    def fleeting(self) -> bool:
        """Whether what it is sorted by is worked out anew each time, as it may be another by now."""
        return self.drifts or self.ageing


def _dim(task: Task, glance: Glance) -> str:
    return "dim"


def _quiet_when_ended(task: Task, glance: Glance) -> str:
    return "text" if task.live else "dim"


def _state(task: Task, glance: Glance) -> str:
    return say(look_of(task, glance.now).word)


def _state_tip(task: Task, glance: Glance) -> str:
    sentence = say(look_of(task, glance.now).sentence)
    if not task.vendor_state:
        return sentence
    return say(T("{sentence} The vendor's word: {word}", sentence=sentence, word=task.vendor_state))


def _gravity(task: Task, glance: Glance) -> float:
    return look_of(task, glance.now).gravity


def vendor_name(task: Task, glance: Glance) -> str:
    """The generation's short title."""
    generation = glance.generation(task)
    return generation.short_title if generation else task.generation


def languages(task: Task, glance: Glance) -> str:
    """`zh → en, ja`."""
    spoken, targets = ", ".join(task.spoken), ", ".join(task.targets)
    if not targets:
        return spoken or NOTHING
    return f"{spoken} → {targets}" if spoken else f"→ {targets}"


def _language_names(task: Task, glance: Glance) -> str:
    generation = glance.generation(task)
    if generation is None:
        return languages(task, glance)
    names = [
        ", ".join(language.name if (language := generation.languages.get(code)) else code for code in codes)
        for codes in (task.spoken, task.targets)
        if codes
    ]
    return " → ".join(names)


def _running_for(task: Task, glance: Glance) -> str:
    if task.started_at is None:
        return NOTHING
    return duration((glance.now if task.ended_at is None else task.ended_at) - task.started_at)


def _running_sort(task: Task, glance: Glance) -> float:
    if task.started_at is None:
        return -1.0
    return LONGER_THAN_ANYTHING - task.started_at if task.ended_at is None else task.ended_at - task.started_at


def _room(task: Task, glance: Glance) -> str:
    return task.room or (NOTHING if task.draft_known else say(T("unknown")))


def _room_tip(task: Task, glance: Glance) -> str:
    return task.room or ("" if task.draft_known else say(T("Adopted from a list that tells no rooms.")))


def _began(task: Task) -> float:
    """When it was started; of an adopted task that is what the vendor's list told."""
    return task.created_at if task.draft_known or task.started_at is None else task.started_at


def _started(task: Task, glance: Glance) -> str:
    return clock_time(_began(task), glance.now)


def _started_tip(task: Task, glance: Glance) -> str:
    return full_time(_began(task))


def _who(task: Task, glance: Glance) -> str:
    return say(T("you")) if task.owner == glance.me else task.owner or NOTHING


def _owner(task: Task, glance: Glance) -> str:
    return _who(task, glance) if task.draft_known else say(T("unknown"))


def _owner_tip(task: Task, glance: Glance) -> str:
    who = _who(task, glance)
    return who if task.draft_known else say(T("Adopted by {name}; who started it is not known.", name=who))


def _error(task: Task, glance: Glance) -> str:
    error = task.error
    if error is None:
        return ""
    words = say(error.meaning) or error.vendor_message
    if task.state is not TaskState.REJECTED or not error.code:
        return words or error.code
    # A refusal is known by its code; the vendor's family of codes before the dot is left to the tip.
    code = error.code.rpartition(".")[2]
    return f"{code}: {words}" if words else code


def _error_tip(task: Task, glance: Glance) -> str:
    if task.error is None:
        return ""
    lines = (say(task.error.meaning), say(task.error.remedy), task.error.code, task.error.request_id)
    return "\n".join(line for line in lines if line)


def _error_tone(task: Task, glance: Glance) -> str:
    return "bad" if task.live else "dim"


COLUMNS = (
    Column(id="state", title=T("State"), width=170, text=_state, sort=_gravity, tip=_state_tip),
    Column(
        id="room",
        title=T("Room"),
        width=88,
        text=_room,
        sort=lambda task, glance: task.room.casefold(),
        tone=lambda task, glance: "text" if task.room else "dim",
        tip=_room_tip,
        elide_middle=True,
        grows=1,
    ),
    Column(
        id="vendor",
        title=T("Vendor"),
        width=76,
        text=vendor_name,
        sort=lambda task, glance: vendor_name(task, glance).casefold(),
        tone=_dim,
        tip=lambda task, glance: task.profile_name,
    ),
    Column(
        id="languages",
        title=T("Languages"),
        width=104,
        ample=184,
        text=languages,
        sort=lambda task, glance: languages(task, glance).casefold(),
        tip=_language_names,
        grows=2,
    ),
    Column(
        id="running",
        title=T("Running for"),
        width=94,
        shown=False,  # “Started” and “Ends in” say about as much
        text=_running_for,
        sort=_running_sort,
        tone=_quiet_when_ended,
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
    ),
    Column(
        id="age",
        title=T("Age"),
        width=74,
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
        text=_started,
        sort=lambda task, glance: _began(task),
        tone=_dim,
        tip=_started_tip,
        number=True,
    ),
    Column(
        id="owner",
        title=T("Started by"),
        width=84,
        text=_owner,
        sort=lambda task, glance: _owner(task, glance).casefold(),
        tone=_dim,
        tip=_owner_tip,
    ),
    Column(
        id="tags",
        title=T("Tags"),
        width=84,
        text=lambda task, glance: ", ".join(task.tags),
        sort=lambda task, glance: ", ".join(task.tags).casefold(),
        tone=_dim,
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
        width=52,
        text=_error,
        sort=lambda task, glance: _error(task, glance).casefold(),
        tone=_error_tone,
        tip=_error_tip,
        grows=3,
    ),
)
"""In the order of a fresh window. The timed ones stand together, so that a tick is one range of cells.

All that are shown fit beside the form in a window of 1280 pixels.
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
        vendor_name(task, glance),
        _state(task, glance),
        languages(task, glance),
        _language_names(task, glance),
    ]
    if task.error is not None:
        words += [task.error.code, say(task.error.meaning), task.error.vendor_message, task.error.request_id]
    return "\n".join(words).casefold()

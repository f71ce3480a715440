"""The words of the table's usual cells, and what they are sorted by."""

from __future__ import annotations

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ui.task_table.ends_column import LONGER_THAN_ANYTHING
from roomscribe.ui.task_table.glance import Glance
from roomscribe.ui.task_table.looks import look_of
from roomscribe.ui.times import NOTHING, clock_time, duration, full_time
from roomscribe.ui.words import say


def dim_tone(task: Task, glance: Glance) -> str:
    """For what matters less."""
    return "dim"


def quiet_when_ended(task: Task, glance: Glance) -> str:
    """Dim once nothing runs any more."""
    return "text" if task.live else "dim"


def state(task: Task, glance: Glance) -> str:
    """Our word for the state."""
    return say(look_of(task, glance.now).word)


def state_tip(task: Task, glance: Glance) -> str:
    """The sentence about it, with the vendor's word."""
    sentence = say(look_of(task, glance.now).sentence)
    if not task.vendor_state:
        return sentence
    return say(T("{sentence} The vendor's word: {word}", sentence=sentence, word=task.vendor_state))


def state_sort(task: Task, glance: Glance) -> float:
    """The graver, the higher."""
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


def language_names(task: Task, glance: Glance) -> str:
    """The same with the names of the languages."""
    generation = glance.generation(task)
    if generation is None:
        return languages(task, glance)
    names = [
        ", ".join(language.name if (language := generation.languages.get(code)) else code for code in codes)
        for codes in (task.spoken, task.targets)
        if codes
    ]
    return " → ".join(names)


def running_for(task: Task, glance: Glance) -> str:
    """`05:50`; of an ended task, how long it ran."""
    if task.started_at is None:
        return NOTHING
    return duration((glance.now if task.ended_at is None else task.ended_at) - task.started_at)


def running_sort(task: Task, glance: Glance) -> float:
    """How long it has run, whatever the moment."""
    if task.started_at is None:
        return -1.0
    return LONGER_THAN_ANYTHING - task.started_at if task.ended_at is None else task.ended_at - task.started_at


def room(task: Task, glance: Glance) -> str:
    """Its name, or that nobody knows it."""
    return task.room or (NOTHING if task.draft_known else say(T("unknown")))


def room_tip(task: Task, glance: Glance) -> str:
    """The whole name, or why it is not known."""
    return task.room or ("" if task.draft_known else say(T("Adopted from a list that tells no rooms.")))


def began(task: Task) -> float:
    """When it was started; of an adopted task that is what the vendor's list told."""
    return task.created_at if task.draft_known or task.started_at is None else task.started_at


def started(task: Task, glance: Glance) -> str:
    """`12:01:07`, or the day."""
    return clock_time(began(task), glance.now)


def started_tip(task: Task, glance: Glance) -> str:
    """The time with its zone."""
    return full_time(began(task))


def who(task: Task, glance: Glance) -> str:
    """The account name, or that it is you."""
    return say(T("you")) if task.owner == glance.me else task.owner or NOTHING


def owner(task: Task, glance: Glance) -> str:
    """Who started it, where that is known."""
    return who(task, glance) if task.draft_known else say(T("unknown"))


def owner_tip(task: Task, glance: Glance) -> str:
    """Who started or adopted it."""
    name = who(task, glance)
    return name if task.draft_known else say(T("Adopted by {name}; who started it is not known.", name=name))


def error(task: Task, glance: Glance) -> str:
    """What is wrong, in words; of a refusal the short code first."""
    error = task.error
    if error is None:
        return ""
    words = say(error.meaning) or error.vendor_message
    if task.state is not TaskState.REJECTED or not error.code:
        return words or error.code
    # A refusal is known by its code; the vendor's family of codes before the dot is left to the tip.
    code = error.code.rpartition(".")[2]
    return f"{code}: {words}" if words else code


def error_tip(task: Task, glance: Glance) -> str:
    """What is wrong and what to do, with code and request id."""
    if task.error is None:
        return ""
    lines = (say(task.error.meaning), say(task.error.remedy), task.error.code, task.error.request_id)
    return "\n".join(line for line in lines if line)


def error_tone(task: Task, glance: Glance) -> str:
    """Bad while the task may run."""
    return "bad" if task.live else "dim"

"""Every key of the filter language, declared once: reading, completion, messages and help all come from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from roomscribe.domain.states import STATE_WORDS, TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.filtering.kinds import Choice, Choices, Kind, Languages, Measures, Texts, amount, seconds
from roomscribe.services.rows.filters import Facts
from roomscribe.services.unproven import Urgency, urgency
from roomscribe.vendors.registry import Registry

CostOf = Callable[[Task], float | None]
"""What a task has cost so far, in the currency of its price list; None where nobody can tell."""
TROUBLE = frozenset(
    {
        TaskState.UNCONFIRMED,
        TaskState.RECOVERING,
        TaskState.FAILED,
        TaskState.REJECTED,
        TaskState.UNSENT,
        TaskState.GONE,
    }
)
"""States that somebody may have to look at."""
HOW_LONG = T("Write a time such as >30s, >=5m, <2h or <1d.")
HOW_MUCH = T("Write an amount such as >0.5, in the currency of the task’s price list.")


@dataclass(frozen=True, kw_only=True)
class Key:
    """One key."""

    id: str
    """What is typed before the colon."""
    title: Text
    meaning: Text
    """One sentence for the help and the completion."""
    example: str
    """Something that can be typed as it stands."""
    kind: Kind
    also: tuple[str, ...] = ()
    """Other names of it."""


def keys(registry: Registry, sentences: Mapping[TaskState, Text], cost: CostOf | None) -> tuple[Key, ...]:
    """The keys in the order of the help; `sentences` explain the states, and without `cost` nothing asks for it."""
    always = (
        _state(sentences),
        _vendor(registry),
        *_places(),
        _owner(),
        *_languages(_language_names(registry)),
        *_times(),
        *_remarks(),
        *_references(),
    )
    return always if cost is None else (*always, _cost(cost))


def _state(sentences: Mapping[TaskState, Text]) -> Key:
    def of(state: TaskState) -> Choice:
        said = STATE_WORDS[state].source
        return Choice(
            word=state.value,
            meaning=sentences.get(state, STATE_WORDS[state]),
            accepts=lambda facts: facts.task.state is state,
            also=() if said == state.value else (said,),
        )

    words = (
        Choice(word="live", meaning=T("Runs or may run."), accepts=lambda facts: facts.task.live),
        Choice(word="ended", meaning=T("Nothing runs any more."), accepts=lambda facts: not facts.task.live),
        Choice(
            word="trouble",
            meaning=T("Broken, refused, lost, or not confirmed."),
            accepts=lambda facts: facts.task.state in TROUBLE or _unproven(facts),
            timed=True,
        ),
        Choice(
            word="unproven",
            meaning=T("A stop was asked for, and the vendor has not confirmed it."),
            accepts=_unproven,
            also=("stop not confirmed",),
            timed=True,
        ),
        *map(of, TaskState),
    )
    return Key(
        id="state",
        title=T("State"),
        meaning=T("Our word for how the task is doing."),
        example="state:running",
        kind=Choices(words, lambda word: T("“{word}” is no state.", word=word)),
        also=("is",),
    )


def _unproven(facts: Facts) -> bool:
    task = facts.task
    return task.stop_wished_at is not None and urgency(task, facts.now) is not Urgency.NONE


def _vendor(registry: Registry) -> Key:
    choices = []
    for vendor in registry.vendors:
        choices.append(_of_vendor(vendor.id, vendor.title))
        for generation in vendor.generations:
            choices.append(_of_generation(generation.id, generation.title, generation.short_title))
    first = registry.vendors[0].id if registry.vendors else ""
    return Key(
        id="vendor",
        title=T("Vendor"),
        meaning=T("The vendor, or one version of its service."),
        example=f"vendor:{first}",
        kind=Choices(choices, lambda word: T("No vendor is called “{word}”.", word=word)),
    )


def _of_vendor(vendor_id: str, title: Text) -> Choice:
    return Choice(
        word=vendor_id, meaning=title, accepts=lambda facts: facts.task.vendor == vendor_id, also=(title.source,)
    )


def _of_generation(generation_id: str, title: Text, short_title: str) -> Choice:
    return Choice(
        word=generation_id,
        meaning=title,
        accepts=lambda facts: facts.task.generation == generation_id,
        also=(short_title, title.source),
    )


def _owner() -> Key:
    # Who started an adopted task is not known, whoever adopted it.
    me = Choice(
        word="me",
        meaning=T("Started by you."),
        accepts=lambda facts: facts.task.owner == facts.me and facts.task.draft_known,
    )
    return Key(
        id="owner",
        title=T("Started by"),
        meaning=T("Who started it: the whole name, or me."),
        example="owner:me",
        kind=Texts(lambda task: (task.owner if task.draft_known else "",), choices=(me,)),
        also=("by",),
    )


def _times() -> tuple[Key, ...]:
    none = Choice(
        word="none",
        meaning=T("Runs without an end."),
        accepts=lambda facts: facts.task.live and facts.task.ends_at is None,
    )
    overdue = Choice(
        word="overdue",
        meaning=T("Should have ended by now."),
        accepts=lambda facts: (left := _left(facts)) is not None and left <= 0,
        timed=True,
    )
    return (
        Key(
            id="age",
            title=T("Age"),
            meaning=T("How old the last answer about it is."),
            example="age:>30s",
            kind=Measures(_age, seconds, HOW_LONG, (">30s", ">5m", "<10s")),
        ),
        Key(
            id="ends",
            title=T("Ends in"),
            meaning=T("How long until it ends."),
            example="ends:<5m",
            kind=Measures(_left, seconds, HOW_LONG, ("<5m", "<15m", ">1h"), choices=(none, overdue)),
        ),
        Key(
            id="running",
            title=T("Running for"),
            meaning=T("How long it has run, or had when it ended."),
            example="running:>=1h",
            kind=Measures(_ran, seconds, HOW_LONG, (">10m", ">=1h", "<1m")),
        ),
        Key(
            id="started",
            title=T("Started"),
            meaning=T("How long ago it was started."),
            example="started:<1d",
            kind=Measures(_since, seconds, HOW_LONG, ("<1h", "<1d", ">7d")),
        ),
    )


def _age(facts: Facts) -> float | None:
    task = facts.task
    return (
        None if task.answered_at is None or task.receipt is not None or not task.live else facts.now - task.answered_at
    )


def _left(facts: Facts) -> float | None:
    task = facts.task
    return None if task.ends_at is None or not task.live else task.ends_at - facts.now


def _ran(facts: Facts) -> float | None:
    task = facts.task
    if task.started_at is None:
        return None
    return (facts.now if task.ended_at is None else task.ended_at) - task.started_at


def _since(facts: Facts) -> float | None:
    task = facts.task
    return facts.now - (task.created_at if task.draft_known or task.started_at is None else task.started_at)


def _places() -> tuple[Key, ...]:
    """Where it runs: in which room, as which bot, for which account."""
    return (
        Key(
            id="room",
            title=T("Room"),
            meaning=T("The whole name of the room; * stands for anything."),
            example="room:5001*",
            kind=Texts(lambda task: (task.room,)),
            also=("channel",),
        ),
        Key(
            id="bot",
            title=T("Bot"),
            meaning=T("The whole name of the bot; * stands for anything."),
            example="bot:caption-*",
            kind=Texts(lambda task: (task.bot,)),
        ),
        Key(
            id="profile",
            title=T("Profile"),
            meaning=T("Part of the profile’s name."),
            example="profile:demo",
            kind=Texts(lambda task: (task.profile_name,), part=True),
        ),
    )


def _languages(names: Mapping[str, tuple[str, ...]]) -> tuple[Key, ...]:
    return (
        Key(
            id="language",
            title=T("Language"),
            meaning=T("Spoken or translated into, by code or by name."),
            example="language:en",
            kind=Languages(lambda task: (*task.spoken, *task.targets), names),
            also=("lang",),
        ),
        Key(
            id="from",
            title=T("From"),
            meaning=T("The language that is spoken."),
            example="from:zh",
            kind=Languages(lambda task: task.spoken, names),
        ),
        Key(
            id="to",
            title=T("To"),
            meaning=T("A language that is translated into."),
            example="to:en,ja",
            kind=Languages(lambda task: task.targets, names),
        ),
    )


def _remarks() -> tuple[Key, ...]:
    """What people wrote on it."""
    return (
        Key(
            id="tag",
            title=T("Tag"),
            meaning=T("A whole tag; * alone finds every task with one."),
            example="tag:demo*",
            kind=Texts(lambda task: task.tags),
        ),
        Key(
            id="note",
            title=T("Note"),
            meaning=T("Part of what somebody wrote about the task."),
            example="note:customer",
            kind=Texts(lambda task: (task.note,), part=True),
        ),
    )


def _references() -> tuple[Key, ...]:
    """What one tells the vendor when asking about it."""
    return (
        Key(
            id="id",
            title=T("Id"),
            meaning=T("Part of the task’s id, here or at the vendor."),
            example="id:7f3a",
            kind=Texts(lambda task: (task.vendor_task_id, task.id, task.idempotency_key), part=True),
        ),
        Key(
            id="error",
            title=T("Error"),
            meaning=T("Part of the error’s code; * alone finds every task with an error."),
            example="error:timeout",
            kind=Texts(lambda task: () if task.error is None else (task.error.code,), part=True),
        ),
    )


def _cost(cost: CostOf) -> Key:
    return Key(
        id="cost",
        title=T("Cost"),
        meaning=T("What it has cost so far at most."),
        example="cost:>0.5",
        kind=Measures(lambda facts: cost(facts.task), amount, HOW_MUCH, (">0.5", ">1", "<0.1")),
    )


def _language_names(registry: Registry) -> dict[str, tuple[str, ...]]:
    names: dict[str, dict[str, None]] = {}
    for generation in registry.generations():
        for language in generation.languages.languages:
            names.setdefault(language.code, {}).update(dict.fromkeys((language.name, language.own_name)))
    return {code: tuple(each) for code, each in names.items()}


def all_words(found: Iterable[Key]) -> dict[str, Key]:
    """The keys by everything that may stand before a colon, in small letters."""
    return {word: key for key in found for word in (key.id, *key.also)}

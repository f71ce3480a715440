"""A language over the known vendors, tasks of all sorts, and a plain reference for what filters mean."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from hypothesis import strategies as st

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Origin, Receipt, Task
from roomscribe.domain.text import T
from roomscribe.services.filtering.query import FilterLanguage
from roomscribe.services.rows.row import Row, Surroundings
from roomscribe.vendors.registry import load_registry
from tests.unit.services.rows.row_examples import task, words

NOW = 10_000.0
REGISTRY = load_registry()


class Stopped:
    """A clock that stands still."""

    def now(self) -> float:
        return NOW

    def monotonic(self) -> float:
        return NOW


AROUND = Surroundings(Stopped(), "me", words)


def cost_of(of: Task) -> float | None:
    """As if every second cost a thousandth."""
    return None if of.started_at is None else (NOW - of.started_at) / 1000


LANGUAGE = FilterLanguage(REGISTRY, {}, cost_of)


def row(number: int = 1, **what: Any) -> Row:
    """A row over a task."""
    return Row(task(number, **what), number, AROUND)


def _note(code: str) -> ErrorNote:
    return ErrorNote(kind=FailureKind.REJECTED, code=code, vendor_message="", meaning=T("It broke."), remedy=T("Wait."))


times = st.none() | st.sampled_from(
    [NOW - 7200, NOW - 301, NOW - 300, NOW - 31, NOW - 30, NOW - 1, NOW + 30, NOW + 4000]
)
rows = st.builds(
    row,
    st.integers(1, 9),
    room=st.sampled_from(["5001", "50012", "Demo 7", "课堂", "a*b"]),
    bot=st.sampled_from(["bot-1", "BOT-1"]),
    profile_name=st.sampled_from(["Demo", "qa demo"]),
    generation=st.sampled_from([each.id for each in REGISTRY.generations()] + ["acme-1"]),
    vendor=st.sampled_from([each.id for each in REGISTRY.vendors] + ["acme"]),
    state=st.sampled_from(TaskState),
    owner=st.sampled_from(["me", "kim", ""]),
    origin=st.sampled_from(Origin),
    spoken=st.sampled_from([(), ("en-US",), ("en",), ("zh", "ja")]),
    targets=st.sampled_from([(), ("ja",), ("enx", "de-DE")]),
    answered_at=times,
    ends_at=times,
    started_at=times,
    ended_at=times,
    stop_wished_at=times,
    receipt=st.sampled_from([None, Receipt(word="Stopped", at=NOW)]),
    tags=st.sampled_from([(), ("QA",), ("demo", "qa"), ("two words",)]),
    note=st.sampled_from(["", "Customer asked"]),
    error=st.sampled_from([None, _note("timeout"), _note("FailedOperation.TaskExist")]),
)

Plain = Callable[[Row], bool]


def _measured(number: Callable[[Task], float | None], sign: str, limit: float) -> Plain:
    def accepts(of: Row) -> bool:
        found = number(of.task)
        return found is not None and bool(eval(f"{found!r} {sign} {limit!r}"))

    return accepts


def _glob(text: str, wanted: str) -> bool:
    return fnmatchcase(text.casefold(), wanted.casefold().replace("[", "[[]"))


signs = st.sampled_from([">", ">=", "<", "<="])
spans = st.sampled_from([("30s", 30.0), ("5m", 300.0), ("1h30m", 5400.0), ("2h", 7200.0)])
NUMBERS: dict[str, Callable[[Task], float | None]] = {
    "age": lambda of: NOW - of.answered_at if of.live and of.answered_at is not None and of.receipt is None else None,
    "ends": lambda of: of.ends_at - NOW if of.live and of.ends_at is not None else None,
    "running": lambda of: (
        None if of.started_at is None else (of.ended_at if of.ended_at is not None else NOW) - of.started_at
    ),
}
measures = st.builds(
    lambda key, sign, span: (f"{key}:{sign}{span[0]}", _measured(NUMBERS[key], sign, span[1])),
    st.sampled_from(sorted(NUMBERS)),
    signs,
    spans,
)
states = st.sampled_from(TaskState).map(lambda state: (f"state:{state.value}", lambda of: of.task.state == state))
rooms = st.sampled_from(["5001", "5001*", "*7", "DEMO*", "*"]).map(
    lambda wanted: (f"room:{wanted}", lambda of: _glob(of.task.room, wanted))
)
vendors = st.sampled_from([each.id for each in REGISTRY.vendors]).map(
    lambda vendor: (f"vendor:{vendor}", lambda of: of.task.vendor == vendor)
)
generations = st.sampled_from(REGISTRY.generations()).map(
    lambda generation: (f'vendor:"{generation.short_title}"', lambda of: of.task.generation == generation.id)
)
plain_words = st.sampled_from(["50", "demo", "kim", "课", "running", "xyz"]).map(
    lambda word: (word, lambda of: word in of.text)
)
others: st.SearchStrategy[tuple[str, Plain]] = st.sampled_from(
    [
        ("state:live", lambda of: of.task.live),
        ("state:ended,running", lambda of: not of.task.live or of.task.state is TaskState.RUNNING),
        ("owner:me", lambda of: of.task.owner == "me" and of.task.origin is Origin.STARTED),
        ("owner:kim", lambda of: of.task.owner == "kim" and of.task.origin is Origin.STARTED),
        ("bot:Bot-1", lambda of: True),
        ("profile:QA", lambda of: "qa" in of.task.profile_name),
        ("error:*", lambda of: of.task.error is not None),
        ("error:taskexist", lambda of: of.task.error is not None and "TaskExist" in of.task.error.code),
        ("from:en", lambda of: any(code in ("en", "en-US") for code in of.task.spoken)),
        ("to:JA,de-de", lambda of: bool({"ja", "de-DE"} & set(of.task.targets))),
        ("language:zh,ja", lambda of: bool({"zh", "ja"} & {*of.task.spoken, *of.task.targets})),
        ("ends:none", lambda of: of.task.live and of.task.ends_at is None),
        ("ends:overdue", lambda of: of.task.live and of.task.ends_at is not None and of.task.ends_at <= NOW),
        ("cost:>2", lambda of: of.task.started_at is not None and NOW - of.task.started_at > 2000),
        ("id:0003", lambda of: "0003" in of.task.id),
        ("tag:qa", lambda of: bool({"QA", "qa"} & set(of.task.tags))),
        ('tag:"Two words"', lambda of: "two words" in of.task.tags),
        ("tag:*", lambda of: bool(of.task.tags)),
        ("note:customer", lambda of: bool(of.task.note)),
        ('room:"a*b"', lambda of: of.task.room == "a*b"),
    ]
)
one_term = measures | states | rooms | vendors | generations | plain_words | others
"""What is typed, and the plain answer."""
negatable = st.tuples(one_term, st.booleans()).map(
    lambda each: (f"-{each[0][0]}", lambda of: not each[0][1](of)) if each[1] else each[0]
)
whole = st.lists(negatable, max_size=4).map(
    lambda found: (" ".join(text for text, _ in found), lambda of: all(accepts(of) for _, accepts in found))
)

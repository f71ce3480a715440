"""What the crash campaign stands on: a seed plays again, and each broken promise is noticed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.domain.own_errors import UNCONFIRMED
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.simulator.inside import TaskFacts
from roomscribe.vendors.registry import load_registry
from tests.support.arrivals import Arrival
from tests.support.crashes import judge
from tests.support.crashes.judge import Stalls, Watch
from tests.support.crashes.order import Order
from tests.support.crashes.reading import Book
from tests.support.crashes.scenario import make
from tests.support.crashes.vendor import Noted

REGISTRY = load_registry()
ROW = Task(
    id="one",
    profile_id="p",
    profile_name="P",
    vendor="trtc",
    generation="trtc-2",
    site="intl",
    room="500001",
    bot="bot",
    idempotency_key="one",
    state=TaskState.STOPPED,
    vendor_task_id="v-1",
    ends_at=100.0,
)
FACTS = TaskFacts(
    generation="trtc-2",
    task_id="v-1",
    app_id="1",
    room="text:500001",
    bot="bot",
    word="Exited",
    started_at=90.0,
    ended_at=104.0,
)
START = Arrival("CreateCloudTranscription", {}, {}, b'{"RoomId":"500001"}')
STOP = Arrival("DeleteCloudTranscription", {}, {}, b'{"TaskId":"v-1"}')


def book(*kinds: EntryKind, at: float = 95.0, row: Task = ROW) -> Book:
    return Book((row,), {row.id: tuple(JournalEntry(task_id=row.id, at=at, kind=kind) for kind in kinds)})


def test_a_seed_makes_one_scenario() -> None:
    assert make(7) == make(7)
    assert len({make(seed).acts for seed in range(20)}) == 20
    assert not make(7).window
    assert make(7, windows=1.0) == replace(make(7), window=True)


def test_an_order_arrives_as_it_was_given() -> None:
    scenario = make(7)
    order = Order(folder=Path("/run"), url="u", accounts={"trtc-1": {"a": "b"}}, watchdog=True, acts=scenario.acts)
    assert Order.read(order.killed_by(scenario.kills[0]).text()) == order.killed_by(scenario.kills[0])


@pytest.mark.parametrize(
    ("arrival", "before", "lack"),
    [
        (START, Book(), "there is no row"),
        (START, book(EntryKind.WRITTEN), ""),
        (STOP, book(EntryKind.WRITTEN), "there is no line stop-wished"),
        (STOP, book(EntryKind.WRITTEN, EntryKind.STOP_WISHED), ""),
    ],
)
def test_a_request_needs_its_line(arrival: Arrival, before: Book, lack: str) -> None:
    assert before.lacks(arrival, REGISTRY, []) == lack


def test_a_second_start_needs_a_second_row() -> None:
    assert book(EntryKind.WRITTEN).lacks(START, REGISTRY, [START]) == "there are fewer rows than starts"


def test_what_was_absent_once_and_what_is_now_is_found() -> None:
    written = book(EntryKind.WRITTEN)
    assert judge.absent([Noted(91.0, START, "")], written, REGISTRY) == []
    assert len(judge.absent([Noted(91.0, START, "there is no row")], written, REGISTRY)) == 1
    assert len(judge.absent([Noted(91.0, START, "")], Book(), REGISTRY)) == 1


def test_a_task_must_not_outlive_what_was_said_of_its_end() -> None:
    said = {"what": "ended", "task": "one", "state": "stopped"}
    assert judge.once_shown_as_ended([FACTS], book(), [{**said, "at": 104.1}]) == []
    assert len(judge.once_shown_as_ended([FACTS], book(), [{**said, "at": 103.9}])) == 1
    assert len(judge.once_shown_as_ended([replace(FACTS, ended_at=None)], book(), [{**said, "at": 200.0}])) == 1


def test_a_task_must_end_in_time() -> None:
    calm = Watch(REGISTRY, Stalls(), able_from=50.0)
    assert judge.late(calm, [FACTS], book(), 120.0) == []
    assert len(judge.late(calm, [replace(FACTS, ended_at=105.1)], book(), 120.0)) == 1
    assert len(judge.late(calm, [replace(FACTS, ended_at=None)], book(), 120.0)) == 1
    wished = book(EntryKind.STOP_WISHED, at=92.0)
    assert len(judge.late(calm, [FACTS], wished, 120.0)) == 1, "whoever wants it stopped earlier waits as long"
    assert judge.late(Watch(REGISTRY, Stalls(), able_from=99.5), [FACTS], wished, 120.0) == [], (
        "nobody was there before"
    )
    assert judge.late(Watch(REGISTRY, Stalls([(103.0, 9.0)]), able_from=50.0), [FACTS], wished, 120.0) == [], (
        "time stood still"
    )


def test_a_row_that_nobody_can_ask_about_is_not_late_and_must_say_so() -> None:
    lost = replace(ROW, state=TaskState.UNCONFIRMED, vendor_task_id="", error=UNCONFIRMED.note())
    assert judge.late(Watch(REGISTRY, Stalls()), [replace(FACTS, ended_at=None)], book(row=lost), 500.0) == []
    assert judge.nobody_knows(lost, REGISTRY)
    assert not judge.nobody_knows(replace(lost, error=None), REGISTRY)

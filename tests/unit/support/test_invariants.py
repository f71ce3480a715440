"""What is held against the simulator's log finds what it is to find."""

from __future__ import annotations

from roomscribe.domain.exchange import Exchange
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry
from roomscribe.simulator.inside import TaskFacts
from roomscribe.vendors.registry import load_registry
from tests.support.invariants import Truth, shown_as_ended, untold_calls, without_row
from tests.unit.ledger.examples import make_task

REGISTRY = load_registry()
STOP = "StopAITranscription"
FACTS = TaskFacts(
    generation="trtc-1",
    task_id="v1",
    app_id="1400000000",
    room="500001",
    bot="bot",
    word="InProgress",
    started_at=1.0,
    ended_at=None,
)


def line(request_id: str) -> JournalEntry:
    exchange = Exchange(call=STOP, method="POST", url="", request=None, request_headers={}, sent_at=1.0)
    exchange = Exchange(**{**vars(exchange), "request_id": request_id})
    return JournalEntry(task_id="a", at=1.0, kind=EntryKind.CALLED, exchange=exchange)


def untold(arrived: int, *request_ids: str) -> list[str]:
    truth = Truth(tasks=[FACTS], calls={STOP: arrived}, now=2.0)
    return untold_calls(truth, {"a": [line(each) for each in request_ids]}, REGISTRY)


def test_a_call_that_is_told_twice_stands_for_no_other() -> None:
    assert untold(2, "one", "two") == []
    assert untold(2, "", "") == [], "what was never answered has no id"
    assert len(untold(2, "one", "one")) == 1
    assert len(untold(2, "one")) == 1


def test_a_live_task_without_a_row_or_with_one_that_has_ended_is_found() -> None:
    row = make_task(generation="trtc-1", vendor_task_id="v1", state=TaskState.RUNNING)
    ended = make_task(generation="trtc-1", vendor_task_id="v1", state=TaskState.STOPPED)
    truth = Truth(tasks=[FACTS], now=2.0)
    assert (without_row([FACTS], [row]), shown_as_ended(truth, [row])) == ([], [])
    assert (len(without_row([FACTS], [])), len(shown_as_ended(truth, [ended]))) == (1, 1)

"""What a batch's rows have come to is found in the store and in the ledger, attempt by attempt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.batch import Batch, BatchRow, RowResult, Step, row_task_id
from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.batch_recall import AT_ONCE, Recalled, pieces, recall
from roomscribe.services.batch_steps import result_of, to_be_sent_again
from roomscribe.services.store import TaskStore

NO = ErrorNote(kind=FailureKind.AUTH, code="c", vendor_message="", meaning=T("No."), remedy=T("Wait."))


def batch(count: int) -> Batch:
    rows = tuple(BatchRow(number=at + 1, line=at, case="", values={}, minutes=5) for at in range(count))
    return Batch(id="b", title="t", profile_id="p", profile_name="P", generation="trtc-1", created_at=0.0, rows=rows)


def task(number: int, attempt: int, state: TaskState, wished: float | None) -> Task:
    about: dict[str, Any] = {"vendor": "trtc", "generation": "trtc-1", "site": "intl", "room": "r", "bot": "b"}
    error = NO if state is TaskState.REJECTED else None
    task_id = row_task_id("b", number, attempt)
    about |= {"error": error, "stop_wished_at": wished}
    return Task(id=task_id, profile_id="p", profile_name="P", state=state, vendor_task_id="v", **about)


ATTEMPT = st.tuples(st.sampled_from(TaskState), st.sampled_from([None, 1.0]), st.booleans())


@given(st.lists(st.lists(ATTEMPT, max_size=3), max_size=8))
async def test_each_row_is_as_its_last_attempt_was(rows: list[list[tuple[TaskState, float | None, bool]]]) -> None:
    """Each attempt is in the store as well, or only in the ledger."""
    made = [
        [(task(at, attempt, state, wished), loaded) for attempt, (state, wished, loaded) in enumerate(attempts)]
        for at, attempts in enumerate(rows, start=1)
    ]
    ledger = {each.id: each for attempts in made for each, _ in attempts}
    store = TaskStore()
    store.load(each for attempts in made for each, loaded in attempts if loaded)

    async def read(task_ids: Sequence[str]) -> list[Task]:
        assert not any(store.knows(each) for each in task_ids)
        return [ledger[each] for each in task_ids if each in ledger]

    found = await recall(batch(len(rows)), store, read)
    assert found.attempts == [len(attempts) for attempts in made]
    last = [attempts[-1][0] if attempts else None for attempts in made]
    expected = [RowResult() if each is None or to_be_sent_again(each) else result_of(each) for each in last]
    assert found.results == expected
    assert found.unsettled == {at for at, each in enumerate(last) if each is not None and each.state.unsettled}
    waiting = sum(each.step is Step.WAITING for each in expected)
    may_come_back = sum(
        result.step is Step.OPEN and task is not None and task.stop_wished_at is None
        for result, task in zip(expected, last, strict=True)
    )
    assert found.left == waiting + may_come_back


async def test_the_ledger_is_asked_about_many_rows_in_pieces() -> None:
    asked: list[int] = []

    async def read(task_ids: Sequence[str]) -> list[Task]:
        asked.append(len(task_ids))
        return []

    found = await recall(batch(2 * AT_ONCE + 1), TaskStore(), read)
    assert asked == [AT_ONCE, AT_ONCE, 1]
    assert found == Recalled.nothing(2 * AT_ONCE + 1)
    assert list(pieces([])) == []

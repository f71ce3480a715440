"""The rows of a batch: each waits, is tried, and has one result, and the counts say the same as the rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.batch import Batch, BatchRow, RowResult, Step
from roomscribe.services.batch_recall import Recalled
from roomscribe.services.batch_results import ResultBook

ROWS = 4
RESULTS = [RowResult(step=step) for step in Step]


def batch() -> Batch:
    rows = tuple(BatchRow(number=at + 1, line=at + 1, case="", values={}, minutes=30) for at in range(ROWS))
    return Batch(id="b", title="", profile_id="p", profile_name="P", generation="trtc-1", created_at=1.0, rows=rows)


def book() -> ResultBook:
    return ResultBook(batch(), Recalled.nothing(ROWS))


def test_rows_have_their_turns_in_order_and_those_sent_back_come_last() -> None:
    rows = book()
    for _ in range(2):
        rows.note(rows.take_next(), RowResult(step=Step.SENDING))
    rows.note(0, RowResult())
    assert [rows.take_next() for _ in range(3)] == [2, 3, 0]
    assert not rows.waiting
    with pytest.raises(IndexError):
        rows.take_next()


def test_an_attempt_has_the_same_id_until_it_has_a_task() -> None:
    rows = book()
    first = rows.begin(1)
    assert rows.begin(1) == first == rows.next_id(1)
    rows.note(1, RowResult(step=Step.SENDING))
    assert rows.under_way(first)
    rows.written(1)
    assert not rows.under_way(first)
    second = rows.begin(1)
    assert second != first
    assert rows.task_ids == (first, second)
    assert rows.place(first) == rows.place(second) == 1
    assert rows.place("somebody else's") is None


def test_what_is_left_out_waits_no_more() -> None:
    rows = book()
    rows.note(rows.take_next(), RowResult(step=Step.SENDING))
    assert rows.leave_out() == [1, 2, 3]
    assert rows.leave_out() == []
    assert (rows.progress.of(Step.LEFT), rows.sending, rows.waiting) == (3, True, False)


@given(st.lists(st.tuples(st.integers(0, ROWS - 1), st.sampled_from(RESULTS))))
def test_the_counts_are_those_of_the_rows(noted: list[tuple[int, RowResult]]) -> None:
    rows = book()
    for place, result in noted:
        before = rows[place]
        assert rows.note(place, result) == (result != before)
        assert rows[place] == result
    for step in Step:
        assert rows.progress.of(step) == sum(each.step is step for each in rows.results)

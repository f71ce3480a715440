"""The rows of a batch: each waits once, is tried, and has one result; counts and queue say the same as the rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.batch import Batch, BatchRow, RowResult, Step
from roomscribe.services.batch_recall import Recalled
from roomscribe.services.batch_results import ResultBook

ROWS = 4
RESULTS = [RowResult(step=step, seconds=seconds) for step in Step for seconds in (0.0, 1.0)]


def batch() -> Batch:
    rows = tuple(BatchRow(number=at + 1, line=at + 1, case="", values={}, minutes=30) for at in range(ROWS))
    return Batch(id="b", title="", profile_id="p", profile_name="P", generation="trtc-1", created_at=1.0, rows=rows)


def book() -> ResultBook:
    return ResultBook(batch(), Recalled.nothing(ROWS))


def test_rows_have_their_turns_in_order_and_those_sent_back_come_last() -> None:
    rows = book()
    for _ in range(2):
        assert rows[rows.take_next()].step is Step.SENDING
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
    rows.take_next()
    assert rows.leave_out() == [1, 2, 3]
    assert rows.leave_out() == []
    assert (rows.progress.of(Step.LEFT), rows.sending, rows.waiting) == (3, True, False)


def test_what_waits_keeps_its_turn_and_has_only_one() -> None:
    rows = book()
    assert rows.note(0, RowResult(seconds=1.0))
    assert rows.note(2, RowResult(step=Step.REFUSED))
    assert [rows.take_next() for _ in range(3)] == [0, 1, 3]
    assert (rows.waiting, rows.progress.of(Step.SENDING)) == (False, 3)


def test_a_row_is_unsettled_until_something_is_known_of_it() -> None:
    rows = book()
    place = rows.take_next()
    open_one = RowResult(step=Step.OPEN, task_id="t")
    assert rows.note(place, open_one, unsettled=True)
    assert rows.unsettled == {place}
    assert not hasattr(rows.unsettled, "add")
    assert not rows.note(place, open_one)  # it stays open, but nobody can be asked any more
    assert rows.unsettled == set()
    with pytest.raises(ValueError, match="settled"):
        rows.note(place, RowResult(), unsettled=True)
    assert rows[place] == open_one


def test_a_task_of_somebody_else_is_not_under_way() -> None:
    assert not book().under_way("somebody else's")


NOTES = st.tuples(st.integers(0, ROWS - 1), st.sampled_from(RESULTS))


@given(st.lists(st.one_of(NOTES, st.sampled_from(["take", "leave"]))))
def test_counts_queue_and_unsettled_are_those_of_the_rows(acts: list[tuple[int, RowResult] | str]) -> None:
    rows, queue, unsettled = book(), list(range(ROWS)), set[int]()
    for act in acts:
        match act:
            case "take":
                if queue:
                    assert rows.take_next() == queue[0]
                    assert rows[queue.pop(0)].step is Step.SENDING
            case "leave":
                assert rows.leave_out() == queue
                queue.clear()
            case (place, result):
                before, is_open = rows[place], result.step is Step.OPEN
                assert rows.note(place, result, unsettled=is_open) == (result != before)
                assert rows[place] == result
                (unsettled.add if is_open else unsettled.discard)(place)
                if result.step is not Step.WAITING:
                    queue = [each for each in queue if each != place]
                elif place not in queue:
                    queue.append(place)
        assert {at for at, each in enumerate(rows.results) if each.step is Step.WAITING} == set(queue)
        assert rows.unsettled == unsettled
        assert (rows.waiting, rows.sending) == (bool(queue), bool(rows.progress.of(Step.SENDING)))
        for step in Step:
            assert rows.progress.of(step) == sum(each.step is step for each in rows.results)
    assert [rows.take_next() for _ in queue] == queue

"""Rows that two have changed: nothing that was written down for good is taken back."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Receipt, Task
from roomscribe.services.merging import fresher, keeping, merged
from tests.unit.ledger.examples import make_task

PROOF = Receipt(word="Stopped", at=9.0)
BASE = make_task(state=TaskState.RUNNING, epoch=1, sequence=1, revision=4)

numbers = st.integers(0, 5)
rows = st.builds(
    make_task,
    state=st.sampled_from(TaskState),
    stop_wished_at=st.none() | st.floats(1, 9),
    sequence=numbers,
    epoch=numbers,
    ends_at=st.none() | st.floats(1, 9),
    receipt=st.none() | st.just(PROOF),
    vendor_task_id=st.sampled_from(["", "v1"]),
    revision=numbers,
)


PROVEN = (TaskState.STOPPED, TaskState.FAILED)


@st.composite
def later(draw: st.DrawFn, base: Task) -> Task:
    """What one process may have made of a live row."""
    state = draw(st.sampled_from([each for each in TaskState if each is not TaskState.REQUESTING]))
    wished = None if state.live and state is not TaskState.STOPPING else 7.0
    ended_at = draw(st.sampled_from([8.0, 9.0])) if state.ended else None
    receipt = PROOF if state in PROVEN else None
    return replace(base, state=state, stop_wished_at=wished, ended_at=ended_at, receipt=receipt)


@given(mine=later(BASE), theirs=later(BASE))
def test_of_two_that_changed_a_live_row_an_end_is_whole_and_is_kept(mine, theirs):
    row = merged(BASE, mine, theirs)
    ends = [(each.state, each.ended_at, each.receipt) for each in (mine, theirs) if each.state.ended]
    assert (row.state, row.ended_at, row.receipt) in (ends or [(row.state, None, None)])
    assert row.state.ended == bool(ends)
    assert row.receipt or all(receipt is None for _, _, receipt in ends)


@given(written=rows, wanted=rows)
def test_what_was_written_down_for_good_is_kept(written, wanted):
    kept = keeping(written, wanted)
    assert kept.stop_wished_at is not None or written.stop_wished_at is None
    assert kept.sequence >= max(written.sequence, wanted.sequence)
    assert kept.epoch >= max(written.epoch, wanted.epoch)
    assert kept.vendor_task_id or not written.vendor_task_id
    assert kept.revision == written.revision
    if written.state.ended:
        assert kept.state.ended
    if written.receipt and written.state.ended:
        assert (kept.receipt, kept.state) == (written.receipt, written.state)


@given(base=rows, theirs=rows)
def test_a_row_of_which_nothing_is_owed_is_theirs(base, theirs):
    row = merged(base, base, theirs)
    wished = theirs.stop_wished_at is not None and theirs.state.live and not theirs.state.unsettled
    assert row == (replace(theirs, state=TaskState.STOPPING) if wished else theirs)
    assert row.revision == theirs.revision


def test_changes_of_both_are_kept():
    mine = replace(BASE, stop_wished_at=7.0, state=TaskState.STOPPING, epoch=2)
    theirs = replace(BASE, ends_at=99.0, state=TaskState.RECOVERING, epoch=2, revision=5)
    row = merged(BASE, mine, theirs)
    assert (row.stop_wished_at, row.ends_at, row.state, row.epoch) == (7.0, 99.0, TaskState.STOPPING, 2)


def test_an_end_is_not_taken_back_by_a_wish():
    ended = replace(BASE, state=TaskState.STOPPED, receipt=PROOF, ended_at=9.0, revision=5)
    row = merged(BASE, replace(BASE, state=TaskState.STOPPING, stop_wished_at=7.0), ended)
    assert (row.state, row.receipt, row.ended_at, row.stop_wished_at) == (TaskState.STOPPED, PROOF, 9.0, 7.0)


def test_shown_knowledge_stays_fresh():
    shown = replace(BASE, asked_at=5.0, answered_at=6.0)
    assert fresher(shown, BASE) == shown
    assert fresher(shown, replace(BASE, answered_at=8.0)).answered_at == 8.0
    assert fresher(shown, replace(BASE, state=TaskState.FAILED)).answered_at is None


def test_shown_knowledge_by_a_clock_that_was_set_since_is_not_kept():
    shown = replace(BASE, created_at=5000.0, asked_at=5005.0, answered_at=5006.0)
    moved = replace(shown, created_at=1400.0, asked_at=1401.0, answered_at=1402.0, revision=5)
    assert fresher(shown, moved) == moved


def test_a_wishs_time_is_moved_with_the_clock():
    wished = replace(BASE, state=TaskState.STOPPING, stop_wished_at=5000.0)
    moved = keeping(wished, replace(wished, stop_wished_at=1400.0))
    assert moved.stop_wished_at == 1400.0

"""The course tells the journal's states and points in order; thinned or laid out, nothing grave gets lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry
from roomscribe.ui.band.course import MOST_POINTS, MOST_STRETCHES, SORTS, Course, Sort
from roomscribe.ui.band.places import place
from tests.qt.ui.task_examples import example_journal, example_tasks

LEAST, APART = 8.0, 14.0


def entry(
    at: float, kind: EntryKind = EntryKind.CALLED, state: TaskState | None = None, **what: object
) -> JournalEntry:
    return JournalEntry(task_id="t", at=at, kind=kind, state=state, **what)  # type: ignore[arg-type]


def course(*entries: JournalEntry) -> Course:
    made = Course()
    made.feed(entries)
    return made


entries = st.lists(
    st.builds(
        entry,
        st.floats(0, 10_000),
        st.sampled_from([EntryKind.CALLED, EntryKind.STATE_CHANGED, EntryKind.STOP_WISHED, EntryKind.REFUSED]),
        st.none(),
    )
    | st.builds(entry, st.floats(0, 10_000), st.just(EntryKind.STATE_CHANGED), st.sampled_from(TaskState)),
    max_size=60,
)


def test_states_follow_each_other_and_the_vendors_new_word_begins_anew() -> None:
    changed = EntryKind.STATE_CHANGED
    told = course(
        entry(1, EntryKind.WRITTEN),
        entry(2),
        entry(3, changed, TaskState.STARTING),
        entry(4, changed, TaskState.RUNNING, vendor_state="InProgress"),
        entry(5, changed, vendor_state="Busy"),
        entry(6, EntryKind.STOP_WISHED),
    )
    states = [(each.state, each.since, each.row) for each in told.stretches]
    assert states == [
        (TaskState.REQUESTING, 1, 0),
        (TaskState.STARTING, 3, 2),
        (TaskState.RUNNING, 4, 3),
        (TaskState.RUNNING, 5, 4),
    ]
    assert [(each.sort, each.row) for each in told.points] == [(Sort.NOTE, 0), (Sort.CALL, 1), (Sort.WISH, 5)]


def test_an_adopted_task_is_what_its_first_news_says_it_was() -> None:
    adopted = entry(1, EntryKind.ADOPTED)
    assert course(adopted).stretches[0].state is None
    after = course(adopted, entry(9, EntryKind.STATE_CHANGED, TaskState.STOPPING, detail={"from": "running"}))
    assert [each.state for each in after.stretches] == [TaskState.RUNNING, TaskState.STOPPING]


def test_every_kind_of_entry_has_a_place() -> None:
    journal = example_journal(example_tasks()[2])
    told = course(*journal)
    rows = {each.row for each in told.stretches} | {each.row for each in told.points}
    assert rows == set(range(len(journal)))
    assert set(SORTS) <= set(EntryKind)


@given(entries=entries, cut=st.integers(0, 60))
def test_reading_on_is_the_same_as_reading_at_once(entries: list[JournalEntry], cut: int) -> None:
    slowly = course(*entries[:cut])
    slowly.feed(entries[cut:])
    assert slowly == course(*entries)


@given(entries=entries, width=st.floats(1, 900), more=st.floats(0, 1_000))
def test_blocks_fill_the_band_in_order_and_nothing_leaves_it(
    entries: list[JournalEntry], width: float, more: float
) -> None:
    told = course(*entries)
    placed = place(told, told.last + more, width, LEAST, APART)
    assert bool(placed.blocks) == bool(entries)
    if placed.blocks:
        assert placed.blocks[0].left == 0
        assert abs(placed.blocks[-1].right - width) < 1e-6
        assert all(abs(one.right - two.left) < 1e-9 for one, two in pairwise(placed.blocks))
        assert all(block.right > block.left for block in placed.blocks)
    assert all(-1e-6 <= dot.x <= width + 1e-6 for dot in placed.dots)
    assert all(two.x - one.x >= APART for one, two in pairwise(placed.dots))
    assert sum(dot.point.count for dot in placed.dots) == len(told.points)
    assert sum(block.stretch.count for block in placed.blocks) == len(told.stretches)


@given(at=st.lists(st.floats(0, 10_000), min_size=2, max_size=2).map(sorted), entries=entries)
def test_what_happened_later_never_stands_more_to_the_left(at: list[float], entries: list[JournalEntry]) -> None:
    told = course(*entries)
    placed = place(told, told.last, 500, LEAST, APART)
    assert placed.x(at[0]) <= placed.x(at[1]) + 1e-6


def test_a_journal_of_ten_thousand_entries_is_thinned_and_its_worst_stays() -> None:
    told = Course()
    states = [TaskState.RUNNING, TaskState.RECOVERING]
    told.feed(entry(at, EntryKind.STATE_CHANGED, states[at % 2]) for at in range(5_000))
    told.feed([entry(5_000, EntryKind.REFUSED), entry(5_001, EntryKind.STATE_CHANGED, TaskState.FAILED)])
    told.feed(entry(5_002 + at, EntryKind.CALLED) for at in range(5_000))
    assert len(told.stretches) <= 2 * MOST_STRETCHES
    assert len(told.points) <= 2 * MOST_POINTS
    assert (told.rows, sum(each.count for each in told.points)) == (10_002, 5_001)
    placed = place(told, told.last, 800, LEAST, APART)
    assert len(placed.blocks) <= 100
    assert TaskState.FAILED in {block.stretch.state for block in placed.blocks}
    assert Sort.TROUBLE in {dot.point.sort for dot in placed.dots}


def test_a_clock_that_was_set_back_does_not_turn_the_order_around() -> None:
    told = course(
        entry(100, EntryKind.WRITTEN),
        entry(40, EntryKind.STATE_CHANGED, TaskState.RUNNING),
        entry(60, EntryKind.STATE_CHANGED, TaskState.STOPPED),
    )
    assert [each.since for each in told.stretches] == [100, 100, 100]
    assert [block.right for block in place(told, 100, 300, LEAST, APART).blocks] == [100, 200, 300]

"""Counts of rows by view: the same as counted plainly, whatever changes and whenever it is worked out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.states import TaskState
from roomscribe.services.filtering.query import Query
from roomscribe.services.rows.row import Row
from roomscribe.services.views.counts import ViewCounts
from tests.unit.services.filtering.filter_examples import AROUND, LANGUAGE
from tests.unit.services.rows.row_examples import task

FILTERS = ("", "state:live", "state:running,failed", "-state:stopped room:room-1*", "room-2")


def query(text: str) -> Query:
    """The filter of a text."""
    found = LANGUAGE.parse(text)
    assert isinstance(found, Query)
    return found


def run(counts: ViewCounts) -> None:
    """Do all that is noted."""
    for _ in counts.counting():
        pass


changes = st.lists(st.tuples(st.integers(0, 200), st.sampled_from(TaskState)), max_size=8)


@given(st.lists(st.tuples(changes, st.sets(st.sampled_from(FILTERS)), st.booleans()), max_size=5))
def test_they_are_what_a_plain_count_says(steps: list[tuple[list[tuple[int, TaskState]], set[str], bool]]) -> None:
    rows = {task(number).id: Row(task(number), number, AROUND) for number in range(150)}
    counts = ViewCounts(lambda: rows)
    filters = {text: query(text) for text in FILTERS}
    counts.set_filters(filters)
    run(counts)
    for news, wanted, in_between in steps:
        counts.set_filters({text: filters[text] for text in wanted})
        counting = counts.counting()
        if in_between:
            next(counting, None)
        for number, state in news:
            changed = replace(task(number), state=state)
            if changed.id in rows:
                rows[changed.id].renew(changed, keep_text=False)
            else:
                rows[changed.id] = Row(changed, number, AROUND)
            counts.changed([changed.id])
        for _ in counting:
            pass
        run(counts)
        assert not counts.due
        for text in wanted:
            assert counts.count(text) == sum(filters[text].accepts(row) for row in rows.values())


def test_time_and_a_reload_make_work_again() -> None:
    rows = {"1": Row(task(1), 1, AROUND)}
    counts = ViewCounts(lambda: rows)
    counts.set_filters({"live": query("state:live"), "old": query("age:>1s")})
    assert counts.count("live") is None
    run(counts)
    assert counts.count("live") == 1
    counts.time_has_passed()
    assert counts.due
    run(counts)
    rows.clear()
    counts.changed([])
    run(counts)
    assert counts.count("live") == 0
    counts.set_filters({"live": query("state:live")})
    counts.time_has_passed()
    assert not counts.due


def test_a_filter_that_changes_while_it_is_counted_has_no_number_yet() -> None:
    rows = {task(number).id: Row(task(number), number, AROUND) for number in range(150)}
    counts = ViewCounts(lambda: rows)
    counts.set_filters({"view": query("state:live")})
    counting = counts.counting()
    next(counting)
    counts.set_filters({"view": query("state:stopped")})
    for _ in counting:
        pass
    assert counts.count("view") is None
    run(counts)
    assert counts.count("view") == 0

"""What a task was billed for at each time of its life, from its row and its journal."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.money import Metered
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.services.metering import Stretch, metered_of, stretches
from roomscribe.vendors.blank.record import VENDOR

BLANK = VENDOR.generations[0]
GENERATION = replace(BLANK, metered=lambda values: Metered(targets=len(texts(values.get("targets")))))


def texts(value):
    return value if isinstance(value, list) else []


def make_task(targets, **what):
    values = {"targets": targets, "room": "r"}
    return Task(
        **{
            "id": "t", "profile_id": "p", "profile_name": "P", "vendor": "v", "generation": "v-1", "site": "s",
            "room": "r", "bot": "b", "values": values, "state": TaskState.RUNNING, "created_at": 100.0, **what,
        }
    )  # fmt: skip


def wished(at, old, new, key="targets"):
    return JournalEntry(task_id="t", at=at, kind=EntryKind.UPDATE_WISHED, detail={"changes": {key: [old, new]}})


def accepted(at):
    return JournalEntry(task_id="t", at=at, kind=EntryKind.UPDATED)


def lives(task, *journal):
    return [(each.begin, each.metered.targets) for each in stretches(task, GENERATION, journal)]


def test_an_unchanged_task_has_one_stretch_from_when_it_was_written_down():
    assert stretches(make_task(["en"]), GENERATION) == (Stretch(100_000, Metered(targets=1)),)


def test_an_accepted_change_counts_from_its_wish_if_it_is_dearer():
    journal = (wished(160.0, ["en"], ["en", "ja"]), accepted(161.5))
    assert lives(make_task(["en", "ja"]), *journal) == [(100_000, 1), (160_000, 2), (161_500, 2)]


def test_an_accepted_change_counts_from_its_acceptance_if_it_is_cheaper():
    journal = (wished(160.0, ["en", "ja"], []), accepted(161.5))
    assert lives(make_task([]), *journal) == [(100_000, 2), (160_000, 2), (161_500, 0)]


def test_a_change_without_an_answer_may_have_arrived():
    assert lives(make_task(["en"]), wished(160.0, ["en"], ["en", "ja"])) == [(100_000, 1), (160_000, 2)]
    assert lives(make_task(["en"]), wished(160.0, ["en"], [])) == [(100_000, 1), (160_000, 1)]


def test_the_next_accepted_change_of_the_same_field_ends_the_doubt():
    lost, second = wished(160.0, ["en"], ["a", "b", "c"]), wished(170.0, ["en"], ["en", "ja"])
    assert lives(make_task(["en", "ja"]), lost, second, accepted(171.0)) == [
        (100_000, 1),
        (160_000, 3),
        (170_000, 3),
        (171_000, 2),
    ]


def test_an_accepted_change_of_another_field_does_not():
    lost, second = wished(160.0, ["en"], ["a", "b", "c"]), wished(170.0, "old", "new", key="keywords")
    task = make_task(["en"])
    assert lives(task, lost, second, accepted(171.0))[-1] == (171_000, 3)


def clock_set(at, seconds):
    return JournalEntry(task_id="t", at=at, kind=EntryKind.CLOCK_SET, detail={"seconds": seconds})


def test_what_was_written_before_the_clock_was_set_is_by_the_old_clock():
    """The row's times went along, the journal's did not: a cheaper stretch must not begin before the task did."""
    journal = (
        wished(160.0, ["en", "ja"], ["en"]), accepted(161.0), clock_set(18_170.0, 18_000.0),
        wished(18_200.0, ["en"], []), accepted(18_201.0),
    )  # fmt: skip
    row = make_task([], created_at=18_100.0)
    told = [(18_100_000, 2), (18_160_000, 2), (18_161_000, 1), (18_200_000, 1), (18_201_000, 0)]
    assert lives(row, *journal) == told
    back = clock_set(18_210.0, -18_000.0)
    assert lives(replace(row, created_at=100.0), *journal, back) == [(at - 18_000_000, count) for at, count in told]


def test_lines_that_tell_no_change_are_passed_over():
    strange = JournalEntry(task_id="t", at=160.0, kind=EntryKind.UPDATE_WISHED, detail={"changes": "?"})
    assert lives(make_task(["en"]), accepted(150.0), strange, accepted(161.0))[-1][1] == 1


def test_a_vendor_that_says_nothing_else_is_billed_by_target():
    assert BLANK.metered is None
    assert metered_of(BLANK, {"targets": ("en", "ja")}) == Metered(targets=2)


CHANGES = st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=6)


@given(st.integers(0, 5), CHANGES)
def test_never_less_than_what_really_ran(first, changes):
    """Whatever was accepted and whether lost changes arrived: each moment counts at least what held then."""
    held, journal, truth = first, [], [(100.0, first)]
    for number, (count, answered) in enumerate(changes):
        at = 200.0 + 10 * number
        old, new = ["x"] * held, ["x"] * count
        journal.append(wished(at, old, new))
        truth.append((at, count))
        if answered:
            journal.append(accepted(at + 1))
            held = count
    found = stretches(make_task(["x"] * held), GENERATION, journal)
    for moment, count in truth:
        counted = [each for each in found if each.begin <= moment * 1000][-1]
        assert counted.metered.targets >= count

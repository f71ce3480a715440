"""The timeline's sentences."""

from __future__ import annotations

import pytest

from roomscribe.domain.moments import moment
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry
from roomscribe.ui.details.journal_words import line_of
from roomscribe.ui.endings.words import extended_notice
from roomscribe.ui.words import say
from tests.qt.ui.task_examples import NOW, example_journal, example_registry, task

GENERATION = example_registry().generation("trtc-1")
JOURNAL = example_journal(task(5, "500123", TaskState.RUNNING, generation="trtc-1"))


def bare(kind: EntryKind, **what) -> JournalEntry:
    return JournalEntry(task_id="x", at=NOW, kind=kind, **what)


def test_the_examples_hold_every_kind():
    assert {entry.kind for entry in JOURNAL} == set(EntryKind)


@pytest.mark.parametrize(
    ("number", "sentence", "aside"),
    [
        (0, "Written to the ledger", "before anything was sent"),
        (1, "Follows another task", "0" * 32),
        (2, "StartAITranscription", "HTTP 200 in 213 ms · request 5d0c1f1e-0b7a"),
        (3, "Now starting", "the vendor says Preparing"),
        (5, "Change asked for", "Into: was English, becomes English, Japanese"),
        (6, "Change accepted by the vendor", "request 77aa-01"),
        (7, "DescribeAITranscription", "HTTP 502 in 213 ms"),
        (9, "Settled by asking", "the start had arrived"),
        (10, "Stop asked for", "by a person"),
        (11, "The end is proven", "the vendor says Stopped · request 9f1c1f1e"),
        (12, "Started again as another task", "1" * 32),
        (13, "Found in the vendor's list and adopted", "by root; who started it is not known"),
        (-2, "The watchdog takes care of it", "no console was there to stop it"),
        (-1, "Back in the care of a console", ""),
        (16, "Restart asked for", "it is stopped first, then started again"),
        (17, "The restart was not finished", "it broke off before the task was started again"),
        (18, "It is not started again", "by kim"),
        (19, "Closed by kim: no bot was seen", "nothing was asked of the vendor, and nothing proves an end"),
        (14, "This computer's clock was set", "back by 2 h; what is left until the end stays the same"),
    ],
)
def test_sentences(number: int, sentence: str, aside: str):
    line = line_of(JOURNAL[number], GENERATION)
    assert (line.sentence, line.aside) == (sentence, aside)


def test_a_refusal_says_what_it_means_and_names_the_code():
    line = line_of(JOURNAL[8], GENERATION)
    assert line.sentence == "A task with this session id already runs in the room."
    assert line.aside.startswith("html · The task already exists. · request ")
    assert line.grave


@pytest.mark.parametrize("kind", list(EntryKind))
def test_entries_without_detail_do_no_harm(kind: EntryKind):
    assert line_of(bare(kind), None).sentence


def test_other_ways_to_settle():
    assert line_of(bare(EntryKind.SETTLED, detail={"arrived": False}), None).aside.startswith("the start never arrived")
    reason = "The simulator that ran this task ended with the program."
    assert line_of(bare(EntryKind.SETTLED, detail={"reason": reason}), None).sentence == reason


def test_the_same_state_with_another_word():
    entry = bare(
        EntryKind.STATE_CHANGED, state=TaskState.RUNNING, vendor_state="InProgress", detail={"from": "running"}
    )
    assert line_of(entry, None).sentence == "Still running"


def test_a_field_that_is_gone_is_named_by_its_key():
    entry = bare(EntryKind.UPDATE_WISHED, detail={"changes": {"old_field": ["a", "b"]}})
    assert line_of(entry, GENERATION).aside == "old_field"


def test_a_change_of_what_nobody_knew_does_not_tell_an_old_value():
    detail = {"changes": {"targets": [None, ("en",)]}, "unknown": ["targets"]}
    line = line_of(bare(EntryKind.UPDATE_WISHED, detail=detail), GENERATION)
    assert line.aside == "Into: becomes English; what it was is not known"


@pytest.mark.parametrize(("seconds", "time"), [(900, "15 minutes"), (3600, "1 hour"), (5400, "90 minutes")])
def test_an_extension_says_how_long_until_when_and_by_whom(seconds: int, time: str):
    detail = {"from": NOW, "to": NOW + seconds, "by": "kim"}
    line = line_of(bare(EntryKind.EXTENDED, detail=detail), None)
    assert line.sentence == f"Extended by {time}"
    assert say(extended_notice(1, seconds, ended=0).text) == f"1 task was extended by {time}.", "in the same words"
    assert line.aside == f"ends {moment(NOW + seconds, NOW)} · by kim"


def test_the_end_of_the_bots_token_stands_where_the_task_was_written_down():
    line = line_of(bare(EntryKind.WRITTEN, detail={"token_ends_at": NOW + 3600}), None)
    assert line.aside == f"before anything was sent · the bot's token ends {moment(NOW + 3600, NOW)}"

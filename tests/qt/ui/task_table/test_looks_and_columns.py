"""What a row says: states, worries, times, ages, languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.domain.errors import FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Origin, Receipt
from roomscribe.services.intervals import Intervals
from roomscribe.ui.task_table.columns import COLUMNS, filter_text
from roomscribe.ui.task_table.glance import Glance
from roomscribe.ui.task_table.looks import LOOKS, STOP_NOT_CONFIRMED, look_of
from roomscribe.ui.times import NOTHING, age, clock_time, duration, exact_time, full_time
from roomscribe.vendors.protocol import Abilities
from tests.qt.ui.task_examples import NOW, FixedClock, example_registry, note, task

PROMISES = Intervals(example_registry(), FixedClock())
GLANCE = Glance(clock=FixedClock(), registry=example_registry(), me="root", promised=PROMISES.of)
BY_ID = {column.id: column for column in COLUMNS}
RUNNING = task(5, "500123", TaskState.RUNNING, spoken=("zh-en",), targets=("en", "ja"))


def shown(column: str, of=RUNNING) -> str:
    return BY_ID[column].text(of, GLANCE)


def tone(column: str, of=RUNNING) -> str:
    return BY_ID[column].tone(of, GLANCE)


def test_every_state_has_a_look():
    assert set(LOOKS) == set(TaskState)


def test_what_nobody_has_in_hand_is_loudest():
    loud = {state for state, look in LOOKS.items() if look.loud}
    assert loud == {TaskState.UNCONFIRMED}
    assert STOP_NOT_CONFIRMED.gravity > max(look.gravity for look in LOOKS.values())


@pytest.mark.parametrize(
    ("waited", "error", "worry"), [(3, None, False), (10, None, False), (11, None, True), (1, note(), True)]
)
def test_a_stop_becomes_a_worry(waited: float, error, worry: bool):
    stopping = replace(RUNNING, state=TaskState.STOPPING, stop_wished_at=NOW - waited, error=error)
    assert (look_of(stopping, NOW) is STOP_NOT_CONFIRMED) == worry


def test_an_end_that_nobody_asked_for_is_not_called_a_wish():
    failing = replace(RUNNING, state=TaskState.STOPPING, vendor_state="FAILURE_STOP", stop_wished_at=None)
    assert "asked for that" in str(look_of(failing, NOW).sentence)
    assert look_of(replace(failing, stop_wished_at=NOW), NOW) is LOOKS[TaskState.STOPPING]


def test_an_end_with_a_receipt_is_no_worry():
    ended = replace(RUNNING, state=TaskState.STOPPED, stop_wished_at=NOW - 100, error=note())
    assert look_of(ended, NOW) is LOOKS[TaskState.STOPPED]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"error": note(kind=FailureKind.NOT_FOUND)}, "no longer knows it, and nobody asked it to stop"),
        ({"error": note(kind=FailureKind.NOT_FOUND), "stop_wished_at": NOW}, "nothing proves that it was stopped"),
        ({}, "Nobody could ask about it"),
        ({"error": note()}, "Nobody could ask about it"),
        ({"stop_wished_at": NOW}, "A stop was asked for and never confirmed"),
        ({"profile_id": "demo-blank-1"}, "simulator that it ran in has ended"),
    ],
)
def test_how_a_task_went_is_told_as_it_was(what, words):
    gone = replace(RUNNING, **{"profile_id": "acc", "state": TaskState.GONE, **what})
    assert words in str(look_of(gone, NOW).sentence)


def test_an_unsettled_start_keeps_its_word():
    wished = replace(RUNNING, state=TaskState.UNCONFIRMED, stop_wished_at=NOW - 100)
    assert look_of(wished, NOW).word is LOOKS[TaskState.UNCONFIRMED].word


@pytest.mark.parametrize("state", [TaskState.UNCONFIRMED, TaskState.REQUESTING])
def test_an_unsettled_start_says_that_a_stop_was_asked_for(state: TaskState):
    starting = replace(RUNNING, state=state, stop_wished_at=None)
    assert "stop" not in str(look_of(starting, NOW).sentence)
    assert "A stop was asked for" in str(look_of(replace(starting, stop_wished_at=NOW - 1), NOW).sentence)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "00:00"), (59.9, "00:59"), (350, "05:50"), (3600, "1:00:00"), (-3, "00:00")]
)
def test_durations(seconds: float, text: str):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (-2, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (3 * 86400, "3 d")],
)
def test_ages(seconds: float, text: str):
    assert age(seconds) == text


def test_times_say_as_much_as_is_needed():
    assert len(clock_time(NOW, NOW).split(":")) == 3
    assert ":" not in clock_time(NOW - 3 * 86400, NOW)
    assert clock_time(NOW - 400 * 86400, NOW).count("-") == 2
    assert exact_time(NOW + 0.12).endswith(".120")
    assert full_time(NOW)[-6] in "+-"


def test_a_running_row():
    assert shown("state") == "running"
    assert shown("vendor") == "Agora 7"
    assert shown("languages") == "zh-en → en, ja"
    assert shown("running") == "04:59"
    assert shown("ends") == "25:00"
    assert shown("age") == "3 s"
    assert shown("owner") == "you"
    assert shown("note") == ""


@pytest.mark.parametrize(
    ("spoken", "targets", "text"),
    [((), (), NOTHING), (("en",), (), "en"), ((), ("ja",), "→ ja"), (("en", "de"), ("ja",), "en, de → ja")],
)
def test_languages(spoken, targets, text: str):
    assert shown("languages", replace(RUNNING, spoken=spoken, targets=targets)) == text


def test_languages_have_names_in_the_tip():
    column = BY_ID["languages"]
    assert column.tip is not None
    assert column.tip(RUNNING, GLANCE) == "Chinese and English mixed → English, Japanese"


@pytest.mark.parametrize(("late", "colour"), [(3, "dim"), (24, "dim"), (26, "warn"), (51, "bad")])
def test_old_knowledge_of_a_steady_task(late: float, colour: str):
    assert tone("age", replace(RUNNING, answered_at=NOW - late)) == colour


@pytest.mark.parametrize(("late", "colour"), [(4, "dim"), (6, "warn"), (11, "bad")])
def test_changing_tasks_promise_more(late: float, colour: str):
    starting = replace(RUNNING, state=TaskState.STARTING, answered_at=NOW - late)
    assert tone("age", starting) == colour


def test_what_an_ended_row_rests_on():
    ended = replace(RUNNING, state=TaskState.STOPPED, receipt=Receipt(word="Stopped", at=NOW), ended_at=NOW)
    assert shown("age", ended) == "receipt"
    assert tone("age", ended) == "dim"
    assert shown("ends", ended) == NOTHING


@pytest.mark.parametrize("state", [TaskState.REJECTED, TaskState.UNSENT, TaskState.FAILED, TaskState.GONE])
def test_an_age_is_no_place_for_codes(state: TaskState):
    assert shown("age", replace(RUNNING, state=state, error=note())) == NOTHING


def test_a_refusal_begins_with_the_vendors_short_code():
    meaning = "A task with this session id already runs in the room."
    rejected = replace(RUNNING, state=TaskState.REJECTED, error=note(code="FailedOperation.TaskExist"))
    assert shown("note", rejected) == f"TaskExist: {meaning}"
    tip = BY_ID["note"].tip
    assert tip is not None
    assert "FailedOperation.TaskExist" in tip(rejected, GLANCE)
    assert shown("note", replace(rejected, state=TaskState.GONE)) == meaning


def test_a_lost_start_ends_when_its_vendor_ends_it():
    """Nobody can stop it at its end time, nor say that it is overdue."""
    registry = example_registry()
    registry.generation("trtc-2").abilities = Abilities(update_in_place=False, longest_run=36000.0)  # type: ignore[misc]
    glance = Glance(clock=FixedClock(), registry=registry, me="root")
    ends = BY_ID["ends"]
    what = {"generation": "trtc-2", "started_at": None, "vendor_task_id": "", "created_at": NOW - 100}
    for left in (100, -100):
        lost = task(5, "501", TaskState.UNCONFIRMED, ends_at=NOW + left, **what)
        assert ends.text(lost, glance) == "≤ 9:58 h"
        assert ends.tone(lost, glance) == "bad"
        assert ends.tip is not None
        assert "can't be stopped from here" in ends.tip(lost, glance)
        assert ends.sort(lost, glance) == NOW - 100 + 36000
        assert ends.text(replace(lost, state=TaskState.RUNNING), glance) != "≤ 9:58 h"
        assert ends.text(replace(lost, generation="trtc-1"), glance) == "not known"


def test_ends():
    assert shown("ends", replace(RUNNING, ends_at=NOW - 1)) == "overdue"
    assert tone("ends", replace(RUNNING, ends_at=NOW - 1)) == "bad"
    assert shown("ends", replace(RUNNING, ends_at=None)) == "no end"
    assert (
        tone("ends", replace(RUNNING, ends_at=None)) == "bad"
    )  # as the README promises: it is billed until somebody stops it


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.id)
def test_sorting_does_not_depend_on_the_moment(column):
    later = replace(GLANCE, clock=FixedClock(NOW + 5))
    assert column.sort(RUNNING, GLANCE) == column.sort(RUNNING, later)


def test_a_generation_that_is_gone_does_no_harm():
    class Nothing:
        def find(self, generation_id: str) -> None:
            return None

    glance = Glance(clock=FixedClock(), registry=Nothing(), me="root")  # type: ignore[arg-type]
    texts = [column.text(RUNNING, glance) + column.tone(RUNNING, glance) for column in COLUMNS]
    assert "agora-7dim" in texts
    assert filter_text(RUNNING, glance)


@pytest.mark.parametrize(
    "words", ["500123", "agora 7", "running", "zh-en", "japanese", "caption-bot", RUNNING.id, RUNNING.vendor_task_id]
)
def test_a_task_can_be_found_by(words: str):
    assert words.casefold() in filter_text(RUNNING, GLANCE)


def test_a_task_can_be_found_by_its_error():
    text = filter_text(replace(RUNNING, error=note()), GLANCE)
    for words in ("taskexist", "session id already runs", "5d0c1f1e"):
        assert words in text


def test_what_nobody_knows_of_an_adopted_task_is_said():
    adopted = replace(RUNNING, origin=Origin.ADOPTED, room="", spoken=(), targets=(), started_at=NOW - 3600)
    assert [shown(column, adopted) for column in ("room", "languages", "owner")] == ["unknown", NOTHING, "unknown"]
    assert tone("room", adopted) == "dim"
    tips = [BY_ID[column].tip for column in ("room", "owner")]
    assert [tip and tip(adopted, GLANCE) for tip in tips] == [
        "Adopted from a list that tells no rooms.",
        "Adopted by you; who started it is not known.",
    ]
    assert BY_ID["started"].sort(adopted, GLANCE) == NOW - 3600, "when it was started, not when it was found"
    assert shown("room", replace(adopted, room="500")) == "500"


def test_an_age_that_another_window_knows_better_is_a_bound():
    """Answers without news are not written down: an old time is no alarm, and the tip says why it is old."""
    elsewhere = replace(GLANCE, asks=lambda task: task.watched_by != "other")
    theirs, column = replace(RUNNING, watched_by="other", answered_at=NOW - 600), BY_ID["age"]
    assert column.tip is not None
    assert (column.text(theirs, elsewhere), column.tone(theirs, elsewhere)) == ("≤ 10 min", "dim")
    assert "writes down only what is new" in column.tip(theirs, elsewhere)
    mine = replace(theirs, watched_by="")
    assert (column.text(mine, elsewhere), column.tone(mine, elsewhere)) == ("10 min", "bad")
    assert column.tip(mine, elsewhere) == ""
    over = replace(theirs, state=TaskState.STOPPED)
    assert (column.text(over, elsewhere), column.tip(over, elsewhere)) == (NOTHING, "")

"""What leaves as a table: every task once, nothing secret, nothing that a spreadsheet would carry out."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Receipt
from roomscribe.domain.text import T
from roomscribe.net.redaction import HIDDEN, Redactor
from roomscribe.services.task_export import FORMULA, as_csv, as_json, facts_of, harmless, tsv_line
from tests.unit.ledger.examples import make_task

NOTHING_KNOWN = Redactor()
ENDED = make_task(
    "t2",
    room="课堂-三年级",
    spoken=("zh", "en"),
    state=TaskState.STOPPED,
    created_at=1_795_190_000.5,
    ended_at=1_795_190_060.0,
    receipt=Receipt(word="Stopped", at=1_795_190_060.0, request_id="r-9"),
)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_times_and_names_are_for_machines() -> None:
    facts = facts_of(ENDED)
    assert (facts["created"], facts["ended"]) == ("2026-11-20T15:53:20.500Z", "2026-11-20T15:54:20.000Z")
    assert (facts["receipt"], facts["request_id"], facts["spoken"]) == ("Stopped", "r-9", ["zh", "en"])
    assert facts["stop_wished"] is None


def test_what_people_wrote_is_told_beside_the_error() -> None:
    task = make_task(note="Captions late,\n第二行", tags=("qa", "课堂"))
    assert (facts_of(task)["note"], facts_of(task)["tags"]) == ("Captions late,\n第二行", ["qa", "课堂"])
    (line,) = read(as_csv([task], NOTHING_KNOWN))
    assert (line["note"], line["tags"]) == ("Captions late,\n第二行", "qa, 课堂")
    (told,) = json.loads(as_json([task], NOTHING_KNOWN))
    assert (told["note"], told["tags"]) == ("Captions late,\n第二行", ["qa", "课堂"])
    (line,) = read(as_csv([make_task(note="=1+1", tags=("@SUM(A1)", "qa"))], NOTHING_KNOWN))
    assert (line["note"], line["tags"]) == ("'=1+1", "'@SUM(A1), qa")


def test_an_error_is_told_with_its_code_and_meaning() -> None:
    error = ErrorNote(
        kind=FailureKind.REJECTED,
        code="X.Y",
        vendor_message="no",
        meaning=T("The room is full."),
        remedy=T("Wait."),
        request_id="r-1",
    )
    facts = facts_of(make_task(error=error))
    assert (facts["error"], facts["error_meaning"], facts["request_id"]) == ("X.Y", "The room is full.", "r-1")


def test_csv_and_json_say_the_same() -> None:
    tasks = [make_task("t1"), ENDED]
    lines, objects = read(as_csv(tasks, NOTHING_KNOWN)), json.loads(as_json(tasks, NOTHING_KNOWN))
    assert [line["id"] for line in lines] == [each["id"] for each in objects] == ["t1", "t2"]
    assert lines[1]["room"] == objects[1]["room"] == "课堂-三年级"
    assert lines[1]["spoken"] == "zh en"
    assert as_csv([], NOTHING_KNOWN) == ""
    assert json.loads(as_json([], NOTHING_KNOWN)) == []


def test_secrets_stay_here_wherever_they_stand() -> None:
    secret = 'sk-"8d7f"-über-geheim'
    redactor = Redactor(secrets=[secret])
    task = make_task(room=f"room {secret}", note=f"use {secret}", tags=(secret,))
    for text in (as_csv([task], redactor), as_json([task], redactor), tsv_line([task.room], redactor)):
        assert "8d7f" not in text
        assert HIDDEN in text


@pytest.mark.parametrize("room", ["=1+1", "@SUM(A1)", "-2+3", "+49", "\t=1", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_carry_out_is_only_text(room: str) -> None:
    (line,) = read(as_csv([make_task(room=room)], NOTHING_KNOWN))
    assert line["room"] == f"'{room}"
    assert not tsv_line([room], NOTHING_KNOWN).startswith(FORMULA)


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_a_copied_row_is_one_line_with_its_cells(cells: list[str]) -> None:
    line = tsv_line(cells, NOTHING_KNOWN)
    assert line.count("\n") == 1
    assert line.count("\t") == len(cells) - 1
    assert len(line.splitlines()) == 1
    for cell in line[:-1].split("\t"):
        assert not cell.startswith(FORMULA)


def test_usual_texts_are_left_alone() -> None:
    assert harmless("room-5") == "room-5"
    assert harmless("") == ""

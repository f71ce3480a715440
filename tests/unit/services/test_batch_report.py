"""The reports of a batch: no formulas for spreadsheets, valid XML for build servers, no secrets for anybody."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

import pytest

from roomscribe.domain.batch import Batch, BatchRow, RowResult, Step
from roomscribe.domain.errors import BadRequest, ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.batch_report import Report
from roomscribe.services.store import TaskStore
from roomscribe.vendors.registry import load_registry

GENERATION = load_registry().generation("trtc-1")
NOTE = ErrorNote(
    kind=FailureKind.REJECTED,
    code="InvalidParameter",
    vendor_message="bad \x01 room",
    meaning=T("The vendor does not take this value."),
    remedy=T("Correct it."),
    request_id="req-1",
)
ROOMS = ("=HYPERLINK(1)", "+1", "-2", "@x", "\tx", "plain", "房间")
RESULTS = (
    RowResult(step=Step.STARTED, task_id="a", seconds=0.25),
    RowResult(step=Step.REJECTED, task_id="b", error=NOTE, seconds=0.5),
    RowResult(step=Step.OPEN, task_id="c"),
    RowResult(step=Step.REFUSED, reason=T("Fill in {label}.", label=T("Room"))),
    RowResult(step=Step.LEFT),
    RowResult(step=Step.UNSENT),
    RowResult(step=Step.STARTED, task_id="d"),
)


def task(task_id: str, state: TaskState, error: ErrorNote | None = None) -> Task:
    about: dict[str, Any] = {"vendor": "trtc", "generation": "trtc-1", "site": "intl", "room": "r", "bot": "b"}
    return Task(
        id=task_id, profile_id="p", profile_name="P", vendor_task_id=f"v-{task_id}", state=state, error=error, **about
    )


STATES = {"a": TaskState.RUNNING, "b": TaskState.REJECTED, "c": TaskState.UNCONFIRMED, "d": TaskState.FAILED}


def report(guarded: str = "", states: Mapping[str, TaskState] = STATES) -> Report:
    store = TaskStore()
    store.load(task(each, state, NOTE if each == "b" else None) for each, state in states.items())
    rows = tuple(
        BatchRow(number=at, line=at + 1, case=f"c{at}", values={"room": room, "bot_user_id": "b"}, minutes=5)
        for at, room in enumerate(ROOMS, start=1)
    )
    batch = Batch(
        id="x", title="qa <1>.csv", profile_id="p", profile_name="P", generation="trtc-1", created_at=0.0, rows=rows
    )

    def guard(text: str) -> None:
        if guarded and guarded in text:
            raise ValueError("refused")

    return Report(batch, RESULTS, generation=GENERATION, store=store, guard=guard)


def test_the_table_begins_no_formula_and_tells_what_happened() -> None:
    rows = list(csv.DictReader(io.StringIO(report().csv().decode("utf-8-sig"), newline="")))
    assert [row["room"] for row in rows] == ["'=HYPERLINK(1)", "'+1", "'-2", "'@x", "'\tx", "plain", "房间"]
    assert [row["result"] for row in rows][:4] == ["started", "refused by the vendor", "not confirmed", "not sent"]
    assert (rows[1]["code"], rows[1]["request_id"], rows[1]["remedy"]) == ("InvalidParameter", "req-1", "Correct it.")
    assert (rows[0]["state"], rows[0]["vendor_task_id"], rows[0]["seconds"]) == ("running", "v-a", "0.250")
    assert rows[3]["message"] == "Fill in Room."


def test_each_row_is_a_test_case() -> None:
    root = ET.fromstring(report().junit())
    (suite,) = root
    counts = {name: suite.get(name) for name in ("name", "tests", "failures", "errors", "skipped", "time", "timestamp")}
    assert counts == {
        "name": "qa <1>.csv",
        "tests": "7",
        "failures": "4",
        "errors": "1",
        "skipped": "1",
        "time": "0.750",
        "timestamp": "1970-01-01T00:00:00",
    }
    cases = list(suite)
    assert [case.get("name") for case in cases[:2]] == ["row 1: c1", "row 2: c2"]
    assert [[each.tag for each in case if each.tag != "system-out"] for case in cases] == [
        [],
        ["failure"],
        ["error"],
        ["failure"],
        ["skipped"],
        ["failure"],
        ["failure"],
    ]
    failure = cases[1].find("failure")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == ("InvalidParameter", "The vendor does not take this value.")
    assert failure.text == "The vendor does not take this value.\nCorrect it.\nbad \ufffd room\nRequest id: req-1"


@pytest.mark.parametrize(
    ("state", "result", "tag"),
    [
        # The batch was cancelled while it was open, and its fate came out later.
        (TaskState.RUNNING, "started", ""),
        (TaskState.UNSENT, "did not arrive", "failure"),
        (TaskState.CLOSED, "did not arrive", "failure"),
        (TaskState.GONE, "started", "failure"),
        (TaskState.UNCONFIRMED, "not confirmed", "error"),
    ],
)
def test_a_row_is_told_of_as_its_task_is_now(state: TaskState, result: str, tag: str) -> None:
    made = report(states={**STATES, "c": state})
    rows = list(csv.DictReader(io.StringIO(made.csv().decode("utf-8-sig"), newline="")))
    assert (rows[2]["result"], rows[2]["state"]) == (result, state.value)
    (suite,) = ET.fromstring(made.junit())
    assert [each.tag for each in list(suite)[2] if each.tag != "system-out"] == ([tag] if tag else [])


def test_a_secret_keeps_it_from_being_written() -> None:
    for write in (report("plain").csv, report("plain").junit):
        with pytest.raises(BadRequest, match="A secret of an account stands in the report"):
            write()

"""What became of a batch, for people (CSV) and for machines that run tests (JUnit XML)."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from roomscribe.domain.batch import Batch, BatchRow, RowResult, Step
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.batch_settings import SettingColumns, run_time_cell
from roomscribe.services.batch_steps import step_of
from roomscribe.services.store import TaskStore
from roomscribe.services.task_export import harmless
from roomscribe.vendors.protocol import Generation

STEP_WORDS = {
    Step.WAITING: T("waiting"),
    Step.SENDING: T("sending"),
    Step.STARTED: T("started"),
    Step.OPEN: T("not confirmed"),
    Step.REJECTED: T("refused by the vendor"),
    Step.REFUSED: T("not sent"),
    Step.UNSENT: T("did not arrive"),
    Step.LEFT: T("left out"),
}
"""What people read for a step."""
FAILED = frozenset({Step.REJECTED, Step.REFUSED, Step.UNSENT})
SKIPPED = frozenset({Step.WAITING, Step.SENDING, Step.LEFT})
BROKEN = frozenset({TaskState.FAILED, TaskState.GONE})
"""States in which a task that was accepted counts as failed."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """One row of the report; the names of its fields are the columns of the CSV, and the settings of the batch's own
    table stand behind the run time."""

    row: int
    line: int
    case: str
    room: str
    bot: str
    spoken: str
    translated_to: str
    minutes: str
    result: str
    state: str
    vendor_state: str
    task_id: str
    vendor_task_id: str
    code: str
    request_id: str
    message: str
    remedy: str
    vendor_message: str
    seconds: str


Say = Callable[[Text], str]
"""Writes a text out, in whatever language the window has."""


class Report:
    """The rows of a batch as they are now. `say` translates; everything in it was redacted when it was written."""

    def __init__(
        self,
        batch: Batch,
        results: Iterable[RowResult],
        *,
        generation: Generation,
        store: TaskStore,
        guard: Callable[[str], None],
        say: Say = str,
    ) -> None:
        """`guard` is shown the report, and raises `ValueError` where a secret stands in it."""
        self._batch = batch
        self._generation = generation
        self._store = store
        self._guard = guard
        self._say = say
        self._pairs = list(zip(batch.rows, results, strict=True))
        self._settings = SettingColumns(batch, generation)

    def csv(self) -> bytes:
        """For a spreadsheet: no cell begins a formula, whatever somebody named a room."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        names, settings = [each.name for each in fields(ReportRow)], self._settings
        behind = names.index("minutes") + 1
        writer.writerow([*names[:behind], *settings.headings, *names[behind:]])
        for (row, _), told in zip(self._pairs, self._rows(), strict=True):
            cells = [str(getattr(told, name)) for name in names]
            writer.writerow(map(harmless, (*cells[:behind], *settings.cells(row), *cells[behind:])))
        # With the mark at its beginning, without which Excel does not take it for UTF-8.
        return self._guarded(text.getvalue()).encode("utf-8-sig", "replace")

    def junit(self) -> bytes:
        """For a build server: each row is a test case."""
        suite = ET.Element("testsuite", name=_plain(self._batch.title or "batch"))
        started = datetime.fromtimestamp(self._batch.created_at, UTC)
        failures = errors = skipped = 0
        seconds = 0.0
        for (row, result), told in zip(self._pairs, self._rows(), strict=True):
            name = f"row {row.number}" + (f": {row.case}" if row.case else "")
            where = f"{self._batch.generation}.{self._batch.profile_name}"
            case = ET.SubElement(
                suite, "testcase", name=_plain(name), classname=_plain(where), time=f"{result.seconds:.3f}"
            )
            seconds += result.seconds
            task = self._task(result)
            step = _step(result, task)
            if step is Step.OPEN:
                errors += 1
                _add(case, "error", told)
            elif step in FAILED or (task is not None and task.state in BROKEN):
                failures += 1
                _add(case, "failure", told)
            elif step in SKIPPED:
                skipped += 1
                ET.SubElement(case, "skipped", message=_plain(told.result))
            if told.task_id:
                ET.SubElement(case, "system-out").text = _plain(_facts(told))
        counts = {"tests": len(self._pairs), "failures": failures, "errors": errors, "skipped": skipped}
        for name, count in counts.items():
            suite.set(name, str(count))
        suite.set("time", f"{seconds:.3f}")
        suite.set("timestamp", f"{started:%Y-%m-%dT%H:%M:%S}")
        root = ET.Element("testsuites", {name: str(count) for name, count in counts.items()})
        root.append(suite)
        ET.indent(root)
        self._guarded("\n".join(str(value) for row in self._rows() for value in vars(row).values()))
        return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"

    def _rows(self) -> Iterable[ReportRow]:
        return (self._row(row, result) for row, result in self._pairs)

    def _row(self, row: BatchRow, result: RowResult) -> ReportRow:
        task, own = self._task(result), self._generation
        error = task.error if task is not None and task.error is not None else result.error
        reason = result.reason or (error.meaning if error else None)
        return ReportRow(
            row=row.number,
            line=row.line,
            case=row.case,
            room=str(row.values.get(own.room_key) or ""),
            bot=str(row.values.get(own.bot_key) or ""),
            spoken=self._settings.spoken(row),
            translated_to=self._settings.translated_to(row),
            minutes=run_time_cell(row.minutes),
            result=self._say(STEP_WORDS[_step(result, task)]),
            state=task.state.value if task is not None else "",
            vendor_state=task.vendor_state if task is not None else "",
            task_id=result.task_id,
            vendor_task_id=task.vendor_task_id if task is not None else "",
            code=error.code if error else "",
            request_id=error.request_id if error else "",
            message=self._say(reason) if reason else "",
            remedy=self._say(error.remedy) if error else "",
            vendor_message=error.vendor_message if error else "",
            seconds=f"{result.seconds:.3f}" if result.seconds else "",
        )

    def _task(self, result: RowResult) -> Task | None:
        return self._store.get(result.task_id) if result.task_id and self._store.knows(result.task_id) else None

    def _guarded(self, text: str) -> str:
        try:
            self._guard(text)
        except ValueError as error:
            raise BadRequest(T("A secret of an account stands in the report, so it was not written.")) from error
        return text


def _step(result: RowResult, task: Task | None) -> Step:
    """How far a row has come: its task may have had news since a batch that was cancelled heard of any."""
    return step_of(task) if task is not None else result.step


def _plain(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _add(case: ET.Element, kind: str, told: ReportRow) -> None:
    made = ET.SubElement(case, kind, message=_plain(told.message or told.result), type=_plain(told.code or told.result))
    lines = [
        told.message,
        told.remedy,
        told.vendor_message,
        f"Request id: {told.request_id}" if told.request_id else "",
    ]
    made.text = _plain("\n".join(filter(None, lines)))


def _facts(told: ReportRow) -> str:
    facts = {"task": told.task_id, "vendor's task": told.vendor_task_id, "room": told.room, "state": told.state}
    return "\n".join(f"{name}: {value}" for name, value in facts.items() if value)

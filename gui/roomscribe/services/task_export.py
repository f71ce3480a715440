"""Tasks as tables for elsewhere: the facts of each as CSV or JSON, and rows of texts as people see them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from roomscribe.domain.tasks import Task
from roomscribe.net.redaction import Redactor

Fact = str | list[str] | None

TAGS = "tags"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a cell begins with it."""


def facts_of(task: Task) -> dict[str, Fact]:
    """What can be told of a task, by names that stay: no settings, and nothing that could be secret.

    Times are ISO 8601 in UTC, to the millisecond; None for what is not known or has not happened. `error` and
    `error_meaning` are the vendor's, `note` and `tags` what people wrote about the task.
    """
    error, receipt = task.error, task.receipt
    return {
        "id": task.id,
        "vendor_task_id": task.vendor_task_id,
        "state": task.state.value,
        "vendor_state": task.vendor_state,
        "room": task.room,
        "bot": task.bot,
        "profile": task.profile_name,
        "vendor": task.vendor,
        "generation": task.generation,
        "site": task.site,
        "spoken": list(task.spoken),
        "targets": list(task.targets),
        "owner": task.owner,
        "origin": task.origin.value,
        "created": _time(task.created_at),
        "started": _time(task.started_at),
        "ends": _time(task.ends_at),
        "ended": _time(task.ended_at),
        "answered": _time(task.answered_at),
        "stop_wished": _time(task.stop_wished_at),
        "receipt": None if receipt is None else receipt.word,
        "error": None if error is None else error.code,
        "error_meaning": None if error is None else str(error.meaning) or error.vendor_message,
        "request_id": error.request_id if error is not None else receipt.request_id if receipt is not None else None,
        "note": task.note,
        TAGS: list(task.tags),
    }


def json_lines(tasks: Iterable[Task], redactor: Redactor) -> list[str]:
    """An object for each task, each on a line of its own."""
    return [json.dumps(redactor.data(facts_of(task)), ensure_ascii=False) for task in tasks]


def json_list(lines: Iterable[str]) -> str:
    """The list of such objects."""
    return "[\n" + ",\n".join(lines) + "\n]\n"


def as_json(tasks: Iterable[Task], redactor: Redactor) -> str:
    """A list of objects, one for each task."""
    return json_list(json_lines(tasks, redactor))


def as_csv(tasks: Iterable[Task], redactor: Redactor) -> str:
    """One line for each task below the names, to be written with a BOM: blanks divide languages, and commas tags."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    names: Sequence[str] = ()
    for task in tasks:
        facts = facts_of(task)
        if not names:
            names = tuple(facts)
            writer.writerow(names)
        writer.writerow(harmless(redactor.text(_cell(name, fact))) for name, fact in facts.items())
    return lines.getvalue()


def tsv_line(cells: Iterable[str], redactor: Redactor) -> str:
    """Texts divided by tabs, for pasting into a spreadsheet: what would divide cells or lines becomes a space."""
    return "\t".join(harmless(" ".join(redactor.text(cell).split())) for cell in cells) + "\n"


def harmless(cell: str) -> str:
    """A cell that no spreadsheet carries out: a room may be called `=HYPERLINK(…)`. `'=1` becomes another, too, so that
    each can be told from the other."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def harmed(cell: object) -> object:
    """What `harmless` was given."""
    return cell[1:] if isinstance(cell, str) and cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA) else cell


def _cell(name: str, fact: Fact) -> str:
    return (", " if name == TAGS else " ").join(fact) if isinstance(fact, list) else fact or ""


def _time(at: float | None) -> str | None:
    if at is None:
        return None
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

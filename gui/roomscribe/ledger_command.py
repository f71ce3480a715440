"""`roomscribe ledger`: check the register of tasks, export it, and restore it from a copy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.text import T, Text
from roomscribe.ledger.checking import Findings, check, live_only_in
from roomscribe.ledger.exporting import build, export, from_json, to_json
from roomscribe.ledger.files import backups, copy, put_in_place
from roomscribe.ledger.inspection import REVISIONS, LedgerUnusable
from roomscribe.places import ledger_path
from roomscribe.services.demo import is_demo
from roomscribe.services.presence import alone

FINE, FAULTY, FAILED = 0, 1, 2
"""Exit codes: nothing is wrong; something is, and was told; it could not be done."""
MOST = 20
"""Faults of a kind that are told one by one."""
SQLITE = b"SQLite format 3\0"


def check_ledger(directory: Path) -> int:
    """Tell whether the ledger is whole, and whether its journal makes the table it holds."""
    return _told(lambda: _check(directory))


def export_ledger(directory: Path, out: Path | None) -> int:
    """Write the ledger as JSON to a file that is not there yet, or to stdout."""
    return _told(lambda: _export(directory, out))


def restore_ledger(directory: Path, source: Path, *, anyway: bool) -> int:
    """Put a copy or an export in the place of the ledger, which is kept under another name.

    `anyway`: also where live tasks are forgotten by that.
    """
    return _told(lambda: _restore(directory, source, anyway=anyway))


def _told(command: Callable[[], int]) -> int:
    try:
        return command()
    except LedgerUnusable as trouble:
        sys.stderr.write(f"roomscribe: {trouble}\n")
    except OSError as error:
        sys.stderr.write(f"roomscribe: {error.filename}: {error.strerror}\n")
    return FAILED


def _check(directory: Path) -> int:
    path = ledger_path(directory)
    found = check(path)
    _say(f"register     {found.path}")
    _say(f"schema       {found.schema}, {_age(found)}")
    _say(f"tasks        {found.tasks}, {found.live} live")
    _say(f"journal      {found.lines} lines")
    for copied in backups(path):
        _say(f"copy         {copied}")
    _list("damage", list(found.damage))
    _list("unreadable", list(found.unreadable))
    _list(
        "difference",
        [
            f"task {each.task_id}: {each.column or 'row'} is {each.table!r}, by the journal {each.journal!r}"
            for each in found.differences
        ],
    )
    _list(
        "not told",
        [
            f"task {task_id}: an earlier version did not write down {', '.join(names)}"
            for task_id, names in found.untold.items()
        ],
    )
    _say("sound" if found.sound else "NOT SOUND")
    return FINE if found.sound else FAULTY


def _age(found: Findings) -> str:
    if found.newer:
        return "of a newer RoomScribe: start that version, or update this one"
    return "current" if found.current else "brought up to date by the next start"


def _export(directory: Path, out: Path | None) -> int:
    text = to_json(export(ledger_path(directory), SystemClock()))
    if out is None:
        sys.stdout.buffer.write(text)
        sys.stdout.flush()
        return FINE
    with out.open("xb") as file:
        file.write(text)
    return FINE


def _restore(directory: Path, source: Path, *, anyway: bool) -> int:
    path = ledger_path(directory)
    with source.open("rb") as file:
        begins = file.read(len(SQLITE))
    door = alone(directory)
    try:
        made = path.with_name(f".{path.name}.restoring")
        for each in (made, made.with_name(f"{made.name}-journal")):
            each.unlink(missing_ok=True)
        try:
            if begins == SQLITE:
                _copy_sound(source, made)
            else:
                build(from_json(source.read_bytes(), source), made, source)
            if not check(made).sound:
                raise LedgerUnusable(T("{name} is damaged, so nothing was changed.", name=source))
            forgotten = _forgotten(path, made)
            if forgotten and not anyway:
                raise LedgerUnusable(_would_forget(forgotten))
            kept = put_in_place(made, path, SystemClock())
        finally:
            made.unlink(missing_ok=True)
    finally:
        door.release()
    _list("forgotten", [str(each) for each in forgotten])
    if kept is not None:
        _say(f"kept      {kept}")
    _say(f"restored  {path}")
    return FINE


def _forgotten(path: Path, made: Path) -> list[Text]:
    """The live tasks that nobody would know of any more; demo tasks ended with their window."""
    if not path.exists():
        return []
    try:
        rows = live_only_in(path, made)
    except LedgerUnusable:
        # Mostly this is why somebody restores a copy.
        _say("not known   which live tasks only the present register has: it can't be read")
        return []
    return [
        T(
            "{vendor} task {task} in room {room}",
            vendor=row["vendor"],
            task=row["vendor_task_id"] or row["id"],
            room=row["room"],
        )
        for row in rows
        if not is_demo(row["profile_id"])
    ]


def _would_forget(tasks: list[Text]) -> Text:
    named = "".join(f"\n  {each}" for each in tasks[:MOST])
    if len(tasks) > MOST:
        named += f"\n  … and {len(tasks) - MOST} more"
    return T(
        "Nothing was changed: the file does not know these live tasks, and nobody would stop them any more. Stop them "
        "first, or add --anyway.{tasks}",
        tasks=named,
    )


def _copy_sound(source: Path, made: Path) -> None:
    found = check(source)
    if found.schema not in REVISIONS:
        raise LedgerUnusable(T("{name} was written by a newer RoomScribe. Restore it with that version.", name=source))
    copy(source, made)


def _list(title: str, lines: list[str]) -> None:
    for line in lines[:MOST]:
        _say(f"{title:<12} {line}")
    if len(lines) > MOST:
        _say(f"{title:<12} … and {len(lines) - MOST} more")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")

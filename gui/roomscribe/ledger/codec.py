"""Turns tasks and journal entries into rows of plain values and back, without losing a type on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from sys import intern
from types import NoneType
from typing import Any, Protocol

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.halts import Halt
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Origin, Receipt, Restart, Task
from roomscribe.domain.text import Text
from roomscribe.ledger.stored_json import stored_json


class Row(Protocol):
    """Column name -> str, int, float or None."""

    def __getitem__(self, name: str, /) -> Any: ...


Guard = Callable[[str], None]
"""Looks at a text about to be stored; raises `ValueError` when it must not be."""

_TASK_FIELDS = tuple(Task.__dataclass_fields__)
_HALT_FIELDS = tuple(Halt.__dataclass_fields__)
_ENTRY_FIELDS = tuple(JournalEntry.__dataclass_fields__)
_TASK_NUMBERS = (*(name for name in _TASK_FIELDS if name.endswith("_at")), "sequence", "epoch", "revision")
PLAIN = ("spoken", "targets", "values", "unclear", "tags")
"""Fields of a task that are tuples and mappings of plain values."""
_TUPLE, _TEXT, _ESCAPED = "$tuple", "$text", "$dict"
"""Keys of one-entry objects that stand for what JSON has no word for."""


def task_to_row(task: Task, guard: Guard | None = None) -> dict[str, Any]:
    """The row of a task. Raises `ValueError` for what cannot be written down, or what the guard refuses."""
    error, receipt, restart = _fields(task.error), _fields(task.receipt), _fields(task.restart)
    row = {name: getattr(task, name) for name in _TASK_FIELDS}
    row["state"], row["origin"] = task.state.value, task.origin.value
    for name in PLAIN:
        row[name] = dump(row[name])
    row["error"], row["receipt"], row["restart"] = map(_dump_optional, (error, receipt, restart))
    return _checked(row, guard, task.values, error, receipt, restart)


def task_from_row(row: Row) -> Task:
    """The task of a row; raises `ValueError` for a row this version cannot read."""
    fields = {name: row[name] for name in _TASK_FIELDS}
    _check_numbers(fields, _TASK_NUMBERS)
    fields["state"], fields["origin"] = TaskState(row["state"]), Origin(row["origin"])
    for name in ("spoken", "targets", "unclear", "tags"):
        fields[name] = _load_plain(row[name])
    # The keys are the same in all rows of a generation, and there may be ten thousand of them in memory.
    values = load(row["values"])
    if not isinstance(values, dict):
        raise ValueError("the values of a task are not an object")
    fields["values"] = {intern(key): value for key, value in values.items()}
    fields["error"] = _load_error(row["error"])
    fields["receipt"] = None if row["receipt"] is None else Receipt(**load(row["receipt"]))
    fields["restart"] = None if row["restart"] is None else Restart(**load(row["restart"]))
    return Task(**fields)


def _check_numbers(fields: Mapping[str, Any], names: tuple[str, ...]) -> None:
    # SQLite keeps a word in a column of numbers, and such an end time would never come.
    for name in names:
        if not isinstance(fields[name], (int, float, NoneType)):
            raise ValueError(f"{name} is no number")


def entry_to_row(entry: JournalEntry, guard: Guard | None = None) -> dict[str, Any]:
    """The row of a journal entry, without `seq`. Raises `ValueError` as `task_to_row` does."""
    error, exchange = _fields(entry.error), _fields(entry.exchange)
    row = {name: getattr(entry, name) for name in _ENTRY_FIELDS if name != "seq"}
    row["kind"] = entry.kind.value
    row["state"] = None if entry.state is None else entry.state.value
    row["error"], row["exchange"] = _dump_optional(error), _dump_optional(exchange)
    row["detail"] = dump(entry.detail)
    return _checked(row, guard, entry.detail, error, exchange)


def entry_from_row(row: Row) -> JournalEntry:
    """The journal entry of a row; raises `ValueError` for a row this version cannot read."""
    fields = {name: row[name] for name in _ENTRY_FIELDS}
    _check_numbers(fields, ("at",))
    fields["kind"] = EntryKind(row["kind"])
    fields["state"] = None if row["state"] is None else TaskState(row["state"])
    fields["exchange"] = None if row["exchange"] is None else Exchange(**load(row["exchange"]))
    fields["error"] = _load_error(row["error"])
    fields["detail"] = load(row["detail"])
    return JournalEntry(**fields)


def halt_to_row(halt: Halt) -> dict[str, Any]:
    """The row of a halt, but for its number, which the table gives."""
    return {name: getattr(halt, name) for name in _HALT_FIELDS if name != "number"}


def halt_from_row(row: Row) -> Halt:
    """The halt of a row; raises `ValueError` for a row this version cannot read."""
    fields = {name: row[name] for name in _HALT_FIELDS}
    _check_numbers(fields, ("number", "at"))
    fields["cancels"] = bool(row["cancels"])
    return Halt(**fields)


def dump(value: object) -> str:
    """JSON from which `load` makes an equal value: tuples stay tuples, texts stay texts."""
    return stored_json(_to_plain(value))


def load(text: str) -> Any:
    """The value that `dump` wrote."""
    if _ESCAPED in text:
        return _from_plain(json.loads(text))
    return _READER.decode(text)


def _special(found: dict[str, Any]) -> Any:
    """What a JSON object stands for. Called from inside to outside, which is wrong only where something is escaped."""
    if len(found) == 1:
        ((key, item),) = found.items()
        if key == _TUPLE:
            return tuple(item)
        if key == _TEXT:
            source, args = item
            return Text(source, args)
    return found


_READER = json.JSONDecoder(object_hook=_special)
_load_plain = lru_cache(maxsize=1024)(load)
"""For tuples of words, which are the same in thousands of rows."""


def words(value: object) -> list[str]:
    """Every text inside a value, keys included, as people wrote it: JSON's escapes could hide a secret."""
    found: list[str] = []
    _collect(value, found)
    return found


def _collect(value: object, found: list[str]) -> None:
    # The usual kinds first: what is a mapping in general takes Python longest to tell, and each write asks hundreds.
    if type(value) is str:
        found.append(value)
    elif value is None:
        return
    elif isinstance(value, (tuple, list)):
        for item in value:
            _collect(item, found)
    elif isinstance(value, Text):
        found.append(value.source)
        _collect(value.args, found)
    elif type(value) is not bool and type(value) is not int and isinstance(value, Mapping):
        for key, item in value.items():
            found.append(str(key))
            _collect(item, found)
    else:
        found.append(str(value))


def _checked(row: dict[str, Any], guard: Guard | None, *nested: object) -> dict[str, Any]:
    # The guard sees each column as it will be stored, and what is nested in JSON once more without JSON's escapes.
    if guard is not None:
        guard("\n".join([*(value for value in row.values() if isinstance(value, str)), *words(nested)]))
    return {name: _storable(value) if isinstance(value, str) else value for name, value in row.items()}


def _storable(text: str) -> str:
    # Better a "?" for half a character than a task that is not written down.
    return text.encode("utf-8", "replace").decode()


def _fields(record: Task | JournalEntry | Exchange | Receipt | Restart | ErrorNote | None) -> dict[str, Any] | None:
    # One level deep, unlike dataclasses.asdict, which would take texts apart and copy every value.
    return None if record is None else {name: getattr(record, name) for name in record.__dataclass_fields__}


def _dump_optional(fields: dict[str, Any] | None) -> str | None:
    return None if fields is None else dump(fields)


def _load_error(text: str | None) -> ErrorNote | None:
    if text is None:
        return None
    fields = load(text)
    return ErrorNote(**{**fields, "kind": FailureKind(fields["kind"])})


def _to_plain(value: object) -> object:
    if type(value) in _PLAIN_TYPES:
        return value
    match value:
        case Text():
            return {_TEXT: [value.source, {key: _text_argument(item) for key, item in value.args.items()}]}
        case tuple():
            return {_TUPLE: [_to_plain(item) for item in value]}
        case list():
            return [_to_plain(item) for item in value]
        case Mapping():
            plain = {_key(key): _to_plain(item) for key, item in value.items()}
            return {_ESCAPED: plain} if len(plain) == 1 and next(iter(plain)).startswith("$") else plain
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise ValueError(f"a {type(value).__name__} cannot be written to the ledger")


_PLAIN_TYPES = frozenset({NoneType, bool, int, float, str})
"""Of most values; asked first, for the writes of a batch ask for thousands a second."""


def _text_argument(value: object) -> object:
    # A sentence's gaps are filled with str(), whatever they hold, so that much is enough to keep.
    return _to_plain(value if isinstance(value, (Text, str, int, float)) or value is None else str(value))


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ValueError(f"a {type(key).__name__} cannot be a key in the ledger")
    return key


def _from_plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_from_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, item),) = value.items()
        match key:
            case "$tuple":
                return tuple(_from_plain(each) for each in item)
            case "$text":
                source, args = item
                return Text(source, {name: _from_plain(each) for name, each in args.items()})
            case "$dict":
                return {name: _from_plain(each) for name, each in item.items()}
    return {name: _from_plain(each) for name, each in value.items()}

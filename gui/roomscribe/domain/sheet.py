"""Reads tables that people bring as CSV or JSON, whatever program wrote them; says which line is wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from roomscribe.domain.text import T, Text

LARGEST = 16_000_000
"""Bytes."""
MOST_ROWS = 10_000
LONGEST_CELL = 100_000
"""Characters."""
_DELIMITERS = ",;\t"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""How files begin that say how they are written; spreadsheets' "Unicode text" is UTF-16."""


@dataclass(frozen=True)
class SheetRow:
    """One row of a table."""

    line: int
    """The line of the file in which it begins, from 1; in JSON the place in the list."""
    cells: Mapping[str, Any]
    """By column, as they stand there: a text in CSV, any value in JSON. What a JSON row does not
    name is not in it."""
    surplus: int = 0
    """How many cells it has beyond the columns."""


@dataclass(frozen=True)
class Sheet:
    """A table."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


class NoSheet(Exception):
    """There is no table in it; `reason` says what to do."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def read_sheet(content: bytes) -> Sheet:
    """The table of a file. JSON is a list of objects; everything else is CSV, with the columns' names on top.

    Blocks; raises `NoSheet`.
    """
    if len(content) > LARGEST:
        raise NoSheet(T("The file is larger than {most} MB. Split it.", most=LARGEST // 1_000_000))
    return read_text(_decoded(content))


def read_text(text: str) -> Sheet:
    """The table of a text. Raises `NoSheet`."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise NoSheet(T("There is nothing in it."))
    sheet = _json(text) if text.lstrip()[0] in "[{" else _csv(text)
    if not sheet.rows:
        raise NoSheet(T("It has columns, but no rows."))
    if len(sheet.rows) > MOST_ROWS:
        raise NoSheet(T("It has {count} rows; at most {most} are taken.", count=len(sheet.rows), most=MOST_ROWS))
    return sheet


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        reason = T("Line {line} is not written in UTF-8. Save the file as “CSV UTF-8” and choose it again.", line=line)
        raise NoSheet(reason) from error
    if "\x00" in text:
        raise NoSheet(T("This is not a table in text form. Save it as CSV."))
    return text


def _csv(text: str) -> Sheet:
    first, _, rest = text.partition("\n")
    delimiter, skipped = _delimiter(next(line for line in text.split("\n") if line.strip())), 0
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        # Excel's own way to name the delimiter.
        delimiter, text, skipped = first.strip()[-1], rest, 1
    lines = _lines(text, delimiter, skipped)
    top = next((cells for _, cells in lines if any(cell.strip() for cell in cells)), None)
    if top is None:
        raise NoSheet(T("There is nothing in it."))
    columns = [name.strip() for name in top]
    while columns and not columns[-1]:
        columns.pop()
    _check_columns(columns)
    rows = []
    for line, cells in lines:
        if any(cell.strip() for cell in cells):
            surplus = len([cell for cell in cells[len(columns) :] if cell.strip()])
            # Spreadsheets leave out what is empty at a line's end.
            cells += [""] * (len(columns) - len(cells))
            rows.append(SheetRow(line, dict(zip(columns, cells, strict=False)), surplus))
    return Sheet(tuple(columns), tuple(rows))


def _lines(text: str, delimiter: str, skipped: int) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = T(
                "Line {line} can't be read: a quotation mark is not closed, or stands in the middle of a cell.",
                line=begins + skipped,
            )
            raise NoSheet(reason) from error
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise NoSheet(T("Line {line} has a cell that is far too long.", line=begins + skipped))
        yield begins + skipped, cells
        begins = reader.line_num + 1


def _delimiter(top: str) -> str:
    """The one that stands most often in the first line, outside of quotation marks."""
    outside = "".join(top.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _check_columns(columns: list[str]) -> None:
    for place, name in enumerate(columns, start=1):
        if not name:
            raise NoSheet(T("Column {number} has no name.", number=place))
        if columns.index(name) != place - 1:
            raise NoSheet(T("Two columns are called “{name}”.", name=name))


def _json(text: str) -> Sheet:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        reason = T("It is not valid JSON: see line {line}, column {column}.", line=error.lineno, column=error.colno)
        raise NoSheet(reason) from error
    except (ValueError, RecursionError) as error:
        raise NoSheet(T("It is not valid JSON.")) from error
    if isinstance(found, dict):
        found = found.get("rows")
    if not isinstance(found, list):
        raise NoSheet(T("Write a JSON list of objects, one for each row."))
    columns: dict[str, None] = {}
    rows = []
    for number, row in enumerate(found, start=1):
        if not isinstance(row, dict):
            raise NoSheet(T("Entry {number} of the list is not an object.", number=number))
        cells = {key.strip(): value for key, value in row.items()}
        if len(cells) < len(row):
            raise NoSheet(T("Entry {number} has a name twice.", number=number))
        columns.update(dict.fromkeys(cells))
        rows.append(SheetRow(number, cells))
    return Sheet(tuple(columns), tuple(rows))

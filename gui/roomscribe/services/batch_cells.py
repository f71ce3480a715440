"""Reads what the cells of one row say of the settings that its columns are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from roomscribe.domain.batch import RowFinding
from roomscribe.domain.cells import Cell, plain_text, read_cell
from roomscribe.domain.fields import Field, FieldKind, Value
from roomscribe.domain.language_reading import is_code
from roomscribe.domain.languages import LanguageCatalogue, LanguageUse
from roomscribe.domain.run_time import HOW_TO_WRITE, RUN_TIME, read_run_time
from roomscribe.domain.sheet import SheetRow
from roomscribe.services.batch_columns import Columns
from roomscribe.services.batch_languages import language_field


@dataclass(kw_only=True)
class Cells:
    """What they say. What no cell says is as in the draft."""

    values: dict[str, Value] = field(default_factory=dict)
    """By field key."""
    minutes: Value
    """The run time; as somebody wrote it where that is no number."""
    languages: dict[LanguageUse, tuple[str, ...]] = field(default_factory=dict)
    """Codes, of which the service's own fields are still to be made."""
    empty: dict[str, Field] = field(default_factory=dict)
    """By column, what has a cell with nothing in it."""
    filled: set[str] = field(default_factory=set)
    """Keys of the fields that have a cell with something in it."""
    unread: dict[LanguageUse, str] = field(default_factory=dict)
    """What stands in the cell of languages where somebody has to write another."""
    problems: list[RowFinding] = field(default_factory=list)

    def take(self, column: str, of: Field, use: LanguageUse | None, cell: Cell) -> None:
        """Note what a cell says that has something in it."""
        self.filled.add(of.key)
        if of is RUN_TIME:
            self.minutes = cell.value
        elif use is not None and isinstance(cell.value, tuple) and not any(map(_is_row, cell.value)):
            self.languages[use] = tuple(map(str, cell.value))
        else:
            self.values[of.key] = cell.value
        if cell.problem is not None:
            self.problems.append(RowFinding(cell.problem, column, of.key, of.label))


def read_cells(row: SheetRow, columns: Columns, catalogue: LanguageCatalogue, *, minutes: int) -> Cells:
    """All of one row; `minutes` is the draft's run time."""
    found = Cells(minutes=minutes)
    for column, of in columns.fields.items():
        raw = row.cells.get(column)
        use = columns.languages.get(column)
        if not _says_nothing(raw):
            cell = _read(of, raw, use, catalogue)
            found.take(column, of, use, cell)
            if cell.problem is not None and column in columns.holders:
                found.unread[columns.holders[column]] = _as_written(raw)
        elif columns.results and use is LanguageUse.TRANSLATE_TO:
            found.languages[use] = ()  # a report tells of none, whatever the draft says by now
        elif column in row.cells:
            found.empty[column] = of
    return found


def _says_nothing(raw: object) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _read(of: Field, raw: object, use: LanguageUse | None, catalogue: LanguageCatalogue) -> Cell:
    if of is RUN_TIME:
        minutes = read_run_time(plain_text(raw))
        return Cell(minutes, HOW_TO_WRITE if isinstance(minutes, str) else None)
    if use is None or _is_table(of, raw):
        return read_cell(of, raw, catalogue)
    if isinstance(raw, str) and len(codes := raw.split()) > 1:
        # A report has blanks between codes; names of languages have blanks in them.
        raw = codes if all(is_code(code, catalogue) for code in codes) else raw
    return read_cell(language_field(use), raw, catalogue)


def _as_written(raw: object) -> str:
    return ", ".join(map(plain_text, raw)) if isinstance(raw, (list, tuple)) else plain_text(raw).strip()


def _is_row(value: Value) -> bool:
    return isinstance(value, Mapping)


def _is_table(of: Field, raw: object) -> bool:
    """Whether a cell holds a table's rows themselves, not languages to make them of."""
    if of.kind is not FieldKind.TABLE:
        return False
    if isinstance(raw, (list, tuple)):
        return any(not isinstance(each, str) for each in raw)
    return isinstance(raw, str) and raw.lstrip()[:1] in ("[", "{")

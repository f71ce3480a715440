"""Makes a table into drafts, and finds everything that is wrong with each before anything is sent."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from roomscribe.domain.batch import Matrix, PlannedRow, RowProblem
from roomscribe.domain.cells import read_cell
from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import Field, FieldKind, Value, given
from roomscribe.domain.profiles import Profile
from roomscribe.domain.run_time import MINUTES, RUN_TIME, run_time_problem
from roomscribe.domain.sheet import Sheet, SheetRow
from roomscribe.domain.tasks import Task
from roomscribe.domain.template import Template, asked, escaped, placeholders
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem, shortened
from roomscribe.services.form_problems import form_problems
from roomscribe.services.launcher import Launcher
from roomscribe.services.orders import shown_values
from roomscribe.services.template_filling import read_values
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry

CASE = "case"
"""The column that names rows for the report."""
ROW = "row"
"""A placeholder that every row has: its number."""
ALIKE = 0.75
"""How alike two names are, for the one to be taken for a slip of the other."""


@dataclass(frozen=True)
class ColumnProblem:
    """Why a column can't be used."""

    column: str
    message: Text


@dataclass(frozen=True, kw_only=True)
class Base:
    """What every row begins with: the form as it stands, or a template."""

    template: Template
    """The form's has no placeholders but those somebody meant for rows."""
    secrets: Mapping[str, Value] = field(default_factory=dict)
    """Values of the form's secret fields; never in a file."""

    @classmethod
    def of_form(cls, draft: Draft, profile: Profile, generation: Generation) -> Base:
        """The form as it stands, braces and all."""
        secret = {each.key for each in generation.fields if each.secret}
        values = {key: escaped(value) for key, value in draft.values.items() if key not in secret}
        made = Template(name="", generation=generation.id, site=profile.site, values=values, minutes=draft.minutes)
        return cls(template=made, secrets={key: draft.values[key] for key in secret if key in draft.values})


@dataclass(frozen=True, kw_only=True)
class Columns:
    """What each column of a table is for."""

    fields: Mapping[str, Field]
    """By column."""
    answers: frozenset[str]
    """Columns that answer a placeholder of the same name."""
    case: str
    """The column that names rows; "" for none."""
    problems: tuple[ColumnProblem, ...]


class Planner:
    """Plans the rows of one table for one profile, each when it is asked for: nobody waits for thousands."""

    def __init__(
        self,
        base: Base,
        profile: Profile,
        *,
        registry: Registry,
        launcher: Launcher,
        live: Iterable[Task],
        labels: Mapping[str, str] | None = None,
    ) -> None:
        """`live` are the tasks that rows could clash with; `labels` has other names of fields (translated) by key."""
        self.profile = profile
        self.generation = registry.generation(profile.generation)
        self._base = base
        self._launcher = launcher
        self._placeholders = frozenset(asked(base.template))
        self._names = _names(self.generation, labels or {})
        self._common, remarks = read_values(self.generation, base.template, {})
        self._moving = [key for key, value in base.template.values.items() if any(True for _ in placeholders(value))]
        self._remarks = {each.key: each.reason for each in remarks if each.key not in self._moving}
        self._taken: dict[str, Task] = {key: task for task in live for key in task.dedupe_key.split("\n") if key}
        self._planned: dict[str, int] = {}

    # Columns

    def columns(self, sheet: Sheet) -> Columns:
        """What the columns of a table are for, and which of them are for nothing."""
        fields: dict[str, Field] = {}
        answers: set[str] = set()
        problems: list[ColumnProblem] = []
        case = ""
        for column in sheet.columns:
            name = column.casefold()
            found = self._names.get(name)
            if column in self._placeholders:
                answers.add(column)
            elif found is not None and found.secret:
                problems.append(ColumnProblem(column, T("Secrets are not taken from tables. Take this column out.")))
            elif found is not None and found.key in [each.key for each in fields.values()]:
                problems.append(ColumnProblem(column, T("Another column is for the same setting.")))
            elif found is not None:
                fields[column] = found
            elif name == CASE and not case:
                case = column
            else:
                problems.append(ColumnProblem(column, self._unknown(column)))
        for missing in sorted(self._placeholders - answers - {ROW} - {each.key for each in fields.values()}):
            problems.append(ColumnProblem(missing, T("The template asks for it, and no column answers.")))
        return Columns(fields=fields, answers=frozenset(answers), case=case, problems=tuple(problems))

    def _unknown(self, column: str) -> Text:
        known = [*self._names, *(each.casefold() for each in self._placeholders), CASE]
        close = difflib.get_close_matches(column.casefold(), known, 1, ALIKE)
        if close:
            key = self._names[close[0]].key if close[0] in self._names else close[0]
            return T("No setting has this name. Is “{name}” meant?", name=key)
        return T("No setting has this name.")

    # Rows

    def rows(self, sheet: Sheet, columns: Columns) -> Iterator[PlannedRow]:
        """Every row, with all that is wrong with it, in the order of the table."""
        for number, row in enumerate(sheet.rows, start=1):
            yield self._row(number, row, columns)

    def _row(self, number: int, row: SheetRow, columns: Columns) -> PlannedRow:
        problems: list[RowProblem] = []
        answers = {name: _words(row.cells.get(name, "")) for name in columns.answers} | {ROW: str(number)}
        values = {**self._common, **self._moved(answers), **self._base.secrets}
        minutes: Value = self._base.template.minutes
        said: set[str] = set()
        for column, of in columns.fields.items():
            raw = row.cells.get(column)
            if raw is None or (isinstance(raw, str) and not raw.strip()):
                continue  # as in the draft
            cell = read_cell(of, raw, self.generation.languages)
            if of is RUN_TIME:
                minutes = cell.value
            else:
                values[of.key] = cell.value
            if cell.problem is not None:
                said.add(of.key)
                problems.append(RowProblem(cell.problem, column, of.key, of.label))
        if row.surplus:
            problems.append(RowProblem(T("It has {count} cells more than there are columns.", count=row.surplus)))
        problems += self._of_placeholders(answers, columns)
        case = _words(row.cells.get(columns.case, "")).strip() if columns.case else ""
        made = PlannedRow(
            number=number,
            line=row.line,
            case=case,
            values=values,
            minutes=minutes if isinstance(minutes, int) and not isinstance(minutes, bool) else 0,
        )
        problems += self._of_values(made, minutes, said, {of.key: column for column, of in columns.fields.items()})
        return replace(made, problems=tuple(problems))

    def planned(self, combination: Iterable[PlannedRow]) -> Iterator[PlannedRow]:
        """Rows that were made otherwise, with all that is wrong with each."""
        for row in combination:
            yield replace(row, problems=tuple(self._of_values(row, row.minutes, set(), {})))

    def matrix(self, matrix: Matrix) -> Iterator[PlannedRow]:
        """A row for every combination, with all that is wrong with each."""
        return self.planned(self._combined(matrix))

    def _combined(self, matrix: Matrix) -> Iterator[PlannedRow]:
        own = self.generation
        for number, (room, spoken, targets) in enumerate(matrix.combinations(), start=1):
            values = {**self._common, **self._moved({ROW: str(number)}), **self._base.secrets}
            if room:
                values[own.room_key] = room
            if spoken is not None or targets is not None:
                heard = spoken if spoken is not None else own.spoken(values)
                to = targets if targets is not None else own.targets(values)
                values |= own.moving.with_languages(heard, tuple(each for each in to if each not in heard))
            if matrix.own_rooms:
                values[own.room_key] = room_of_its_own(str(values.get(own.room_key) or ""), number)
            if matrix.own_bots:
                values[own.bot_key] = numbered(str(values.get(own.bot_key) or ""), number)
            parts = [str(values.get(own.room_key) or ""), " ".join(own.spoken(values)), " ".join(own.targets(values))]
            yield PlannedRow(
                number=number,
                line=number,
                case=" · ".join(filter(None, parts)),
                values=values,
                minutes=self._base.template.minutes,
            )

    def _moved(self, answers: Mapping[str, str]) -> dict[str, Value]:
        if not self._moving:
            return {}
        template = replace(self._base.template, values={key: self._base.template.values[key] for key in self._moving})
        values, _ = read_values(self.generation, template, answers)
        return {key: values[key] for key in self._moving if key in values}

    def _of_placeholders(self, answers: Mapping[str, str], columns: Columns) -> list[RowProblem]:
        return [
            RowProblem(T("Fill in {label}.", label=name), name)
            for name in sorted(columns.answers)
            if not answers[name].strip()
        ]

    def _of_values(
        self, row: PlannedRow, minutes: Value, said: set[str], column_of: Mapping[str, str]
    ) -> Iterator[RowProblem]:
        found = [*form_problems(self.generation, row.values, self.profile)]
        draft = Draft(profile_id=self.profile.id, values=row.values, minutes=row.minutes)
        if message := run_time_problem(minutes) or self._launcher.too_long(draft):
            found.append(Problem(MINUTES, message))
        for problem in found:
            if problem.key not in said:
                yield self._at(problem.key, problem.message, column_of)
        for key, reason in self._remarks.items():
            yield self._at(key, reason, column_of)
        if not found and not said:
            yield from self._clashes(row, column_of)

    def _at(self, key: str, message: Text, column_of: Mapping[str, str]) -> RowProblem:
        of = RUN_TIME if key == MINUTES else self.generation.field(key)
        return RowProblem(message, column_of.get(key, ""), key, of.label if of is not None else None)

    def _clashes(self, row: PlannedRow, column_of: Mapping[str, str]) -> Iterator[RowProblem]:
        keys = self.generation.clash_keys(shown_values(self.generation, row.values, self.profile.site), self.profile)
        place = self.generation.bot_key if self.generation.bot_key in column_of else self.generation.room_key
        earlier = min((self._planned[key] for key in keys if key in self._planned), default=0)
        if earlier:
            message = T(
                "Row {number} starts a task of this kind in the same room. Give this row another room or bot.",
                number=earlier,
            )
            yield self._at(place, message, column_of)
        for task in {id(self._taken[key]): self._taken[key] for key in keys if key in self._taken}.values():
            message = T("A task of this kind is live in room {room} already.", room=shortened(task.room))
            yield self._at(place, message, column_of)
        for key in keys:
            self._planned.setdefault(key, row.number)


def numbered(bot: str, number: int) -> str:
    """A bot's id with a row's number: numbers are counted on, names get it behind."""
    return str(int(bot) + number) if bot.isascii() and bot.isdigit() else f"{bot}_{number}"


def room_of_its_own(room: str, number: int) -> str:
    """A room's name with a row's number behind it; those that are numbers stay numbers."""
    return f"{room}{number:03}" if room.isascii() and room.isdigit() else f"{room}_{number}"


def _names(generation: Generation, labels: Mapping[str, str]) -> dict[str, Field]:
    """Fields by every name that a column may have: key, vendor's name, label; keys win over labels."""
    found: dict[str, Field] = {}
    fields = (*generation.fields, RUN_TIME)
    ways = (
        lambda each: each.key,
        lambda each: str(each.label),
        lambda each: labels.get(each.key, ""),
        lambda each: each.path.rpartition(".")[2],
    )
    for way in ways:
        for each in fields:
            if name := way(each).casefold():
                found.setdefault(name, each)
    return found


def _words(raw: object) -> str:
    return "" if raw is None else str(raw)


def givens(values: Mapping[str, Value], generation: Generation) -> dict[str, Value]:
    """What of a row is to be written down: everything that is given and no secret."""
    return {
        each.key: values[each.key]
        for each in generation.fields
        if not each.secret and (given(values.get(each.key)) or each.kind is FieldKind.FLAG) and each.key in values
    }

"""Makes a table into drafts, and finds everything that is wrong with each before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from roomscribe.domain.batch import Matrix, PlannedRow, RowFinding
from roomscribe.domain.cells import plain_text
from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import Field, FieldKind, Value, empty_value, given
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.profiles import Profile
from roomscribe.domain.run_time import MINUTES, RUN_TIME, run_time_problem
from roomscribe.domain.sheet import Sheet, SheetRow
from roomscribe.domain.tasks import Task, split_keys
from roomscribe.domain.template import Template, asked, escaped, placeholders
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem, shortened
from roomscribe.services.batch_cells import read_cells
from roomscribe.services.batch_columns import ROW, ColumnReader, Columns
from roomscribe.services.form_problems import form_problems
from roomscribe.services.form_remarks import form_remarks
from roomscribe.services.launcher import Launcher
from roomscribe.services.orders import shown_values
from roomscribe.services.task_export import harmed
from roomscribe.services.template_filling import read_values
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


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
        headings: Mapping[str, str] | None = None,
    ) -> None:
        """`live` are the tasks that rows could clash with; `labels` and `headings`: see `ColumnReader`."""
        self.profile = profile
        self.generation = registry.generation(profile.generation)
        self._base = base
        self._launcher = launcher
        self._reader = ColumnReader(self.generation, base.template, labels or {}, headings or {})
        self._common, left_out = read_values(self.generation, base.template, {})
        self._moving = [key for key, value in base.template.values.items() if any(True for _ in placeholders(value))]
        self._left_out = {each.key: each.reason for each in left_out if each.key not in self._moving}
        """By field key: why it can't take what the template has for it in every row."""
        self._taken: dict[str, Task] = {key: task for task in live for key in split_keys(task.dedupe_key)}
        self._planned: dict[str, int] = {}
        self._matrix: Matrix | None = None

    # Columns

    def columns(self, sheet: Sheet) -> Columns:
        """What the columns of a table are for, and which of them are for nothing."""
        return self._reader.read(sheet)

    # Rows

    def rows(self, sheet: Sheet, columns: Columns) -> Iterator[PlannedRow]:
        """Every row, with all that is wrong with it, in the order of the table."""
        column_of = self._columns_of(columns)
        given = frozenset(column_of)
        for number, row in enumerate(sheet.rows, start=1):
            yield replace(self._row(number, row, columns, column_of), given=given)

    def _columns_of(self, columns: Columns) -> Mapping[str, str]:
        """The column that each field has its value of: its own, or the first that answers a placeholder in it."""
        found = {of.key: column for column, of in columns.fields.items()}
        for key in self._moving:
            for name in placeholders(self._base.template.values[key]):
                if name in columns.answers:
                    found.setdefault(key, columns.answers[name])
        return found

    def _row(self, number: int, row: SheetRow, columns: Columns, column_of: Mapping[str, str]) -> PlannedRow:
        if columns.results:
            row = replace(row, cells={column: harmed(cell) for column, cell in row.cells.items()})
        answers = {ROW: str(number)} | {
            name: plain_text(row.cells.get(column, "")) for name, column in columns.answers.items()
        }
        moved, of_answers = self._moved(answers, column_of)
        cells = read_cells(row, columns, self.generation.languages, minutes=self._base.template.minutes)
        values = {**self._common, **moved, **self._base.secrets, **cells.values}
        if cells.languages:
            values |= self._spoken_as(
                values, cells.languages.get(LanguageUse.RECOGNISE), cells.languages.get(LanguageUse.TRANSLATE_TO)
            )
            values |= cells.values  # a setting with a column of its own is what stands there
        problems = [*cells.problems, *self._blank(values, cells.empty)]
        problems += (each for each in of_answers if each.key not in cells.filled)
        said = {each.key for each in problems}
        if row.surplus:
            problems.append(RowFinding(_too_many(row.surplus)))
        problems += self._of_placeholders(answers, columns)
        made = replace(_planned(number, row, columns, values, cells.minutes), unread_languages=cells.unread)
        problems += self._of_values(made, cells.minutes, said, column_of, cells.filled)
        return self._judged(made, problems, column_of)

    def _blank(self, values: dict[str, Value], empty: Mapping[str, Field]) -> list[RowFinding]:
        """Take the values away for which a row must have its own and has only an empty cell, and say so of each."""
        found = []
        for column, of in empty.items():
            if _must_be_filled(of) and of.shown(values, self.profile.site):
                values[of.key] = empty_value(of.kind)
                message = T("Fill in {label}; the cell is empty.", label=of.label)
                found.append(RowFinding(message, column, of.key, of.label))
        return found

    def matrix(self, matrix: Matrix) -> Iterator[PlannedRow]:
        """A row for every combination, with all that is wrong with each."""
        self._matrix = matrix
        for row, problems, filled in self._combined(matrix):
            found = self._of_values(row, row.minutes, {each.key for each in problems}, {}, filled)
            yield self._judged(row, [*problems, *found], {})

    def _combined(self, matrix: Matrix) -> Iterator[tuple[PlannedRow, list[RowFinding], set[str]]]:
        """Rows, what is wrong with their answers to the template, and the fields that the matrix itself fills."""
        own = self.generation
        open_ones = [name for name in asked(self._base.template) if name != ROW]
        for number, (room, spoken, targets) in enumerate(matrix.combinations(), start=1):
            answers = {ROW: str(number)} | ({name: room for name in open_ones if self._is_room(name)} if room else {})
            moved, of_answers = self._moved(answers, {})
            message = T("The template asks for it, and a matrix has no answer.")
            problems = [RowFinding(message, name) for name in open_ones if name not in answers]
            values = {**self._common, **moved, **self._base.secrets}
            given_here: dict[str, Value] = {own.room_key: room} if room else {}
            if spoken is not None or targets is not None:
                given_here |= self._spoken_as(values, spoken, targets, apart=True)
            values |= given_here
            problems += (each for each in of_answers if each.key not in given_here)
            if matrix.own_rooms:
                values[own.room_key] = room_of_its_own(str(values.get(own.room_key) or ""), number)
            if matrix.own_bots:
                values[own.bot_key] = numbered(str(values.get(own.bot_key) or ""), number)
            parts = [str(values.get(own.room_key) or ""), " ".join(own.spoken(values)), " ".join(own.targets(values))]
            yield (
                PlannedRow(
                    number=number,
                    line=number,
                    case=" · ".join(filter(None, parts)),
                    values=values,
                    minutes=self._base.template.minutes,
                    given=frozenset(self._moving),
                ),
                problems,
                set(given_here),
            )

    def _is_room(self, placeholder: str) -> bool:
        return placeholder.casefold() in ("room", self.generation.room_key)

    def _spoken_as(
        self,
        values: Mapping[str, Value],
        spoken: tuple[str, ...] | None,
        targets: tuple[str, ...] | None,
        *,
        apart: bool = False,
    ) -> Mapping[str, Value]:
        """The values that say so; None is as it is. `apart`: what is spoken is not translated to."""
        own = self.generation
        heard = spoken if spoken is not None else own.spoken(values)
        to = targets if targets is not None else own.targets(values)
        return own.moving.with_languages(heard, tuple(each for each in to if not (apart and each in heard)))

    def _moved(
        self, answers: Mapping[str, str], column_of: Mapping[str, str]
    ) -> tuple[dict[str, Value], list[RowFinding]]:
        """What the template makes of these answers, and which of them its fields can't take."""
        if not self._moving:
            return {}, []
        raw = {key: self._base.template.values[key] for key in self._moving}
        values, left_out = read_values(self.generation, replace(self._base.template, values=raw), answers)
        problems = [self._at(each.key, each.reason, column_of) for each in left_out if each.reason is not None]
        return {key: values[key] for key in self._moving if key in values}, problems

    def _of_placeholders(self, answers: Mapping[str, str], columns: Columns) -> list[RowFinding]:
        return [
            RowFinding(T("Fill in {label}.", label=column), column)
            for name, column in sorted(columns.answers.items())
            if not answers[name].strip() and not (column in columns.fields and _must_be_filled(columns.fields[column]))
        ]

    def _of_values(
        self,
        row: PlannedRow,
        minutes: Value,
        said: set[str],
        column_of: Mapping[str, str],
        filled: set[str],
    ) -> Iterator[RowFinding]:
        """What is wrong with a row; of the fields in `said` that is told already, and those in `filled` have another
        value than the template's."""
        found = [*form_problems(self.generation, row.values, self.profile)]
        draft = Draft(profile_id=self.profile.id, values=row.values, minutes=row.minutes)
        if message := run_time_problem(minutes) or self._launcher.too_long(draft):
            found.append(Problem(MINUTES, message))
        for problem in found:
            if problem.key not in said:
                yield self._at(problem.key, problem.message, column_of)
        for key, reason in self._left_out.items():
            if key not in filled:
                yield self._at(key, reason, column_of)
        if not found and not said:
            yield from self._clashes(row, column_of)

    def _judged(self, row: PlannedRow, problems: Iterable[RowFinding], column_of: Mapping[str, str]) -> PlannedRow:
        """The row with its problems, and with what the form would remark on the languages of fields that have none."""
        told = tuple(problems)
        wrong = {each.key for each in told}
        doubts = form_remarks(self.generation, row.values, self.profile, passing_by=wrong)
        remarks = tuple(self._at(each.key, each.message, column_of) for each in doubts)
        return replace(row, problems=told, remarks=remarks)

    def _at(self, key: str, message: Text, column_of: Mapping[str, str]) -> RowFinding:
        of = RUN_TIME if key == MINUTES else self.generation.field(key)
        return RowFinding(message, column_of.get(key, ""), key, of.label if of is not None else None)

    def _clashes(self, row: PlannedRow, column_of: Mapping[str, str]) -> Iterator[RowFinding]:
        keys = self.generation.clash_keys(shown_values(self.generation, row.values, self.profile.site), self.profile)
        place = self.generation.bot_key if self.generation.bot_key in column_of else self.generation.room_key
        earlier = min((self._planned[key] for key in keys if key in self._planned), default=0)
        if earlier:
            shared = {key for key in keys if key in self._planned}
            alone = self._takes_the_room(row, shared)
            message = self._clash_words(earlier, alone)
            yield self._at(self.generation.room_key if alone else place, message, column_of)
        for task in {id(self._taken[key]): self._taken[key] for key in keys if key in self._taken}.values():
            alone = self._takes_the_room(row, {key for key in keys if self._taken.get(key) is task})
            message = T("A task of this kind is live in room {room} already.", room=shortened(task.room))
            yield self._at(self.generation.room_key if alone else place, message, column_of)
        for key in keys:
            self._planned.setdefault(key, row.number)

    def _takes_the_room(self, row: PlannedRow, shared: set[str]) -> bool:
        """Whether it would clash with another bot, too."""
        own = self.generation
        other = {**row.values, own.bot_key: numbered(str(row.values.get(own.bot_key) or ""), row.number)}
        return bool(shared & own.clash_keys(shown_values(own, other, self.profile.site), self.profile))

    def _clash_words(self, earlier: int, alone: bool) -> Text:
        """Which row is in the way, and only what helps."""
        if alone and self._matrix is not None and not self._matrix.own_rooms:
            return T(
                "Row {number} starts a task in the same room, which takes only one of this kind. "
                "Choose “A room of its own for each row”.",
                number=earlier,
            )
        if alone:
            return T(
                "Row {number} starts a task in the same room, which takes only one of this kind. "
                "Give this row another room.",
                number=earlier,
            )
        if self._matrix is not None and not self._matrix.own_bots:
            return T(
                "Row {number} starts a task of this kind with the same bot. Choose “A bot of its own for each row”.",
                number=earlier,
            )
        return T(
            "Row {number} starts a task of this kind in the same room. Give this row another room or bot.",
            number=earlier,
        )


def numbered(bot: str, number: int) -> str:
    """A bot's id with a row's number: numbers are counted on, names get it behind."""
    return str(int(bot) + number) if bot.isascii() and bot.isdigit() else f"{bot}_{number}"


def room_of_its_own(room: str, number: int) -> str:
    """A room's name with a row's number behind it; those that are numbers stay numbers."""
    return f"{room}{number:03}" if room.isascii() and room.isdigit() else f"{room}_{number}"


def _planned(number: int, row: SheetRow, columns: Columns, values: Mapping[str, Value], minutes: Value) -> PlannedRow:
    """The row before anybody has looked at its values."""
    known = isinstance(minutes, int) and not isinstance(minutes, bool)
    return PlannedRow(
        number=number,
        line=row.line,
        case=plain_text(row.cells.get(columns.case, "")).strip() if columns.case else "",
        values=values,
        minutes=minutes if isinstance(minutes, int) else 0,
        unread="" if known else plain_text(minutes),
    )


def _too_many(surplus: int) -> Text:
    if surplus == 1:
        return T("It has 1 cell more than there are columns.")
    return T("It has {count} cells more than there are columns.", count=surplus)


def _must_be_filled(of: Field) -> bool:
    """Whether an empty cell is a mistake: what is needed and has no usual value must not be another room's or bot's."""
    return of.required and of.kind is not FieldKind.TABLE and not given(of.initial())


def givens(values: Mapping[str, Value], generation: Generation) -> dict[str, Value]:
    """What of a row is to be written down: everything that is given and no secret."""
    return {
        each.key: values[each.key]
        for each in generation.fields
        if not each.secret and (given(values.get(each.key)) or each.kind is FieldKind.FLAG) and each.key in values
    }

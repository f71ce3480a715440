"""What the columns of a table are for: settings by any of their names, answers to a template, or nothing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields

from roomscribe.domain.fields import Field, FieldKind
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.run_time import MINUTES, RUN_TIME
from roomscribe.domain.sheet import Sheet
from roomscribe.domain.template import Template, asked, placeholders
from roomscribe.domain.text import T, Text
from roomscribe.services.batch_languages import language_holder
from roomscribe.services.batch_report import ReportRow
from roomscribe.vendors.protocol import Generation

CASE = "case"
"""The column that names rows for the report."""
ROW = "row"
"""A placeholder that every row has: its number."""
ALIKE = 0.75
"""How alike two names are, for the one to be taken for a slip of the other."""
_ROOM, _BOT = ("room",), ("bot", "user")
_SPOKEN = ("spoken", "spoken language", "spoken languages")
_TRANSLATED = ("translated to", "translated_to", "translate to", "translate into", "translation", "translations")
_TARGETS = (*_TRANSLATED, "targets")  # an export of tasks calls them so
"""What people call a field, whatever it is called at the service."""
_SETTINGS = (CASE, MINUTES, *_ROOM, *_BOT, *_SPOKEN, *_TARGETS)
RESULTS = frozenset(each.name for each in fields(ReportRow) if each.name not in _SETTINGS)
"""Columns of a batch's own report that tell what became of a row."""
_SURE = frozenset({"row", "line", "result", "task_id"})
"""A table with these columns is such a report."""


@dataclass(frozen=True)
class ColumnProblem:
    """Why a column can't be used."""

    column: str
    message: Text
    missing: bool = False
    """There is no such column, and there should be."""
    unlike: bool = False
    """No setting is called anything like it, so that none is lost with it."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """What each column of a table is for."""

    fields: Mapping[str, Field]
    """By column."""
    languages: Mapping[str, LanguageUse]
    """Those of them that are given as a list of languages, whatever the field is made of."""
    holders: Mapping[str, LanguageUse]
    """Those of them that say all the languages of a use, in whatever way."""
    answers: Mapping[str, str]
    """By placeholder, the column that answers it."""
    case: str
    """The column that names rows; "" for none."""
    results: tuple[str, ...]
    """Columns of a report that are left aside; () where the table is none."""
    problems: tuple[ColumnProblem, ...]


class ColumnReader:
    """Knows the names of one service's settings and what one template asks."""

    def __init__(
        self,
        generation: Generation,
        template: Template,
        labels: Mapping[str, str],
        headings: Mapping[str, str],
    ) -> None:
        """`labels`: other names of fields (translated) by key; `headings`: what the window calls them beside that."""
        self._generation = generation
        self._holders = {use: language_holder(generation, use) for use in LanguageUse}
        self._names = _names(generation, labels, headings)
        self._uses = {
            word: use
            for use, words in ((LanguageUse.RECOGNISE, _SPOKEN), (LanguageUse.TRANSLATE_TO, _TARGETS))
            for word in words
            if self._holders[use] is not None
        }
        self._case = {CASE, headings.get(CASE, CASE).casefold()}
        self._template = template
        self._placeholders = {each.casefold(): each for each in asked(template)}

    def read(self, sheet: Sheet) -> Columns:
        """What the columns of a table are for, and which of them are for nothing."""
        fields: dict[str, Field] = {}
        languages: dict[str, LanguageUse] = {}
        answers: dict[str, str] = {}
        results: list[str] = []
        problems: list[ColumnProblem] = []
        case = ""
        report = {column.casefold() for column in sheet.columns} >= _SURE
        exact = {column for column in sheet.columns if column in self._placeholders.values()}
        for column in sheet.columns:
            name = column.casefold()
            found, use = self._found(name)
            placeholder = column if column in exact else self._placeholder(name, found)
            taken = placeholder in answers or (column not in exact and placeholder in exact)
            if found is not None and found.secret:
                problems.append(ColumnProblem(column, T("Secrets are not taken from tables. Take this column out.")))
                continue
            if name in self._case and found is None and not case:
                case = column
            if placeholder and not taken:
                answers[placeholder] = column
                if found is None or self._moves(found.key):
                    continue
            if found is not None and found.key in [each.key for each in fields.values()]:
                problems.append(ColumnProblem(column, T("Another column is for the same setting.")))
            elif found is not None:
                fields[column] = found
                if use is not None:
                    languages[column] = use
            elif column == case:
                continue
            elif report and name in RESULTS:
                results.append(column)
            else:
                meant = self._meant(name)
                words = T("No setting has this name.")
                if meant:
                    words = T("No setting has this name. Is “{name}” meant?", name=meant)
                problems.append(ColumnProblem(column, words, unlike=not meant))
        for missing in sorted(set(self._placeholders.values()) - answers.keys() - {ROW}):
            message = T("The template asks for it, and no column answers.")
            problems.append(ColumnProblem(missing, message, missing=True))
        return Columns(
            fields=fields,
            languages=languages,
            holders=self._holding(fields),
            answers=answers,
            case=case,
            results=tuple(results),
            problems=tuple(problems),
        )

    def _found(self, name: str) -> tuple[Field | None, LanguageUse | None]:
        """The field that a column is for, and what it is for where languages are enough."""
        found = self._names.get(name)
        if found is None and (use := self._uses.get(name)) is not None:
            return self._holders[use], use
        if found is not None and found.kind is FieldKind.TABLE:
            return found, next((use for use, holder in self._holders.items() if holder is found), None)
        return found, None

    def _holding(self, fields: Mapping[str, Field]) -> Mapping[str, LanguageUse]:
        own = {holder.key: use for use, holder in self._holders.items() if holder is not None}
        return {column: own[of.key] for column, of in fields.items() if of.key in own}

    def _placeholder(self, name: str, found: Field | None) -> str:
        """The placeholder that a column of another name answers: by its case, or by the setting it is for."""
        return self._placeholders.get(name) or (self._placeholders.get(found.key) or "" if found is not None else "")

    def _moves(self, key: str) -> bool:
        """Whether the template says itself what becomes of a field."""
        return any(True for _ in placeholders(self._template.values.get(key)))

    def _meant(self, name: str) -> str:
        """The name of which this one is probably a slip; "" where nobody can tell."""
        known = [*self._names, *self._placeholders, *self._uses, CASE]
        close = difflib.get_close_matches(name, known, 1, ALIKE)
        return "" if not close else self._names[close[0]].key if close[0] in self._names else close[0]


def _names(generation: Generation, labels: Mapping[str, str], headings: Mapping[str, str]) -> dict[str, Field]:
    """Fields by every name that a column may have: key, vendor's name, label, common words; the first ones win."""
    found: dict[str, Field] = {}
    own = (*generation.fields, RUN_TIME)
    common = {generation.room_key: _ROOM, generation.bot_key: _BOT}
    ways = (
        lambda each: (each.key,),
        lambda each: (str(each.label), labels.get(each.key, "")),
        lambda each: (each.path.rpartition(".")[2],),
        lambda each: (*common.get(each.key, ()), headings.get(each.key, "")),
    )
    for way in ways:
        for each in own:
            for name in filter(None, way(each)):
                found.setdefault(name.casefold(), each)
    return found

"""What the window in which a batch is put together says: of its rows, and of what can't be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roomscribe.domain.batch import RowFinding
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import shortened
from roomscribe.services.batch_columns import ColumnProblem
from roomscribe.ui.first_few import first_few
from roomscribe.ui.words import say

COLUMNS_IN_SENTENCE = 4
"""Columns that a sentence names; more are only counted."""


def finding_words(finding: RowFinding) -> str:
    """The column, and what was found there."""
    place = finding.column or (say(finding.setting) if finding.setting is not None else "")
    words = say(finding.message)
    return f"{place}: {words}" if place else words


def count_words(rows: int, wrong: int, remarked: int) -> Text:
    """How many rows there are, with problems, and with remarks; there is at least one."""
    if rows == 1:
        return _one_row(bool(wrong), bool(remarked))
    words = T("{count} rows", count=rows)
    if wrong:
        words = T("{rows}, {wrong} with problems", rows=words, wrong=wrong)
    if remarked:
        words = T("{rows}, {remarked} with remarks", rows=words, remarked=remarked)
    return words


def _one_row(wrong: bool, remarked: bool) -> Text:
    if wrong and remarked:
        return T("1 row, with problems and remarks")
    if wrong:
        return T("1 row, with problems")
    return T("1 row, with remarks") if remarked else T("1 row")


def columns_title(problems: Sequence[ColumnProblem]) -> Text:
    """What is the matter with these columns, all together."""
    missing = sum(each.missing for each in problems)
    if not missing:
        one = len(problems) == 1
        return T("1 column can't be used") if one else T("{count} columns can't be used", count=len(problems))
    if missing < len(problems):
        return T("Columns are missing, or can't be used")
    return T("1 column is missing") if missing == 1 else T("{count} columns are missing", count=missing)


def left_out_title(count: int) -> Text:
    """That so many columns are left out."""
    return T("1 column is left out") if count == 1 else T("{count} columns are left out", count=count)


@dataclass(frozen=True)
class ColumnLine:
    """Columns that have the same trouble."""

    words: str
    columns: int


def column_lines(problems: Sequence[ColumnProblem]) -> list[ColumnLine]:
    """What is the matter with each of them. Those that are like no setting come last, and only the first of them are
    named; all others are."""
    together: dict[tuple[bool, str], list[str]] = {}
    for each in sorted(problems, key=lambda each: each.unlike):
        together.setdefault((each.unlike, say(each.message)), []).append(shortened(each.column))
    lines = []
    for (unlike, words), names in together.items():
        named = first_few(names, COLUMNS_IN_SENTENCE, str) if unlike else names
        lines.append(ColumnLine(f"{', '.join(named)}: {words}", len(names)))
    return lines


def results_words(results: Sequence[str]) -> Text:
    """That these columns of a batch's report are not read."""
    names, more = ", ".join(results[:COLUMNS_IN_SENTENCE]), len(results) - COLUMNS_IN_SENTENCE
    if more > 0:
        return T("What became of the rows is left aside: {names} and {count} more.", names=names, count=more)
    return T("What became of the rows is left aside: {names}.", names=names)


def languages_title(count: int) -> Text:
    """That so many languages can't be read."""
    return T("A language can't be read") if count == 1 else T("{count} languages can't be read", count=count)

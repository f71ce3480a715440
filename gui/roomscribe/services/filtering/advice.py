"""What could have been meant by a filter that finds nothing: true of every filter, whatever rows there are."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import shortened
from roomscribe.services.filtering.query import FilterLanguage, Query
from roomscribe.services.filtering.syntax import Term, Value, write_terms

OR = ("or", "|", "||")
"""What people put between two things where either will do; here it is a word like any other."""


def advice(language: FilterLanguage, query: Query) -> Text | None:
    """What to try instead; None where nothing comes to mind."""
    if (either := _either(query)) is not None:
        word, example = either
        said = T("“{word}” is looked for like any other word.", word=word)
        hint = T("Several values of one key are written room:a,b.")
        if example:
            hint = T("Where either will do, write {filter}.", filter=shortened(example))
        return T("{problem} {hint}", problem=said, hint=hint)
    if stars := write_terms(unquoted for term in query.terms if (unquoted := _with_stars(term)) is not None):
        return T(
            "In quotes a * is only itself; for one that stands for anything, write {filter}.", filter=shortened(stars)
        )
    if longer := language.could_go_on(query):
        return T(
            "Names are matched as a whole. If only the beginning was meant, write {filter}.", filter=shortened(longer)
        )
    return None


def _either(query: Query) -> tuple[str, str] | None:
    """The word for "or" between two terms, and how to write that either will do; "" where that can't be written."""
    for before, (word, after) in zip(query.terms, pairwise(query.terms[1:]), strict=False):
        if word.key or word.negated or word.values[0].text.casefold() not in OR:
            continue
        # Of two that are negated neither may hold: there is nothing to be written for that one does.
        plain = not (before.negated or after.negated)
        both = before.key and before.key.casefold() == after.key.casefold() and plain
        joined = replace(before, values=(*before.values, *after.values)) if both else None
        return word.values[0].text, "" if joined is None else str(joined)
    return None


def _with_stars(term: Term) -> Term | None:
    """The term with the `*` in its quotes outside of them; None where it has none there, or where it is negated: more
    would be left out then."""
    if term.negated or not any("*" in part for value in term.values for part in value.parts):
        return None
    return replace(term, values=tuple(replace(value, parts=_parts(value)) for value in term.values))


def _parts(value: Value) -> tuple[str, ...]:
    split = "\0".join(value.parts).replace("*", "\0").split("\0")
    # Two stars in a row mean no more than one.
    return tuple(part for at, part in enumerate(split) if part or at in (0, len(split) - 1))

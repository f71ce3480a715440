"""Gets ready what rows are filtered and sorted by, so that neither a letter nor a click need wait for it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import chain

from roomscribe.services.rows.book import RowBook
from roomscribe.services.rows.keys import KeyOf
from roomscribe.services.rows.row import Row

PASSED = 64
"""Rows that are ready already, between two pauses."""


def preparing(book: RowBook, columns: Sequence[tuple[Hashable, KeyOf]]) -> Iterator[bool]:
    """Work out all that is missing, with pauses.

    Texts come first, those of the uppermost lines before the others: most people type before they sort.
    """
    rows = list(book.rows.values())
    for number, row in enumerate(chain(_from_the_top(book), rows)):
        if not row.has_text:
            _ = row.text
            yield False
        elif not number % PASSED:
            yield False
    for number, row in enumerate(rows):
        if not book.keys.prepared(row):
            book.keys.prepare(row, columns)
            yield False
        elif not number % PASSED:
            yield False


def _from_the_top(book: RowBook) -> Iterator[Row]:
    # Not all at once: lines come and go in the pauses, and what is missed so comes later.
    at = 0
    while at < len(book.shown):
        yield from [item for item in book.shown[at : at + PASSED] if isinstance(item, Row)]
        at += PASSED

"""What rows can be sorted by, worked out ahead and kept column by column until their tasks have news."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from operator import attrgetter
from typing import Any

from roomscribe.domain.tasks import Task
from roomscribe.services.rows.row import Key, Row

KeyOf = Callable[[Task], Key]
_NUMBER = attrgetter("number")


class KeptKeys:
    """One list for each column, by the rows' numbers: a list for each row would be one more thing for the collector
    of cycles to look at, fifty thousand times."""

    def __init__(self, ageing: Mapping[Hashable, KeyOf] | None = None) -> None:
        """`ageing`: columns whose keys are others with each answer, news or none."""
        self._ageing = dict(ageing or {})
        self._columns: dict[Hashable, list[Key | None]] = {}
        self._prepared = bytearray()
        """By the rows' numbers."""

    def fill(self, rows: list[Row], key_of: KeyOf, column: Hashable) -> None:
        """Give each row its key. `column` names what `key_of` works out, None what may change without news."""
        if column is None:
            for row in rows:
                row.key = key_of(row.task)
            return
        kept = self._columns.setdefault(column, [])
        _lengthen(kept, max(map(_NUMBER, rows)), None)
        for row in rows:
            key = kept[row.number]
            if key is None:
                key = kept[row.number] = key_of(row.task)
            row.key = key

    def prepare(self, row: Row, columns: Iterable[tuple[Hashable, KeyOf]]) -> None:
        """Work out a row's keys, for whoever sorts by one of these columns some time."""
        number = row.number
        for column, key_of in columns:
            kept = self._columns.setdefault(column, [])
            _lengthen(kept, number, None)
            if kept[number] is None:
                kept[number] = key_of(row.task)
        _lengthen(self._prepared, number, 0)
        self._prepared[number] = True

    def refresh(self, row: Row) -> None:
        """There was an answer about the row's task, without news."""
        number = row.number
        for column, key_of in self._ageing.items():
            kept = self._columns.get(column)
            if kept is not None and number < len(kept):
                kept[number] = key_of(row.task)

    def prepared(self, row: Row) -> bool:
        """Whether that was done since the row's task had news."""
        return row.number < len(self._prepared) and bool(self._prepared[row.number])

    def forget(self, row: Row) -> None:
        """The row's task has news."""
        number = row.number
        for kept in self._columns.values():
            if number < len(kept):
                kept[number] = None
        if number < len(self._prepared):
            self._prepared[number] = False


def _lengthen(kept: list[Key | None] | bytearray, number: int, nothing: Any) -> None:
    """Make room for a number, and for some more."""
    if number >= len(kept):
        kept.extend([nothing] * (number + 1 - len(kept) + number // 8))

"""How many rows each view would show, kept up change by change and worked out a slice at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from roomscribe.services.rows.filters import Facts, Filter

SLICE = 64
"""Rows between two pauses: some tenths of a millisecond."""
Rows = Callable[[], Mapping[str, Facts]]


class ViewCounts:
    """Counts rows by filters. Work is noted (`set_filters`, `changed`), and done by running `counting`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._filters: dict[str, Filter] = {}
        self._found: dict[str, set[str]] = {}
        """Ids of the rows that each view would show."""
        self._changed: dict[str, None] = {}
        self._anew: set[str] = set()
        """Views that are to be counted from the beginning."""
        self._counted: set[str] = set()
        """Views that were counted at least once."""

    def set_filters(self, filters: Mapping[str, Filter]) -> None:
        """Count for these; those that are the same as before keep their numbers."""
        for view_id, wanted in filters.items():
            if self._filters.get(view_id) != wanted:
                self._anew.add(view_id)
                self._counted.discard(view_id)
        self._filters = dict(filters)
        self._counted &= filters.keys()
        self._found = {view_id: self._found.get(view_id, set()) for view_id in filters}
        self._anew &= filters.keys()

    def changed(self, row_ids: Iterable[str]) -> None:
        """These rows are new or have news; none of them means that all may."""
        changed = dict.fromkeys(row_ids)
        self._changed.update(changed)
        if not changed:
            self._anew.update(self._filters)

    def time_has_passed(self) -> None:
        """Filters that ask for the time may answer otherwise by now."""
        self._anew.update(view_id for view_id, wanted in self._filters.items() if wanted.depends_on_time)

    @property
    def due(self) -> bool:
        """Whether there is work."""
        return bool(self._changed or self._anew)

    def count(self, view_id: str) -> int | None:
        """How many rows a view would show by the last count; None before the first one, and for unknown views."""
        if (wanted := self._filters.get(view_id)) is not None and wanted.empty:
            return len(self._rows())
        return len(self._found[view_id]) if view_id in self._counted else None

    def counting(self) -> Iterator[None]:
        """Do what is noted, with pauses; what is noted meanwhile is left for the next time."""
        anew, self._anew = self._anew, set()
        before = dict(self._filters)
        changed, self._changed = self._changed, {}
        rows = self._rows()
        counted: dict[str, set[str]] = {view_id: set() for view_id in anew if not self._filters[view_id].empty}
        if counted:
            yield from self._count_all(list(rows.values()), counted)
            for view_id in counted.keys() & self._filters.keys():
                if self._filters[view_id] != before[view_id]:
                    continue  # changed while it was counted, and noted for the next time
                self._found[view_id] = counted[view_id]
                self._counted.add(view_id)
        for number, row_id in enumerate(changed, 1):
            if (row := rows.get(row_id)) is not None:
                self._sort_in(row_id, row)
            if number % SLICE == 0:
                yield

    def _count_all(self, rows: list[Facts], counted: dict[str, set[str]]) -> Iterator[None]:
        tests = [(self._filters[view_id].accepts, ids.add) for view_id, ids in counted.items()]
        for first in range(0, len(rows), SLICE):
            for accepts, add in tests:
                for row in rows[first : first + SLICE]:
                    if accepts(row):
                        add(row.task.id)
            yield

    def _sort_in(self, row_id: str, row: Facts) -> None:
        for view_id, wanted in self._filters.items():
            if not wanted.empty:
                found = self._found[view_id]
                if wanted.accepts(row):
                    found.add(row_id)
                else:
                    found.discard(row_id)

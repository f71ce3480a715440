"""Finds lines that a hold keeps where they no longer belong, by what they were put there for."""

from __future__ import annotations

from roomscribe.services.rows.row import Group, Item, Row, comes_before


class Standing:
    """Key and group of rows, as they were before these became others; the lines are in that order."""

    def __init__(self) -> None:
        self._before: dict[Item, _Place] = {}

    def note(self, row: Row) -> None:
        """This row becomes another, and its line does not move; what was noted first counts."""
        if row not in self._before:
            self._before[row] = _Place(row)

    def forget(self) -> None:
        """Every line is where it belongs."""
        self._before.clear()

    def group(self, item: Item) -> Group:
        """The group below whose header the line stands."""
        found = self._before.get(item)
        return item.group if found is None else found.group

    def place(self, items: list[Item], item: Item, descending: bool) -> int:
        """Where the line is, if it is one of these."""
        before = self._before
        wanted = before.get(item, item)
        low, high = 0, len(items)
        while low < high:
            middle = (low + high) // 2
            other = items[middle]
            if comes_before(before.get(other, other), wanted, descending):
                low = middle + 1
            else:
                high = middle
        return low


class _Place(Row):
    """A row as it was when it was put where it stands."""

    __slots__ = ()

    def __init__(self, row: Row) -> None:
        self.key, self.seq, self.group = row.key, row.seq, row.group

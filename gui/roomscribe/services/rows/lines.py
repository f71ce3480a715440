"""The table's lines from top to bottom, and every step by which they become others."""

from __future__ import annotations

from itertools import count
from typing import Protocol

from roomscribe.services.rows.row import Item, Row, comes_before, place


class LinesListener(Protocol):
    """Whoever shows the lines: is told before and after each of their changes."""

    def inserting(self, first: int, last: int) -> None:
        """Lines will stand at these positions."""

    def inserted(self) -> None:
        """They do."""

    def removing(self, first: int, last: int) -> None:
        """The lines at these positions will go."""

    def removed(self) -> None:
        """They have gone."""

    def moving(self, source: int, target: int) -> None:
        """One line will move; `target` is where it stands then."""

    def moved(self) -> None:
        """It has moved."""

    def permuting(self) -> None:
        """The same lines will stand in another order."""

    def permuted(self, before: list[Item]) -> None:
        """They do; `before` was the old order."""


class Lines:
    """The list that is shown. Its order is the sorted one, except while a hold keeps lines where they were."""

    def __init__(self, listener: LinesListener, descending: bool) -> None:
        self.items: list[Item] = []
        self.descending = descending
        self._listener = listener
        self._marks = count(-2, -1)  # below zero: whoever listens marks lines with their positions

    def place(self, item: Item) -> int:
        """Where a line belongs, or is."""
        return place(self.items, item, self.descending)

    def insert(self, item: Item) -> None:
        """Put a line where it belongs."""
        at = self.place(item)
        self._listener.inserting(at, at)
        self.items.insert(at, item)
        self._listener.inserted()

    def remove(self, item: Item) -> None:
        """Take a line out that stands where it belongs."""
        self.remove_at(self.place(item))

    def remove_at(self, at: int) -> None:
        """Take a line out."""
        self._listener.removing(at, at)
        del self.items[at]
        self._listener.removed()

    def move(self, row: Row, at: int) -> None:
        """Bring a row that stands at `at` to where it belongs by now."""
        items, descending = self.items, self.descending
        if at and comes_before(row, items[at - 1], descending):
            to = place(items, row, descending, 0, at)
        elif at + 1 < len(items) and comes_before(items[at + 1], row, descending):
            to = place(items, row, descending, at + 1) - 1
        else:
            return
        self._listener.moving(at, to)
        del items[at]
        items.insert(to, row)
        self._listener.moved()

    def bring(self, at: int, items: list[Item]) -> None:
        """Let some of the lines stand from `at` on; the others keep their order."""
        mark = next(self._marks)
        for item in items:
            item.mark = mark
        others = [item for item in self.items if item.mark != mark]
        others[at:at] = items
        self.permute(others)

    def adopt(self, target: list[Item]) -> None:
        """Show these lines: those that go are moved to the end and removed, those that come are added there and moved.

        So every line that stays keeps what is fixed to it, and it takes four steps at most however many there are.
        """
        before = self.items
        old, new = next(self._marks), next(self._marks)
        for item in before:
            item.mark = old
        added = [item for item in target if item.mark != old]
        for item in target:
            item.mark = new
        gone = [item for item in before if item.mark == old]
        if gone:
            stay = [item for item in before if item.mark == new]
            # Where nothing comes, the lines that stay can stand right at once.
            self.permute((stay if added else target) + gone)
            self._listener.removing(len(stay), len(before) - 1)
            del self.items[len(stay) :]
            self._listener.removed()
        if added:
            self._listener.inserting(len(self.items), len(target) - 1)
            self.items = self.items + added
            self._listener.inserted()
        self.permute(target)

    def permute(self, target: list[Item]) -> None:
        """Show the same lines in this order."""
        before = self.items
        if before != target:
            self._listener.permuting()
            self.items = target
            self._listener.permuted(before)

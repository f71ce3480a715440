"""The table's lines from top to bottom, and every step by which they become others."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Generator, Iterator
from itertools import count
from typing import Protocol

from roomscribe.services.rows.parts import MANY
from roomscribe.services.rows.row import Item, Row, comes_before, place

LONG = 40_000
"""Of so many lines each step takes longer than painting those in sight once more."""

Where = Callable[[int, Item], int]
"""On which line the thing stands now that stood on this one. Whoever looks for it touches all others, and of fifty
thousand that takes longer than a frame."""


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

    def permuted(self, before: list[Item], where: Where) -> None:
        """They do; `before` was the old order."""


class Lines:
    """The list that is shown. Its order is the sorted one, except while a hold keeps lines where they were."""

    def __init__(self, listener: LinesListener, descending: bool) -> None:
        self.items: list[Item] = []
        self.descending = descending
        self.edits = 0
        """So many times lines have come, gone or moved."""
        self._listener = listener
        self._litter: list[list[Item]] = []
        self._marks = count(-2, -1)  # below zero: whoever listens marks lines with their positions

    def place(self, item: Item) -> int:
        """Where a line belongs, or is."""
        return place(self.items, item, self.descending)

    def insert(self, item: Item) -> None:
        """Put a line where it belongs."""
        at = self.place(item)
        self._listener.inserting(at, at)
        self.items.insert(at, item)
        self.edits += 1
        self._listener.inserted()

    def remove(self, item: Item) -> None:
        """Take a line out that stands where it belongs."""
        self.remove_at(self.place(item))

    def remove_at(self, at: int) -> None:
        """Take a line out."""
        self._listener.removing(at, at)
        del self.items[at]
        self.edits += 1
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
        self.edits += 1
        self._listener.moved()

    def bringing(self, at: int, items: list[Item]) -> Iterator[bool]:
        """Let some lines stand from `at` on, among them such as are not there yet; the others keep their order.

        With pauses, but none before the step: whatever is painted then is painted twice.
        """
        mark = next(self._marks)
        for item in items:
            item.mark = mark
        others: list[Item] = []
        there: set[Item] = set()
        taken: list[int] = []
        first = 0
        for some in _slices(self.items):
            left = [item for item in some if item.mark != mark]
            if len(left) < len(some):
                found = [line for line, item in enumerate(some, first) if item.mark == mark]
                taken += found
                there.update(some[line - first] for line in found)
            others += left
            first += len(some)
            yield False
        if len(there) < len(items):
            self._append([item for item in items if item not in there])
        at = min(at, len(others))
        others[at:at] = items
        brought = {item: line for line, item in enumerate(items, at)}

        def where(line: int, item: Item) -> int:
            to = brought.get(item)
            if to is None:
                to = line - bisect_left(taken, line)
                to += len(items) if to >= at else 0
            return to

        self.permute(others, where)

    def adopting(self, target: list[Item]) -> Iterator[bool]:
        """Show these lines, with pauses: those that go are moved to the end and removed, those that come are added
        there and moved.

        So every line that stays keeps what is fixed to it, and it takes four steps at most however many there are.
        True before each step if that takes some milliseconds in one piece.
        """
        before = self.items
        if before and not target:
            yield len(before) > LONG
            self._remove_all()
            return
        old, new = next(self._marks), next(self._marks)
        added = yield from _marked(before, target, old, new)
        gone: list[Item] = []
        long = len(before) + len(target) > LONG
        staying = len(target) - len(added)
        if staying < len(before):
            stay, gone, gaps = yield from _parted(before, old, new)
            # Where nothing comes, the lines that stay can stand right at once.
            lines = (stay if added else target) + gone
            self._litter += [stay, gone]

            def where(line: int, item: Item) -> int:
                gap = bisect_left(gaps, line)
                if gap < len(gaps) and gaps[gap] == line:
                    return len(lines) - len(gaps) + gap
                return line - gap if added else self._sorted_place(target, item)

            yield long
            self.permute(lines, where)
            yield long
            self._listener.removing(staying, len(before) - 1)
            del self.items[staying:]
            self.edits += 1
            self._listener.removed()
        if added:
            yield long
            self._append(added)
            self._litter.append(added)
        if added or not gone:
            yield long
            self.permute(target)

    def _remove_all(self) -> None:
        before = self.items
        self._listener.removing(0, len(before) - 1)
        self.items = []
        self.edits += 1
        self._listener.removed()
        self._litter.append(before)

    def _append(self, added: list[Item]) -> None:
        self._listener.inserting(len(self.items), len(self.items) + len(added) - 1)
        self.items += added
        self.edits += 1
        self._listener.inserted()

    def permute(self, target: list[Item], where: Where | None = None) -> None:
        """Show the same lines in this order, which is the sorted one where `where` is not given."""
        before = self.items
        if before != target:
            self._listener.permuting()
            self.items = target
            self.edits += 1
            self._listener.permuted(before, where or (lambda line, item: self._sorted_place(target, item)))
            self._litter.append(before)

    def _sorted_place(self, lines: list[Item], item: Item) -> int:
        at = place(lines, item, self.descending)
        assert lines[at] is item  # noqa: S101 - its key and its group are those that the lines were sorted by
        return at

    def tidying(self) -> Iterator[bool]:
        """Let go of lists that are needed no more, and so of groups that are gone, with pauses: counting down the users
        of fifty thousand things takes its time."""
        while self._litter:
            litter = self._litter[-1]
            del litter[-MANY:]
            if not litter:
                self._litter.pop()
            yield False


def _slices(items: list[Item]) -> Iterator[list[Item]]:
    return (items[first : first + MANY] for first in range(0, len(items), MANY))


def _marked(before: list[Item], target: list[Item], old: int, new: int) -> Generator[bool, None, list[Item]]:
    """Mark the lines that go as `old` and those of the target as `new`, with pauses; returns those that come."""
    added: list[Item] = []
    for some in _slices(before):
        for item in some:
            item.mark = old
        yield False
    for some in _slices(target):
        added += [item for item in some if item.mark != old]
        for item in some:
            item.mark = new
        yield False
    return added


def _parted(before: list[Item], old: int, new: int) -> Generator[bool, None, tuple[list[Item], list[Item], array[int]]]:
    """The marked lines that stay, those that go, and where these stood; with pauses."""
    stay: list[Item] = []
    gone: list[Item] = []
    gaps = array("L")  # a list of so many numbers would take its time to go
    first = 0
    for some in _slices(before):
        stay += [item for item in some if item.mark == new]
        leave = [line for line, item in enumerate(some, first) if item.mark == old]
        gone += [some[line - first] for line in leave]
        gaps.extend(leave)
        first += len(some)
        yield False
    return stay, gone, gaps

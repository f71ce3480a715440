"""Brings many things into order a part at a time, each when it is needed, so that nobody has to wait for the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Generator, Iterator
from typing import Any, Generic, TypeVar

SLICE = 256
"""Things between two pauses: some tenths of a millisecond."""
MANY = 4096
"""Things that are only looked at between two pauses: as long."""
SAMPLES = 16
"""Keys that are looked at for each part, to find where it should begin."""

T = TypeVar("T")


class Parted(Generic[T]):
    """Things shared out by key into parts, of which each is sorted when somebody asks for it.

    Things with equal keys keep their order.
    """

    def __init__(self, things: list[T], key: Callable[[T], Any], *, part: int, descending: bool = False) -> None:
        """About `part` things are sorted in one go; a list that is not shared out is sorted itself."""
        self._key = key
        self._part = part
        self._descending = descending
        self._splits: list[Any] = []
        self._parts = [things]
        self._sorted = [False]

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._parts)):
            yield from self.part(number)

    def sharing(self) -> Iterator[bool]:
        """Share the things out where they are more than two parts, with pauses."""
        (things,) = self._parts
        if len(things) <= 2 * self._part:
            return
        key = self._key
        step = max(1, self._part // SAMPLES)
        keys = sorted([key(thing) for thing in things[step // 2 :: step]])
        splits = sorted(set(keys[SAMPLES::SAMPLES]))
        if not splits:
            return
        ends = [*splits, None]
        # Things that are equal to a limit are a part of their own, which needs no sorting: columns with five different
        # words have ten thousand equal ones.
        parts: list[list[T]] = [[] for _ in range(2 * len(splits) + 1)]
        for first in range(0, len(things), SLICE):
            some = things[first : first + SLICE]
            for thing, found in zip(some, map(key, some), strict=True):
                at = bisect_left(splits, found)
                parts[2 * at + (ends[at] == found)].append(thing)
            yield False
        self._splits = splits
        self._parts = parts[::-1] if self._descending else parts
        self._sorted = [bool(number % 2) for number in range(len(parts))]

    def add(self, thing: T) -> None:
        """One more."""
        found = self._key(thing)
        at = bisect_left(self._splits, found)
        number = 2 * at + (at < len(self._splits) and self._splits[at] == found)
        if self._descending:
            number = len(self._parts) - 1 - number
        self._parts[number].append(thing)
        self._sorted[number] = False

    def unsorted(self, number: int) -> list[T]:
        """The things of a part in any order."""
        return self._parts[number]

    def part(self, number: int) -> list[T]:
        """The things of a part in order."""
        part = self._parts[number]
        if not self._sorted[number]:
            part.sort(key=self._key, reverse=self._descending)
            self._sorted[number] = True
        return part

    def finishing(self) -> Generator[bool, None, list[T]]:
        """Sort what is left and return all things in order, with pauses."""
        if len(self._parts) == 1:
            return self.part(0)
        found: list[T] = []
        for number in range(len(self._parts)):
            found += self.part(number)
            yield False
        return found

"""Brings many things into order a part at a time, each when it is needed, so that nobody has to wait for the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
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

    def __init__(self, things: list[T], key: Callable[[T], Any], *, part: int) -> None:
        """About `part` things are sorted in one go; a list that is not shared out is sorted itself."""
        self._key = key
        self._size = part
        self._splits: list[Any] = []
        self._parts = [things]
        self._sorted = [False]

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._parts)):
            yield from self._part(number)

    def sharing(self) -> Iterator[bool]:
        """Share the things out where they are more than two parts, with pauses."""
        (things,) = self._parts
        if len(things) <= 2 * self._size:
            return
        key = self._key
        step = max(1, self._size // SAMPLES)
        keys = sorted([key(thing) for thing in things[step // 2 :: step]])
        splits = sorted(set(keys[SAMPLES::SAMPLES]))
        if not splits:
            return
        ends = [*splits, None]
        # Things that are equal to a limit are a part of their own, which needs no sorting.
        parts: list[list[T]] = [[] for _ in range(2 * len(splits) + 1)]
        for first in range(0, len(things), SLICE):
            some = things[first : first + SLICE]
            for thing, found in zip(some, map(key, some), strict=True):
                at = bisect_left(splits, found)
                parts[2 * at + (ends[at] == found)].append(thing)
            yield False
        self._splits = splits
        self._parts = parts
        self._sorted = [bool(number % 2) for number in range(len(parts))]

    def add(self, thing: T) -> None:
        """One more."""
        found = self._key(thing)
        at = bisect_left(self._splits, found)
        number = 2 * at + (at < len(self._splits) and self._splits[at] == found)
        self._parts[number].append(thing)
        self._sorted[number] = False

    def _part(self, number: int) -> list[T]:
        part = self._parts[number]
        if not self._sorted[number]:
            part.sort(key=self._key)
            self._sorted[number] = True
        return part

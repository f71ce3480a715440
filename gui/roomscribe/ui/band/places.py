"""Where stretches and points of a course stand in a band of some width: short ones stay wide enough to be seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from roomscribe.ui.band.course import Course, Point, Stretch, in_groups, merged


@dataclass(frozen=True)
class Block:
    """A stretch from `left` to `right`, in pixels."""

    stretch: Stretch
    left: float
    right: float
    until: float
    """UTC seconds."""


@dataclass(frozen=True)
class Dot:
    """A point, or several that would stand upon each other, at `x` pixels."""

    point: Point
    x: float


@dataclass(frozen=True)
class Places:
    """Everything in its place, from the left."""

    blocks: tuple[Block, ...] = ()
    dots: tuple[Dot, ...] = ()

    def x(self, at: float) -> float:
        """Where a moment stands."""
        if not self.blocks:
            return 0.0
        number = max(0, bisect_right(self.blocks, at, key=lambda block: block.stretch.since) - 1)
        block = self.blocks[number]
        lasts = block.until - block.stretch.since
        share = min(1.0, max(0.0, (at - block.stretch.since) / lasts)) if lasts > 0 else 0.0
        return block.left + share * (block.right - block.left)


def place(course: Course, end: float, width: float, least: float, apart: float) -> Places:
    """Lay a course out. Times are to scale within a stretch, and between stretches beyond `least` pixels for each.

    `end` is the moment at the right edge; points less than `apart` pixels from each other become one.
    """
    if not course.stretches or width <= 0:
        return Places()
    most = max(1, int(width / least))
    stretches = in_groups(course.stretches, -(-len(course.stretches) // most))
    ends = [each.since for each in stretches[1:]] + [max(end, course.last)]
    lasting = [max(0.0, until - each.since) for each, until in zip(stretches, ends, strict=True)]
    whole = sum(lasting)
    spare = max(0.0, width - least * len(stretches))
    blocks, left = [], 0.0
    for stretch, until, lasts in zip(stretches, ends, lasting, strict=True):
        share = lasts / whole if whole > 0 else 1 / len(stretches)
        right = left + min(least, width / len(stretches)) + spare * share
        blocks.append(Block(stretch, left, right, until))
        left = right
    placed = Places(tuple(blocks))
    return replace(placed, dots=tuple(_dots(course.points, placed, apart)))


def _dots(points: Sequence[Point], placed: Places, apart: float) -> list[Dot]:
    dots: list[Dot] = []
    group: list[Point] = []
    at = 0.0
    for point in points:
        x = placed.x(point.at)
        if group and x - at < apart:
            group.append(point)
            continue
        if group:
            dots.append(Dot(merged(group), at))
        group, at = [point], x
    if group:
        dots.append(Dot(merged(group), at))
    return dots

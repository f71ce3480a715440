"""Sorting part by part: what is in sight comes first, and the end is the order that a plain sort would give."""

from __future__ import annotations

import random
from collections.abc import Generator
from operator import attrgetter

import pytest

from roomscribe.services.rows import runs, sorting
from roomscribe.services.rows.book import RowBook
from roomscribe.services.rows.groups import Groups
from roomscribe.services.rows.row import Group, Row
from roomscribe.services.rows.sorting import Orderings, Seen, Sight
from tests.unit.services.rows.row_examples import AROUND, Mirror, by_room, run, task, told


def members(count: int, kinds: int, chance: random.Random) -> tuple[Groups, Group]:
    """A group of rows, newest first, with keys of so many kinds; the filter refuses some of them."""
    groups = Groups()
    (group,) = groups.in_rank()
    for number in reversed(range(count)):
        row = Row(task(number), number, AROUND)
        row.key, row.group, row.wanted = float(chance.randrange(kinds)), group, chance.random() < 0.7
        group.members.append(row)
    group.size = sum(row.wanted for row in group.members)
    return groups, group


def ended(work: Generator[bool, None, Seen | None]) -> Seen | None:
    """What it returns, whatever its pauses."""
    while True:
        try:
            next(work)
        except StopIteration as over:
            found: Seen | None = over.value
            return found


def few_are_many(monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    for module in (runs, sorting):
        monkeypatch.setattr(module, "RUN", few)
    monkeypatch.setattr(runs, "FEW", few)


@pytest.mark.parametrize("kinds", [1, 3, 40, 100_000])
@pytest.mark.parametrize("descending", [False, True])
def test_what_is_in_sight_is_what_a_plain_sort_puts_there(
    kinds: int, descending: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_are_many(monkeypatch, 64)
    groups, group = members(1000, kinds, random.Random(kinds))
    expected = sorted(group.members, key=attrgetter("key"), reverse=descending)
    lines = [row for row in expected if row.wanted]
    orderings = Orderings(groups, descending)
    for _ in orderings.sharing():
        pass
    assert ended(orderings.in_sight(Sight(20), len(lines))) == (0, lines[:20])
    for at in (3, len(lines) // 2, len(lines) - 1):
        first = min(max(0, at - 5), len(lines) - 20)
        assert ended(orderings.in_sight(Sight(20, lines[at], 5), len(lines))) == (first, lines[first : first + 20])
    for _ in orderings.finishing():
        pass
    assert group.members == expected


@pytest.mark.parametrize("grouped", [False, True])
def test_the_lines_in_sight_are_right_before_all_are(grouped: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    few_are_many(monkeypatch, 16)
    chance = random.Random(1)
    mirror = Mirror()
    book = mirror.book = RowBook(AROUND, mirror, lambda of: of.created_at, descending=True)
    book.load(task(number, f"r{number % 3}") for number in range(300))
    book.group_by(by_room if grouped else None)
    run(book)
    keys = {row.task.id: chance.random() for row in book.rows.values()}
    book.sort_by(lambda of: keys[of.id], descending=False)
    seen: list[str] = []
    for _ in book.arranging(Sight(12)):
        if not book.unsettled_in_sight and not seen:
            assert book.unsettled
            assert mirror.lines == book.shown
            assert all(book.position(item) == at for at, item in enumerate(book.shown))
            seen = told(book.shown[:12])
    assert seen
    assert seen == told(book.shown[:12])
    assert mirror.lines == book.shown

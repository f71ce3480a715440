"""The lines in sight come first, whatever is wished: by then they are what they will be, and every state is valid."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from roomscribe.services.rows import book as books
from roomscribe.services.rows import foresight, groups, lines, parts, runs, sorting
from roomscribe.services.rows.book import RowBook
from roomscribe.services.rows.filters import PlainWords
from roomscribe.services.rows.row import Item
from roomscribe.services.rows.sorting import Sight
from tests.unit.services.rows.row_examples import AROUND, STATES, Mirror, by_room, by_state, run, task, told

SIZE = 12


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (books, foresight, groups, parts, sorting):
        monkeypatch.setattr(module, "SLICE", 16)
    for module in (runs, sorting):
        monkeypatch.setattr(module, "RUN", 16)
    monkeypatch.setattr(groups, "PART", 16)
    monkeypatch.setattr(runs, "FEW", 16)
    for module in (groups, lines):
        monkeypatch.setattr(module, "MANY", 32)


def opened(count: int) -> tuple[RowBook, Mirror]:
    mirror = Mirror()
    book = mirror.book = RowBook(AROUND, mirror, lambda of: of.created_at, descending=True)
    chance = random.Random(count)
    book.load(task(number, f"r{chance.randrange(40)}", state=chance.choice(STATES)) for number in range(count))
    run(book)
    return book, mirror


def foreseen(book: RowBook, mirror: Mirror, sight: Sight) -> list[Item] | None:
    """Carry out what was wished, and return the lines of the moment when those in sight were right."""
    found: list[Item] | None = None
    for _ in book.arranging(sight):
        assert mirror.lines == book.shown
        assert len(set(book.shown)) == len(book.shown)
        assert all(book.position(item) == at for at, item in enumerate(book.shown))
        if found is None and book.unsettled and not book.unsettled_in_sight:
            found = list(book.shown)
    assert mirror.lines == book.shown
    return found


def around(shown: list[Item], sight: Sight, *, header: bool) -> list[Item]:
    """What is seen, the header of the anchor's group among it."""
    first = 0 if sight.anchor is None else max(0, shown.index(sight.anchor) - sight.above)
    if header and sight.anchor is not None:
        first = min(first, shown.index(sight.anchor.group))
    return shown[first : first + sight.size]


def test_the_first_letter_looks_at_no_more_rows_than_are_in_sight() -> None:
    book, mirror = opened(400)
    read: list[str] = []
    for row in book.rows.values():
        row._around = replace(AROUND, text=lambda of: read.append(of.id) or of.room)  # type: ignore[func-returns-value]
    book.set_filter(PlainWords("r1"))
    for _ in book.arranging(Sight(SIZE)):
        if not book.unsettled_in_sight:
            break
    assert all("r1" in row.task.room for row in book.shown[:SIZE])  # type: ignore[union-attr]
    assert len(read) <= 6 * SIZE
    assert mirror.lines == book.shown


def test_rows_that_come_back_are_in_sight_before_the_rest() -> None:
    book, mirror = opened(400)
    book.set_filter(PlainWords("r11"))
    run(book)
    book.set_filter(PlainWords(""))
    early = foreseen(book, mirror, Sight(SIZE))
    assert early is not None
    assert len(early) < len(book.shown)
    assert early[:SIZE] == book.shown[:SIZE]


def test_headers_in_sight_say_how_many_rows_they_have() -> None:
    book, mirror = opened(400)
    book.group_by(by_room)
    early: list[str] = []
    for _ in book.arranging(Sight(SIZE)):
        if not early and not book.unsettled_in_sight:
            early = told(book.shown[:SIZE])
    assert early == told(book.shown[:SIZE])
    assert early[0].startswith("r0 (")
    assert mirror.lines == book.shown


def wishes(book: RowBook, chance: random.Random) -> Iterator[str]:
    """Makes wish after wish, and tells what was wished."""
    while True:
        what = chance.choice(("sort", "filter", "filter", "group", "fold", "load"))
        match what:
            case "sort":
                keys = {task_id: float(chance.randrange(90)) for task_id in book.rows}
                book.sort_by(lambda of, keys=keys: keys[of.id], descending=chance.random() < 0.5)  # type: ignore[misc]
            case "filter":
                book.set_filter(PlainWords(chance.choice(("", "", "r1", "r", "run", "nothing"))))
            case "group":
                book.group_by(chance.choice((None, by_state, by_room)))
            case "fold":
                book.fold([chance.choice(("r1", "r2", "running", "stopped"))], folded=chance.random() < 0.5)
            case "load":
                book.load([row.task for row in book.rows.values()])
        yield what


@pytest.mark.parametrize("seed", range(4))
def test_what_is_seen_early_is_what_is_seen_at_the_end(seed: int) -> None:
    chance = random.Random(seed)
    book, mirror = opened(200)
    early_ones = set()
    wish = wishes(book, chance)
    for _ in range(60):
        what = next(wish)
        if chance.random() < 0.3:  # a newer wish comes before this one is carried out
            some = book.arranging(Sight(SIZE))
            for _ in range(chance.randrange(40)):
                next(some, None)
            what = next(wish)
        anchor = chance.choice(book.shown) if book.shown and chance.random() < 0.5 else None
        sight = Sight(SIZE, anchor, chance.randrange(SIZE))
        early = foreseen(book, mirror, sight)
        if early is not None and (anchor is None or anchor in book.shown[: -2 * SIZE]):
            early_ones.add(what)
            header = what == "group" and book.grouped
            assert around(early, sight, header=header) == around(book.shown, sight, header=header), what
    assert early_ones >= {"sort", "filter", "group"}

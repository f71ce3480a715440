"""What filters have refused: nobody asks again, until there is news, and never is a row refused that a filter wants."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from roomscribe.services.rows import foresight
from roomscribe.services.rows.book import RowBook
from roomscribe.services.rows.filters import EVERYTHING, Facts, PlainWords
from roomscribe.services.rows.refusals import KEPT, Refusals
from roomscribe.services.rows.row import Row
from tests.unit.services.rows.row_examples import AROUND, STATES, Mirror, run, task


class Asked(PlainWords):
    """Words that know whom they were asked about."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.asked: list[str] = []

    def accepts(self, facts: Facts) -> bool:
        self.asked.append(facts.task.room)
        return super().accepts(facts)


class Timed(Asked):
    """Some words, and what depends on time besides."""

    depends_on_time = True

    @property
    def lasting(self) -> PlainWords:
        return PlainWords(" ".join(self._words))


def opened() -> RowBook:
    mirror = Mirror()
    book = mirror.book = RowBook(AROUND, mirror, lambda of: of.created_at)
    book.load(task(number, f"r{number}") for number in range(30))
    run(book)
    return book


def set_to(book: RowBook, wanted: Asked) -> list[str]:
    """Whom it was asked about."""
    book.set_filter(wanted)
    run(book)
    return wanted.asked


def test_a_filter_that_holds_again_is_asked_about_the_rows_that_it_wants_alone() -> None:
    book = opened()
    assert len(set_to(book, Asked("r2"))) == 30
    assert set_to(book, Asked("r2 nothing")) == [f"r{number}" for number in (2, *range(20, 30))]
    assert set_to(book, Asked("r2")) == [f"r{number}" for number in (2, *range(20, 30))]
    assert len(set_to(book, Asked("r"))) == 30


def test_what_does_not_depend_on_time_is_remembered_of_a_filter_that_does() -> None:
    book = opened()
    set_to(book, Asked("r2"))
    for _ in range(2):
        assert set_to(book, Timed("r2")) == [f"r{number}" for number in (2, *range(20, 30))]


def test_news_are_asked_about_again() -> None:
    book = opened()
    set_to(book, Asked("r2"))
    book.put(replace(book.rows[f"{7:04x}"].task, room="r27"))
    assert "r27" in set_to(book, Asked("r27"))
    assert [row.task.room for row in book.rows.values() if row.wanted] == ["r27", "r27"]


def test_only_the_latest_are_kept() -> None:
    refusals = Refusals()
    first = refusals.of(PlainWords("a"), 3)
    first[1] = 1
    assert refusals.of(PlainWords("a b"), 5) == bytes([0, 1, 0, 0, 0])
    for number in range(KEPT):
        refusals.of(PlainWords(f"c{number}"), 3)
    assert refusals.of(PlainWords("a"), 3) == bytes(3)
    refusals.forget(Row(task(7), 7, AROUND))  # made after all of these
    assert refusals.of(EVERYTHING, 3) == bytes(3)


def test_whatever_was_typed_before_the_rows_are_those_that_a_filter_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "SLICE", 4)
    chance, book = random.Random(3), opened()
    texts = ("", "r", "r1", "r1 run", "run", "stop", "r1 r2", "nothing")
    for _ in range(150):
        wanted = chance.choice((PlainWords, Timed))(chance.choice(texts))
        book.set_filter(wanted)
        work = book.arranging()
        if chance.random() < 0.3:  # a newer one comes before this one is through
            for _ in range(chance.randrange(6)):
                next(work, None)
            continue
        for _ in work:
            pass
        assert [row.wanted for row in book.rows.values()] == [wanted.accepts(row) for row in book.rows.values()]
        for _ in range(3):
            old = book.rows[chance.choice(list(book.rows))].task
            book.put(replace(old, room=f"r{chance.randrange(30)}", state=chance.choice(STATES)))
        book.put(task(chance.randrange(30, 60), "r1"))

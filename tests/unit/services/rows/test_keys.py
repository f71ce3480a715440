"""Keys that are kept: worked out once, forgotten with news, and never mixed up between columns."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.domain.tasks import Task
from roomscribe.services.rows.keys import KeptKeys
from roomscribe.services.rows.row import Row
from tests.unit.services.rows.row_examples import AROUND, task


class Counted:
    """A key that knows how often it was worked out."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, of: Task) -> str:
        self.asked += 1
        return of.room


def rows(count: int) -> list[Row]:
    return [Row(task(number), number, AROUND) for number in range(count)]


def test_a_key_is_worked_out_once_until_its_row_has_news() -> None:
    keys, some, room = KeptKeys(), rows(5), Counted()
    keys.fill(some, room, "room")
    keys.fill(some, room, "room")
    assert [row.key for row in some] == [f"room-{number}" for number in range(5)]
    assert room.asked == 5
    some[3].renew(task(3, "elsewhere"), keep_text=False)
    keys.forget(some[3])
    keys.fill(some, room, "room")
    assert (some[3].key, room.asked) == ("elsewhere", 6)


def test_what_may_change_without_news_is_worked_out_each_time() -> None:
    keys, some, room = KeptKeys(), rows(3), Counted()
    keys.fill(some, room, None)
    keys.fill(some, room, None)
    assert room.asked == 6


def test_keys_that_age_are_renewed_by_each_answer_and_kept_otherwise() -> None:
    def answered(of: Task) -> float:
        return -(of.answered_at or 0.0)

    keys, some, room = KeptKeys({"age": answered}), rows(3), Counted()
    for column, key_of in (("room", room), ("age", answered)):
        keys.fill(some, key_of, column)
    some[1].renew(replace(some[1].task, answered_at=7.0), keep_text=True)
    keys.refresh(some[1])
    keys.fill(some, lambda _: 99.0, "age")
    assert [row.key for row in some] == [0.0, -7.0, 0.0]
    keys.fill(some, room, "room")
    assert room.asked == 3


def test_prepared_keys_are_there_for_each_column_by_itself() -> None:
    keys, some, room = KeptKeys(), rows(40), Counted()
    assert not keys.prepared(some[39])
    keys.prepare(some[39], [("room", room), ("started", lambda of: of.created_at)])
    assert keys.prepared(some[39])
    assert not keys.prepared(some[38])
    keys.fill([some[39]], room, "room")
    assert (some[39].key, room.asked) == ("room-39", 1)
    keys.fill([some[39]], room, "started")
    assert (some[39].key, room.asked) == (1039.0, 1)
    keys.forget(some[39])
    assert not keys.prepared(some[39])

"""What letters and clicks would wait for is got ready: texts from the top, then keys, each of them once."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.domain.tasks import Task
from roomscribe.services.rows.book import RowBook
from roomscribe.services.rows.preparing import preparing
from tests.unit.services.rows.row_examples import AROUND, Mirror, run, task


def test_the_uppermost_texts_come_first_and_keys_after_all_texts() -> None:
    did: list[str] = []

    def text(of: Task) -> str:
        did.append(f"text {of.id}")
        return of.room

    def key(of: Task) -> str:
        did.append(f"key {of.id}")
        return of.room

    mirror = Mirror()
    book = mirror.book = RowBook(replace(AROUND, text=text), mirror, lambda of: of.created_at, descending=True)
    book.load(map(task, range(3)))
    run(book)
    assert did == []
    pauses = list(preparing(book, [("room", key)]))
    assert did == ["text 0002", "text 0001", "text 0000", "key 0000", "key 0001", "key 0002"]
    assert len(pauses) >= 6
    book.put(replace(task(1), room="elsewhere"))
    did.clear()
    list(preparing(book, [("room", key)]))
    assert did == ["text 0001", "key 0001"]

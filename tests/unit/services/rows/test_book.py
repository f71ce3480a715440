"""Lines stay in order whatever happens, and whoever shows them hears of every step."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.rows.book import SINGLY, RowBook
from roomscribe.services.rows.filters import EVERYTHING, PlainWords
from roomscribe.services.rows.row import Key
from tests.unit.services.rows.row_examples import AROUND, STATES, Mirror, by_room, by_state, expected, run, task, told

ACTS = ("put", "put", "put", "add", "sort", "filter", "group", "fold", "hold", "release", "settle")


def created(of: Task) -> float:
    return of.created_at


def room(of: Task) -> str:
    return of.room


def opened(*tasks: Task) -> tuple[RowBook, Mirror]:
    mirror = Mirror()
    book = mirror.book = RowBook(AROUND, mirror, created, descending=True)
    book.load(tasks)
    run(book)
    mirror.edits.clear()
    return book, mirror


def test_newest_first_until_somebody_sorts() -> None:
    book, _ = opened(*map(task, range(4)))
    assert told(book.shown) == ["0003", "0002", "0001", "0000"]


def test_rows_that_are_equal_stand_newest_first_whichever_way_they_are_sorted() -> None:
    book, _ = opened(*(task(number, "ab"[number % 2]) for number in range(5)))
    book.sort_by(room, descending=False)
    run(book)
    assert told(book.shown) == ["0004", "0002", "0000", "0003", "0001"]
    book.sort_by(room, descending=True)
    run(book)
    assert told(book.shown) == ["0003", "0001", "0004", "0002", "0000"]


def test_a_change_that_moves_nothing_is_no_edit() -> None:
    book, mirror = opened(*map(task, range(4)))
    assert book.put(replace(task(2), vendor_state="InProgress"))
    assert mirror.edits == []
    assert [book.position(item) for item in book.touched] == [1]


def test_fresher_knowledge_is_no_news() -> None:
    book, _ = opened(task(1))
    assert not book.put(replace(task(1), asked_at=1.0, answered_at=2.0))
    assert book.put(replace(task(1), owner="kim"))


def test_a_new_row_is_one_insertion_and_a_changed_key_one_move() -> None:
    book, mirror = opened(*map(task, range(6)))
    book.put(task(9))
    book.put(replace(task(2), created_at=5000.0))
    assert mirror.edits == ["insert", "move"]
    assert told(mirror.lines)[:2] == ["0002", "0009"]


def test_a_filter_takes_four_steps_however_many_rows_come_and_go() -> None:
    book, mirror = opened(*(task(number, "ab"[number % 2]) for number in range(40)))
    book.set_filter(PlainWords("a"))
    run(book)
    assert mirror.edits == ["permute", "remove"]
    mirror.edits.clear()
    book.set_filter(PlainWords("b"))
    run(book)
    assert len(mirror.edits) <= 4
    assert {row.task.room for row in book.rows.values() if row.wanted} == {"b"}
    assert len(mirror.lines) == 20


def test_a_row_comes_and_goes_with_what_the_filter_says() -> None:
    book, mirror = opened(*map(task, range(3)))
    book.set_filter(PlainWords("stopped"))
    run(book)
    assert told(mirror.lines) == []
    book.put(replace(task(1), state=TaskState.STOPPED))
    assert told(mirror.lines) == ["0001"]
    book.put(task(1))
    assert told(mirror.lines) == []


def test_groups_have_headers_with_counts_and_can_be_folded() -> None:
    book, mirror = opened(task(0), task(1, state=TaskState.STOPPED), task(2))
    book.group_by(by_state)
    run(book)
    assert told(mirror.lines) == ["running (2)", "0002", "0000", "stopped (1)", "0001"]
    book.fold(["running"], folded=True)
    run(book)
    assert told(mirror.lines) == ["running (2)", "stopped (1)", "0001"]
    book.put(replace(task(1), state=TaskState.FAILED))
    assert told(mirror.lines) == ["running (2)", "failed (1)", "0001"]
    book.put(replace(task(1), state=TaskState.RUNNING))
    assert told(mirror.lines) == ["running (3)"]
    book.fold(["running"], folded=False)
    book.group_by(None)
    run(book)
    assert told(mirror.lines) == ["0002", "0001", "0000"]


def test_a_hold_keeps_every_line_in_its_place_and_new_rows_wait() -> None:
    book, mirror = opened(*map(task, range(4)))
    book.held = True
    book.put(task(7))
    book.put(replace(task(0), created_at=9000.0))
    book.put(replace(task(1), vendor_state="fresh"))
    assert mirror.edits == []
    assert (book.waiting, book.disorder) == ({"0007"}, {"0000"})
    assert [book.position(item) for item in book.touched] == [3, 2]
    book.held = False
    book.release()
    assert told(mirror.lines) == ["0000", "0007", "0003", "0002", "0001"]
    assert not book.waiting
    assert not book.disorder


def test_a_new_row_that_the_filter_hides_does_not_wait() -> None:
    book, _ = opened(task(1))
    book.set_filter(PlainWords("room"))
    run(book)
    book.held = True
    book.put(task(2, "elsewhere"))
    assert not book.waiting
    book.put(task(3))
    assert book.waiting == {"0003"}
    book.put(replace(task(3), room="elsewhere"))
    assert not book.waiting


def test_many_changes_are_arranged_at_once() -> None:
    tasks = [task(number) for number in range(4 * SINGLY)]
    book, mirror = opened(*tasks)
    for each in tasks[: 3 * SINGLY]:
        book.put(replace(each, created_at=each.created_at + 5000))
    book.settle()
    assert len(mirror.edits) <= SINGLY + 1
    assert mirror.edits[-1] == "permute"
    assert told(mirror.lines)[0] == tasks[3 * SINGLY - 1].id


def test_a_newer_wish_takes_the_place_of_one_that_is_not_carried_out() -> None:
    book, mirror = opened(*(task(number, f"{number % 7}") for number in range(2000)))
    book.set_filter(PlainWords("3"))
    dropped = book.arranging()
    next(dropped)
    book.set_filter(PlainWords("4"))
    book.sort_by(room, descending=False)
    run(book)
    tasks = [row.task for row in book.rows.values()]
    assert told(mirror.lines) == expected(tasks, key=room, descending=False, wanted=PlainWords("4"))


def test_older_rows_that_come_later_stand_where_they_belong() -> None:
    book, mirror = opened(*map(task, range(10, 14)))
    for number in (3, 2, 5):
        book.put(task(number))
    book.sort_by(lambda _: 0.0, descending=False)
    run(book)
    assert told(mirror.lines) == ["000d", "000c", "000b", "000a", "0005", "0003", "0002"]


def test_one_row_that_is_older_than_the_loaded_ones_can_change_after_a_sort() -> None:
    book, mirror = opened(*map(task, range(10, 14)))
    book.put(task(5))
    book.sort_by(lambda of: of.state.value, descending=False)
    run(book)
    assert told(mirror.lines) == ["000d", "000c", "000b", "000a", "0005"]
    for number in (5, 10, 11, 12, 13):
        book.put(task(number, state=TaskState.STOPPED))
        book.settle()
    assert told(mirror.lines) == ["000d", "000c", "000b", "000a", "0005"]


def test_rows_of_which_the_filter_thinks_otherwise_by_now_are_found() -> None:
    class Young:
        depends_on_time, lasting, empty, limit = True, EVERYTHING, False, 1000.0

        def accepts(self, facts: object) -> bool:
            return facts.task.created_at >= self.limit  # type: ignore[attr-defined]

        def narrows(self, other: object) -> bool:
            return False

    book, mirror = opened(*map(task, range(4)))
    young = Young()
    book.set_filter(young)
    run(book)
    assert len(mirror.lines) == 4
    young.limit = 1002.0
    stale = [task_id for task_id in book.stale() if task_id]
    assert stale == ["0000", "0001"]
    for task_id in stale:
        book.look_again(task_id)
    assert told(mirror.lines) == ["0003", "0002"]


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_acts_ends_like_a_plain_list(seed: int) -> None:
    chance = random.Random(seed)
    tasks = {each.id: each for each in (task(n, f"r{n % 5}", state=chance.choice(STATES)) for n in range(4000, 4030))}
    book, mirror = opened(*tasks.values())
    key: Callable[[Task], Key] = created
    descending, wanted, group_of = True, EVERYTHING, None
    folded: set[str] = set()
    for step in range(400):
        match chance.choice(
            ("put", "put", "put", "add", "sort", "filter", "group", "fold", "hold", "release", "settle", "load")
        ):
            case "put":
                old = tasks[chance.choice(list(tasks))]
                tasks[old.id] = replace(old, state=chance.choice(STATES), room=f"r{chance.randrange(5)}")
                book.put(tasks[old.id])
            case "add":
                new = task(chance.randrange(9000), f"r{chance.randrange(5)}", state=chance.choice(STATES))
                if new.id not in tasks:
                    tasks[new.id] = new
                    book.put(new)
            case "sort":
                key, descending = chance.choice((created, room, lambda of: float(len(of.room)))), chance.random() < 0.5
                book.sort_by(key, descending=descending)
                run(book)
            case "filter":
                wanted = PlainWords(chance.choice(("", "r1", "run", "r1 stop", "nothing")))
                book.set_filter(wanted)
                run(book)
            case "group":
                group_of = chance.choice((None, by_state, by_room))
                book.group_by(group_of)
                run(book)
            case "fold":
                group = chance.choice(["r1", "r2", "running", "stopped"])
                now = chance.random() < 0.5
                book.fold([group], folded=now)
                (folded.add if now else folded.discard)(group)
                run(book)
            case "hold":
                book.held = True
            case "release":
                book.held = False
                book.release()
            case "settle":
                book.settle()
            case "load":
                some = chance.sample(list(tasks.values()), len(tasks) - len(tasks) // 4)
                tasks = {each.id: each for each in some}
                if chance.random() < 0.5:  # another window's table, with the same wishes
                    book, mirror = opened()
                    book.sort_by(key, descending=descending)
                    book.set_filter(wanted)
                    book.group_by(group_of)
                    book.fold(folded, folded=True)
                book.load(tasks.values())
                run(book)
        assert mirror.lines == book.shown
        for at, item in enumerate(book.shown):
            assert book.position(item) == at
        if not book.held:
            book.release()
            mine = expected(
                tasks.values(), key=key, descending=descending, wanted=wanted, group_of=group_of, folded=folded
            )
            assert told(mirror.lines) == mine, f"after step {step}"

"""What is typed finds commands and tasks by pieces of words, best first, and a long search lets others work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.ui.palette.entries import Entry, in_recent_order, plain
from roomscribe.ui.palette.search import AT_ONCE, MOST, TaskSearch, find_entries
from tests.qt.ui.task_examples import task


def entry(title: str, about: str = "", why_not: str = "") -> Entry:
    return Entry(id=title, title=title, about=about, why_not=why_not, run=lambda: None)


COMMANDS = [
    entry("Stop", "Task"),
    entry("Stop everything I started…", "Task"),
    entry("Copy rows as JSON", "Task"),
    entry("Cost", "View › Columns"),
    entry("Dark", "View › Theme"),
]


def titles(query: str, *recent: str, among: list[Entry] = COMMANDS) -> list[str]:
    return [hit.entry.title for hit in find_entries(query, among, recent)]


def test_nothing_typed_shows_everything_in_the_order_given() -> None:
    assert titles("") == [each.title for each in COMMANDS]
    recent = in_recent_order(COMMANDS, ("Dark", "gone since", "Cost"))
    assert [each.title for each in recent][:3] == ["Dark", "Cost", "Stop"]


@pytest.mark.parametrize(
    ("query", "first"),
    [("stop", "Stop"), ("sto ev", "Stop everything I started…"), ("crj", "Copy rows as JSON"), ("theme", "Dark")],
)
def test_the_best_match_comes_first(query: str, first: str) -> None:
    assert titles(query)[0] == first


def test_letters_from_the_midst_of_a_word_find_it_unless_others_begin_with_them() -> None:
    names = [entry("Stop everything"), entry("Cost")]
    assert titles("st", among=names) == ["Stop everything", "Cost"]
    assert titles("s", among=names) == ["Stop everything"]
    assert titles("s", among=names[1:]) == ["Cost"]


def test_of_equals_the_recent_one_and_never_the_impossible_one_comes_first() -> None:
    twins = [entry("Room a"), entry("Room b")]
    assert titles("room", among=twins) == ["Room a", "Room b"]
    assert titles("room", "Room b", among=twins) == ["Room b", "Room a"]
    assert titles("room", among=[entry("Room a", why_not="No."), entry("Room b")]) == ["Room b", "Room a"]


@given(query=st.text(max_size=8))
def test_any_text_is_answered_and_places_are_in_the_title(query: str) -> None:
    for hit in find_entries(query, COMMANDS, ()):
        assert all(0 <= at < len(hit.entry.title) for at in hit.places)


@given(number=st.sampled_from(range(len(COMMANDS))))
def test_whoever_types_a_whole_title_gets_it(number: int) -> None:
    assert titles(COMMANDS[number].title)[0] == COMMANDS[number].title


def test_menu_texts_lose_their_marks() -> None:
    assert plain("Cop&y rows\tCtrl+C") == "Copy rows"
    assert plain("Salt && &pepper") == "Salt & pepper"


def tasks(*rooms: str) -> list[Task]:
    return [task(number, room, TaskState.RUNNING) for number, room in enumerate(rooms)]


def searched(query: str, among: list[Task]) -> TaskSearch:
    search = TaskSearch(query, among, "Go to room")
    for _ in search.steps():
        pass
    return search


def test_the_room_itself_comes_before_those_that_begin_with_it_and_those_that_have_it_inside() -> None:
    search = searched("go to room 500", tasks("15001", "5001", "500", "ABC", "5002"))
    assert [task.room for task in search.first(MOST)] == ["500", "5002", "5001", "15001"]
    assert search.count == 4


def test_asking_for_a_room_without_naming_one_shows_the_newest() -> None:
    assert [task.room for task in searched("room", tasks("1", "2", "3")).first(2)] == ["3", "2"]
    assert searched("r", tasks("1", "2")).first(2) == []


def test_many_tasks_are_searched_in_pieces_and_few_are_kept() -> None:
    many = tasks(*(f"room-{number}" for number in range(1_000)))
    search = TaskSearch("room-", many)
    pieces = sum(1 for _ in search.steps())
    assert pieces == len(many) // AT_ONCE
    assert (search.count, len(search.first(10 * MOST))) == (len(many), MOST)


def test_what_can_not_be_done_is_found_by_single_letters_too() -> None:
    among = [entry("Extend by 1 h", "Task", "Select a task first.")]
    assert titles("1 h", among=among) == titles("1h", among=among) == ["Extend by 1 h"]
    assert titles("x", among=[entry("Next")]) == ["Next"]


def test_other_words_find_an_entry_from_their_beginnings_and_are_marked_nowhere() -> None:
    among = [replace(entry("New profile…", "File"), also="add account"), entry("Copy account id")]
    assert titles("add acc", among=among) == ["New profile…"]
    assert titles("new acc", among=among) == ["New profile…"]
    assert titles("account", among=among) == ["Copy account id", "New profile…"], "what is seen comes first"
    (hit,) = find_entries("add", among, ())
    assert hit.places == ()
    assert titles("ccount", among=among) == ["Copy account id"]
    assert titles("a", among=among[:1]) == []

"""The table's views: names, order, what is kept, and what the built-in ones share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roomscribe.domain.errors import BadRequest
from roomscribe.services.settings import TABLE_VIEWS, Settings, SortOrder, TableViews
from roomscribe.services.views.book import ALL, BUILT_IN, LONGEST_NAME, MOST, ViewBook

BY_ROOM, BY_STATE = SortOrder("room"), SortOrder("state", descending=True)


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    made = Settings(tmp_path / "settings.json")
    yield made
    await made.aclose()


@pytest.fixture
def book(settings: Settings) -> ViewBook:
    return ViewBook(settings)


def names(book: ViewBook) -> list[str]:
    """What stands on the tabs."""
    return [str(each.name) for each in book.views()]


async def test_a_fresh_window_has_the_built_in_ones(book: ViewBook) -> None:
    assert book.views() == list(BUILT_IN)
    assert book.current == ALL


async def test_a_view_of_ones_own_is_kept_and_found_again(book: ViewBook, settings: Settings, tmp_path: Path) -> None:
    made = book.add("  课堂 {x}  ", "room:课堂*", BY_ROOM, "state")
    assert book.current == made
    await settings.aclose()
    later = Settings(tmp_path / "settings.json")
    await later.open()
    try:
        again = ViewBook(later)
        assert names(again) == ["All", "Live", "Trouble", "课堂 {x}"]
        assert again.current == made
        assert again.choose(made.id, BY_STATE, "") == (BY_ROOM, "state")
    finally:
        await later.aclose()


async def test_the_built_in_views_share_sorting_and_groups(book: ViewBook) -> None:
    mine = book.add("Mine", "owner:me", BY_ROOM, "profile")
    assert book.choose("live", BY_ROOM, "profile") == (BY_ROOM, "profile")
    assert book.choose("all", BY_STATE, "") == (BY_STATE, "")
    assert book.choose(mine.id, BY_STATE, "") == (BY_ROOM, "profile")
    assert book.choose("trouble", SortOrder("age"), "room") == (BY_STATE, "")


@pytest.mark.parametrize("name", ["", "  ", "All", "live", "mine", "MINE ", "x" * (LONGEST_NAME + 1)])
async def test_names_that_cannot_be(book: ViewBook, name: str) -> None:
    book.add("Mine", "", BY_ROOM, "")
    assert book.problem(name)
    with pytest.raises(BadRequest):
        book.add(name, "", BY_ROOM, "")
    assert len(book.views()) == len(BUILT_IN) + 1


async def test_there_is_an_end_to_new_ones(book: ViewBook) -> None:
    for number in range(MOST):
        book.add(f"View {number}", "", BY_ROOM, "")
    assert book.problem("One more") is not None
    assert book.problem("View renamed", book.current.id) is None


async def test_rename_save_and_delete(book: ViewBook) -> None:
    made = book.add("Mine", "owner:me", BY_ROOM, "")
    book.rename(made.id, "Ours")
    book.rename(made.id, "ours")
    with pytest.raises(BadRequest):
        book.rename(made.id, "Live")
    book.save(made.id, "owner:me state:live", BY_STATE, "room")
    now = book.view(made.id)
    assert (str(now.name), now.filter, now.own and now.own.groups) == ("ours", "owner:me state:live", "room")
    book.delete(made.id)
    assert book.views() == list(BUILT_IN)
    assert book.current == ALL


async def test_order_is_kept_and_what_it_does_not_name_stands_behind(book: ViewBook, settings: Settings) -> None:
    made = book.add("Mine", "", BY_ROOM, "")
    book.arrange([made.id, "trouble", "all", "live"])
    assert names(book) == ["Mine", "Trouble", "All", "Live"]
    kept = settings.get(TABLE_VIEWS)
    settings.set(TABLE_VIEWS, TableViews(own=kept.own, order=("gone", "trouble"), current="gone"))
    assert names(book) == ["Trouble", "All", "Live", "Mine"]
    assert book.current == ALL

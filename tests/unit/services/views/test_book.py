"""The table's views: names, order, what is kept, and what the built-in ones share."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roomscribe.domain.errors import BadRequest
from roomscribe.services.settings import (
    TABLE_VIEW,
    TABLE_VIEWS,
    SavedView,
    Settings,
    ShownView,
    SortOrder,
    TableViews,
    merged_views,
)
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
    settings.set(TABLE_VIEWS, TableViews(own=kept.own, order=("gone", "trouble")))
    settings.set(TABLE_VIEW, ShownView(current="gone"))
    assert names(book) == ["Trouble", "All", "Live", "Mine"]
    assert book.current == ALL


async def opened(path: Path) -> Settings:
    made = Settings(path)
    await made.open()
    return made


async def test_two_windows_keep_each_others_views(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    ours, theirs = await opened(path), await opened(path)
    here, there = ViewBook(ours), ViewBook(theirs)
    mine = here.add("Mine", "room:1", BY_ROOM, "")
    await ours.aclose()
    there.choose("live", SortOrder(), "")
    yours = there.add("Yours", "room:2", BY_ROOM, "")
    await theirs.aclose()
    later, other = await opened(path), await opened(path)
    third, fourth = ViewBook(later), ViewBook(other)
    assert set(names(third)[3:]) == {"Mine", "Yours"}
    assert third.current == yours
    third.rename(mine.id, "Ours")
    third.delete(yours.id)
    await later.aclose()
    assert await fourth.refresh()
    assert names(fourth) == ["All", "Live", "Trouble", "Ours"]
    assert not await fourth.refresh()
    await other.aclose()


async def test_the_shown_view_of_older_files_is_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    sort = {"column": "room", "descending": False}
    views = {"own": [], "order": [], "current": "live", "usual_sort": sort, "usual_groups": "state"}
    path.write_text(json.dumps({"version": 1, "table_views": views}), "utf-8")
    settings = await opened(path)
    book = ViewBook(settings)
    assert book.current.id == "live"
    assert book.choose("live", BY_ROOM, "state") == (BY_ROOM, "state")
    await settings.aclose()


def views(**filters: str) -> TableViews:
    return TableViews(own=tuple(SavedView(id=name, name=name, filter=text) for name, text in filters.items()))


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (views(a="1"), views(a="1", b="2"), views(a="1", b="2")),
        (views(a="2"), views(a="1", b="2"), views(a="2", b="2")),
        (views(), views(a="1", b="2"), views(b="2")),
        (views(a="1", c="3"), views(), views(c="3")),
        (views(a="2"), views(), views(a="2")),
        (views(), views(a="2"), views(a="2")),
        (views(a="2"), views(a="3"), views(a="2")),
    ],
)
def test_what_both_wanted(mine: TableViews, theirs: TableViews, both: TableViews) -> None:
    assert merged_views(views(a="1"), mine, theirs) == both


async def test_no_secret_is_kept_in_a_view(tmp_path: Path) -> None:
    def guard(text: str) -> None:
        if "a-key-of-an-account" in text:
            raise ValueError("refused")

    settings = Settings(tmp_path / "settings.json", guard=guard)
    book = ViewBook(settings)
    made = book.add("Good", "room:1", BY_ROOM, "")
    for act in (
        lambda: book.add("New", "note:a-key-of-an-account", BY_ROOM, ""),
        lambda: book.add("a-key-of-an-account", "", BY_ROOM, ""),
        lambda: book.save(made.id, "note:a-key-of-an-account", BY_ROOM, ""),
        lambda: book.rename(made.id, "a-key-of-an-account"),
    ):
        with pytest.raises(BadRequest) as refused:
            act()
        assert refused.value.field in ("name", "filter")
    with pytest.raises(ValueError, match="refused"):
        settings.set(TABLE_VIEWS, views(x="a-key-of-an-account"))
    assert names(book)[3:] == ["Good"]
    await settings.aclose()
    assert "a-key" not in (tmp_path / "settings.json").read_text("utf-8")

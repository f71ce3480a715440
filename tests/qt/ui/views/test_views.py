"""Views of the table: tabs with counts, what they bring into the table, and the commands about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.text import T, Text
from roomscribe.services.settings import TABLE_SORT, TABLE_VIEWS, Settings, SortOrder
from roomscribe.services.unproven import QUEUED_FOR
from roomscribe.services.views.book import View, ViewBook
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.views import command
from roomscribe.ui.views.command import TableViews
from roomscribe.ui.views.name_dialog import NameDialog
from tests.qt.ui.task_examples import example_tasks, task
from tests.qt.ui.window_examples import Scene, shut
from tests.support.consoles import PlainSpawner, until

TASKS = example_tasks()
LIVE = sum(each.live for each in TASKS)
AGORA = sum(each.vendor == "agora" for each in TASKS)


class Views:
    """A window with views, and what its tabs say."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.scene = Scene(Theme("light"), TASKS)
        self.open()

    def open(self) -> None:
        self.window = self.scene.window()
        self.qtbot.addWidget(self.window)
        self.views = TableViews(self.window, self.scene.settings, self.scene.spawner, self.scene.theme)
        self.window.show()
        self.settle()

    def close(self) -> None:
        self.views.close()
        shut(self.window)

    def settle(self) -> None:
        """Do now what the timers would do."""
        self.window.table.model.flush()
        self.views._count()
        self.views._counting.finish()

    def shown(self) -> list[str]:
        return [self.views.tabs.tabText(at) for at in range(self.views.tabs.count())]


@pytest.fixture
def views(qtbot: QtBot) -> Iterator[Views]:
    made = Views(qtbot)
    yield made
    made.close()


def test_a_tab_shows_its_rows_and_how_many_they_are(views: Views):
    assert views.shown() == [f"All  {len(TASKS)}", f"Live  {LIVE}", "Trouble  7"]
    views.views.tabs.setCurrentIndex(1)
    assert views.window.bar.filter.text() == "state:live"
    assert views.window.table.model.rowCount() == LIVE
    views.views.choose("all")
    assert views.window.bar.filter.text() == ""


def test_counts_follow_calmly(views: Views, qtbot: QtBot):
    views.scene.store.put(task(90, "new", TaskState.RUNNING))
    views.window.table.model.flush()
    assert views.shown()[1] == f"Live  {LIVE}"
    qtbot.waitUntil(lambda: views.shown()[:2] == [f"All  {len(TASKS) + 1}", f"Live  {LIVE + 1}"])


def test_time_alone_makes_trouble(views: Views):
    views.scene.store.put(replace(task(90, "new", TaskState.STOPPING), stop_wished_at=views.scene.clock.at - 2))
    views.settle()
    assert views.shown()[2] == "Trouble  7"
    views.scene.clock.at += QUEUED_FOR
    views.views._on_time()
    views.settle()
    assert views.shown()[2] == "Trouble  9"  # and that of the example that waited for four seconds


def test_a_view_of_ones_own_brings_filter_sorting_and_groups_and_is_kept(views: Views):
    table, field = views.window.table, views.window.bar.filter
    field.setText("vendor:agora")
    table.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    table.groups.choose("profile")
    views.views.save_as("课堂 & more")
    views.settle()
    assert views.shown()[3] == f"课堂 && more  {AGORA}"
    table.groups.choose("")
    table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert views.shown()[3].startswith("课堂 && more*")
    assert views.window.commands.save_view.isEnabled()
    views.views.choose("live")
    assert (field.text(), table.groups.by.id) == ("state:live", "profile")
    views.window.commands.views[3].trigger()
    assert (field.text(), table.groups.by.id) == ("vendor:agora", "profile")
    assert views.scene.settings.get(TABLE_SORT) == SortOrder("room")
    assert views.window.table.view.horizontalHeader().sortIndicatorSection() == 1
    views.close()
    views.open()
    assert views.window.bar.filter.text() == "vendor:agora"
    assert views.views.book.current.own is not None
    assert views.shown()[3] == f"课堂 && more  {AGORA}"


def test_a_changed_filter_is_marked_and_a_click_on_the_tab_brings_it_back(views: Views, qtbot: QtBot):
    tabs, field = views.views.tabs, views.window.bar.filter
    views.views.choose("live")
    field.setText("state:live room:5*")
    assert views.shown()[1] == f"Live*  {LIVE}"
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert field.text() == "state:live"
    assert views.shown()[1] == f"Live  {LIVE}"
    field.clear()
    assert views.views.book.current.id == "all"
    field.setText("townhall")
    assert views.shown()[0] == f"All  {len(TASKS)}"


def test_choosing_a_task_that_a_view_hides_leaves_the_view(views: Views):
    views.views.choose("live")
    views.window.select_task(next(each.id for each in TASKS if not each.live))
    assert views.views.book.current.id == "all"


def test_save_move_and_which_commands_there_are(views: Views):
    commands = views.window.commands
    assert [each.isVisible() for each in commands.views] == [True] * 3 + [False] * 6
    assert not commands.rename_view.isEnabled()
    assert not commands.delete_view.isEnabled()
    assert not commands.view_left.isEnabled()
    views.views.save_as("Mine")
    views.window.bar.filter.setText("owner:me")
    commands.save_view.trigger()
    assert not commands.save_view.isEnabled()
    assert commands.delete_view.isEnabled()
    commands.view_left.trigger()
    assert [name.split("  ")[0] for name in views.shown()] == ["All", "Live", "Mine", "Trouble"]
    views.views.tabs.moveTab(2, 0)
    assert views.scene.settings.get(TABLE_VIEWS).order[1:] == ("all", "live", "trouble")
    assert commands.views[0].text() == "Mine"
    assert commands.views[0].shortcut().toString() == "Ctrl+1"


def test_a_text_with_a_mistake_is_never_saved(views: Views):
    views.window.bar.filter.setText("owner:me")
    views.views.save_as("Mine")
    before = views.views.book.current
    views.window.bar.filter.setText("owner:me state:runing")
    commands = views.window.commands
    assert not commands.new_view.isEnabled()
    assert not commands.save_view.isEnabled()
    assert commands.save_view.toolTip() == "The filter has a mistake. Correct it first."
    with pytest.raises(BadRequest, match="has a mistake"):
        views.views.save_as("Another")
    views.window.bar.filter.setText("owner:me state:running")
    assert commands.new_view.isEnabled()
    assert commands.save_view.isEnabled()
    assert views.views.book.views()[-1] == before


def test_a_filter_with_a_secret_is_not_kept(views: Views):
    def guard(text: str) -> None:
        if "a-key-of-an-account" in text:
            raise ValueError("refused")

    views.scene.settings.guard = guard
    views.window.bar.filter.setText("note:a-key-of-an-account")
    commands = views.window.commands
    assert not commands.new_view.isEnabled()
    assert "A secret of an account stands in the filter" in commands.new_view.toolTip()
    with pytest.raises(BadRequest):
        views.views.save_as("Mine")


def test_a_long_name_is_cut_and_told_in_full(views: Views):
    name = "A view with a name of sixty letters that nobody reads at once"[:60]
    views.views.save_as(name)
    views.settle()
    at = views.views.tabs.count() - 1
    assert len(views.shown()[at]) < 40
    assert views.views.tabs.tabToolTip(at).startswith(name)
    assert views.window.minimumSizeHint().width() <= 1024


def test_a_filter_of_a_newer_version_is_shown_without_a_number(views: Views):
    views.views.book.add("Later", "mood:good", SortOrder(), "")
    views.views.refresh()
    views.settle()
    views.views.choose(views.views.book.current.id)
    assert views.shown()[3] == "Later"
    assert views.window.bar.filter.told


def test_the_dialog_takes_no_name_that_cannot_be(views: Views, qtbot: QtBot):
    dialog = NameDialog(T("Save as a view"), T("Save view"), "", None, views.views.book.problem, views.window)
    qtbot.addWidget(dialog)
    assert dialog.act.toolTip() == "Give the view a name."
    assert not dialog.act.isEnabled()
    dialog.name.setText("live")
    assert dialog.act.toolTip() == "There is a view of that name already."
    dialog.name.setText("Mine")
    assert dialog.act.isEnabled()


def test_eight_views_with_long_names_scroll_and_lose_no_letter(views: Views) -> None:
    tabs = views.views.tabs
    names = ["Trouble in production", "中文房间很长的名字" * 4, "W" * 40, *(f"View number {each}" for each in range(5))]
    shown = [View(id=f"v{at}", name=Text("{name}", {"name": name}), filter="") for at, name in enumerate(names)]
    tabs.setFixedWidth(600)
    bold = tabs.font()
    bold.setBold(True)
    measure = QFontMetrics(bold)
    for current in ("v0", "v7"):
        tabs.show_views(shown, current, {each.id: 12_345 for each in shown}, changed=True)
        at = tabs.currentIndex()
        assert "*" in tabs.tabText(at)
        for each in range(tabs.count()):
            assert tabs.tabRect(each).width() > measure.horizontalAdvance(tabs.tabText(each)) + 2 * metrics.GAP
            assert tabs.tabText(each).endswith(QLocale().toString(12_345))
        assert tabs.rect().contains(tabs.tabRect(at))
        # What is cut at an edge fades, and says so that there is more.
        assert [into > 0 for _, into in tabs.cut_edges()] == ([False] if current == "v0" else [True])
    tabs.setFixedWidth(5_000)
    assert tabs.cut_edges() == []
    assert tabs.tabRect(0).left() == 0  # with room for all of them none stays out of sight


async def test_a_view_that_another_window_saves_has_a_tab_here(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "PAUSE", 0.01)
    scene, spawner = Scene(theme, TASKS), PlainSpawner()
    here, there = Settings(tmp_path / "settings.json"), Settings(tmp_path / "settings.json")
    await here.open()
    await there.open()
    window = scene.window()
    window.show()
    views = TableViews(window, here, spawner, theme)
    views.open()
    ViewBook(there).add("Theirs", "room:5*", SortOrder(), "")
    await there.aclose()
    await until(lambda: views.tabs.count() == 4)
    assert views.tabs.tabText(3).startswith("Theirs")
    assert views.book.current.id == "all"
    views.close()
    await spawner.aclose()
    await here.aclose()
    shut(window)
    window.deleteLater()

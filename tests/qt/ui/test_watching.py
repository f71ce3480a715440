"""The watcher learns whether anybody can see the rows, and tells the table what is promised for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

from roomscribe.domain.tasks import Task
from roomscribe.services.watcher import Watcher
from roomscribe.ui.theme import Theme
from roomscribe.ui.watching import Watching
from tests.qt.ui.task_examples import example_tasks
from tests.qt.ui.window_examples import Scene, shut


class Heard:
    """Stands where the watcher does."""

    def __init__(self) -> None:
        self.seen_so_far: list[bool] = []

    def seen(self, visible: bool) -> None:
        self.seen_so_far.append(visible)

    def last(self) -> bool:
        return self.seen_so_far[-1]

    def promised(self, task: Task) -> float:
        return 100.0


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def watching(qapp, heard: Heard) -> Iterator[Watching]:
    scene = Scene(Theme("light"), example_tasks())
    window = scene.window()
    watching = Watching(window, cast(Watcher, heard))
    yield watching
    watching.close()
    shut(window)


def test_a_window_that_is_minimised_for_a_while_is_unseen_and_one_that_comes_back_is_seen(
    watching: Watching, heard: Heard
):
    window = watching._window
    window.show()
    assert heard.last()
    window.showMinimized()
    assert watching._away.isActive()
    assert heard.last(), "not at once: whoever changes desktops comes by"
    watching._away.timeout.emit()
    assert not heard.last()
    window.showNormal()
    assert heard.last()
    assert not watching._away.isActive()


def test_a_window_that_comes_back_soon_was_never_away(watching: Watching, heard: Heard):
    window = watching._window
    window.show()
    window.hide()
    assert watching._away.isActive()
    window.show()
    assert not watching._away.isActive()
    assert False not in heard.seen_so_far


def test_the_age_of_a_row_follows_what_was_promised_for_it(watching: Watching):
    glance = watching._window.table.model.glance
    assert glance.promised is not None
    assert glance.promised(example_tasks()[0]) == 100.0

"""Tables over tasks of an example store."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from roomscribe.domain.tasks import Task
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table import TaskTable, slices
from roomscribe.ui.theme import Theme, metrics
from tests.qt.ui.task_examples import FixedClock, example_registry
from tests.qt.ui.window_examples import Memory

Make = Callable[[list[Task]], TaskTable]


@pytest.fixture(autouse=True)
def short_work_is_done_right_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the computer is slow."""
    monkeypatch.setattr(slices, "FIRST", 60.0)


@pytest.fixture
def settings() -> Memory:
    return Memory()


@pytest.fixture
def store() -> TaskStore:
    return TaskStore()


@pytest.fixture
def make(qtbot: QtBot, settings: Memory, store: TaskStore) -> Iterator[Make]:
    """Makes and shows a table of some ten lines over these tasks."""
    made: list[TaskTable] = []

    def make(tasks: list[Task]) -> TaskTable:
        store.load(tasks)
        table = TaskTable(
            store=store, registry=example_registry(), settings=settings, clock=FixedClock(), theme=Theme("light")
        )
        qtbot.addWidget(table)
        table.resize(metrics.WINDOW_MIN_WIDTH, 11 * metrics.ROW)
        table.show()
        table.model.flush()
        made.append(table)
        return table

    yield make
    for table in made:
        table.close_down()

"""What the table's painter keeps of what it painted."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter, QPixmap, QStaticText
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.glance import Glance
from roomscribe.ui.task_table.painting import TEXTS_KEPT, LinePainter, Mood, Stripe
from roomscribe.ui.theme import Theme, metrics
from tests.qt.ui.task_examples import NOW, FixedClock, example_registry, example_tasks

PLACES = {column.id: place for place, column in enumerate(COLUMNS)}


@dataclass
class Asked(FixedClock):
    """Counts how often it is asked for the time."""

    at: float = NOW
    times: int = 0

    def now(self) -> float:
        self.times += 1
        return self.at


def texts() -> int:
    """How many laid-out texts there are."""
    return sum(isinstance(each, QStaticText) for each in gc.get_objects())


def test_an_hour_of_new_words_keeps_no_more_texts_and_drops_them_singly(qtbot: QtBot) -> None:
    canvas, parent = QPixmap(400, metrics.ROW), QObject()
    painted = LinePainter(Theme("light"), parent)
    task = example_tasks()[0]
    gc.collect()
    before = texts()
    painter = QPainter(canvas)
    painted.begin(painter.font(), Glance(clock=FixedClock(), registry=example_registry(), me="root"))

    def paint(*rooms: int) -> int:
        for room in rooms:
            words = [Stripe(PLACES["room"], 0, 200), Stripe(PLACES["languages"], 200, 200)]
            painted.row(painter, replace(task, room=str(room)), canvas.rect(), words, Mood())
        return texts() - before

    assert paint(0) == 2
    assert paint(0) == 2  # the same words again
    full = TEXTS_KEPT - 2
    assert paint(*range(1, full + 1)) == TEXTS_KEPT  # each room's, and once the languages they share
    assert paint(full + 1) == TEXTS_KEPT
    assert paint(*range(full + 2, full + 300)) == TEXTS_KEPT
    painter.end()
    painted.forget()
    assert texts() == before


def test_what_counts_by_the_second_is_worked_out_a_few_times_in_it_while_a_task_lives(qtbot: QtBot) -> None:
    clock, canvas, parent = Asked(), QPixmap(400, metrics.ROW), QObject()
    painted, glance = LinePainter(Theme("light"), parent), Glance(clock=clock, registry=example_registry(), me="root")
    live = replace(next(each for each in example_tasks() if each.live), ends_at=NOW + 600)
    painter = QPainter(canvas)
    font = painter.font()

    def asked(task: Task) -> int:
        painted.begin(font, glance)
        before = clock.times
        painted.row(painter, task, canvas.rect(), [Stripe(PLACES["ends"], 0, 200)], Mood())
        return clock.times - before

    assert asked(live) > 0
    assert asked(live) == 0
    assert asked(replace(live, room="another")) > 0  # its row is another one
    for step in (1, -3600):  # or somebody sets the clock
        clock.at += step
        assert asked(live) > 0
    ended = replace(live, state=TaskState.STOPPED, ended_at=NOW)
    assert asked(ended) == asked(ended)
    painter.end()

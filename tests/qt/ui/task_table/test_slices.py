"""Long work in slices: it ends, it can be ended at once, and newer work takes its place."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from roomscribe.ui.task_table.slices import Slices


class Work:
    def __init__(self, steps: int) -> None:
        self.steps, self.did = steps, 0
        self.done = False

    def __iter__(self) -> Iterator[None]:
        for _ in range(self.steps):
            self.did += 1
            yield

    def finish(self) -> None:
        self.done = True


@pytest.fixture
def parent(qapp) -> Iterator[QObject]:
    parent = QObject()
    yield parent
    parent.deleteLater()


def test_short_work_is_done_right_away(parent: QObject):
    slices, work = Slices(parent, budget=60.0), Work(5)
    slices.begin(iter(work), work.finish)
    assert work.done
    assert not slices.busy


def test_long_work_lets_others_have_their_turn(parent: QObject, qtbot: QtBot):
    slices, work = Slices(parent, budget=0.0), Work(40)
    slices.begin(iter(work), work.finish)
    assert slices.busy
    assert 0 < work.did < 40
    qtbot.waitUntil(lambda: work.done)
    assert work.did == 40


def test_after_a_long_painting_a_slice_is_short(parent: QObject, monkeypatch: pytest.MonkeyPatch):
    now = 0.0
    monkeypatch.setattr(time, "perf_counter", lambda: now)
    slices, took = Slices(parent, budget=0.006), []

    def step_by_step() -> Iterator[None]:
        nonlocal now
        while True:
            now += 1 / 1024  # without rounding
            took[-1] += 1
            yield

    took.append(0)
    slices.begin(step_by_step())
    for painting in (0, 7 / 1024, 20 / 1024):
        now += painting
        took.append(0)
        slices._next()
    slices.drop()
    assert took == [7, 7, 4, 2]


def test_work_can_give_way_for_once(parent: QObject, qtbot: QtBot):
    slices, work = Slices(parent, budget=60.0), Work(40)

    def giving_way() -> Iterator[None]:
        for number, _ in enumerate(work):
            if number == 9:
                slices.give_way()
            yield

    slices.begin(giving_way(), work.finish)
    assert work.did == 10
    qtbot.waitUntil(lambda: work.done)
    assert work.did == 40


def test_newer_work_takes_the_place_of_the_older(parent: QObject):
    slices, older, newer = Slices(parent, budget=0.0), Work(40), Work(40)
    slices.begin(iter(older), older.finish)
    slices.begin(iter(newer), newer.finish)
    slices.finish()
    assert newer.done
    assert not older.done
    slices.finish()
    assert newer.did == 40


def test_work_can_be_dropped(parent: QObject):
    slices, work = Slices(parent, budget=0.0), Work(40)
    slices.begin(iter(work), work.finish)
    slices.drop()
    assert not slices.busy
    slices.finish()
    assert not work.done


def test_work_that_breaks_off_is_not_busy_any_more(parent: QObject, qtbot: QtBot):
    slices, work = Slices(parent, budget=0.0), Work(40)

    def broken() -> Iterator[None]:
        yield
        raise ValueError("boom")

    slices.begin(broken(), work.finish)
    with qtbot.captureExceptions() as raised:
        qtbot.waitUntil(lambda: bool(raised))
    assert not slices.busy
    assert not work.done
    slices.begin(iter(work), work.finish)
    qtbot.waitUntil(lambda: work.done)

"""What a person does to tasks: questions, acts, refusals."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Origin, Task
from roomscribe.domain.text import T
from roomscribe.ui.notices import Grade
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say
from tests.qt.ui.task_examples import example_tasks, note, task
from tests.qt.ui.window_examples import Scene

AGORA = task(41, "standup-eu", TaskState.RUNNING)
TRTC = task(5, "500123", TaskState.RUNNING, generation="trtc-1")
ENDED = next(each for each in example_tasks() if each.state is TaskState.STOPPED)


@pytest.fixture
def scene(qapp) -> Scene:
    return Scene(Theme("light"), [AGORA, TRTC, ENDED])


def test_a_stop_is_wished_and_asked_about_at_once(scene: Scene):
    scene.actions.stop([ENDED, TRTC])
    assert scene.stopper.wished == scene.nudged == [TRTC.id]
    assert scene.answers.asked == [], "one click, one task"


def test_several_are_stopped_by_whoever_asks_before_and_shows_how_far_it_has_come(scene: Scene):
    scene.actions.stop([AGORA, ENDED, TRTC])
    assert scene.answers.asked == [("stop", f"{AGORA.id} {TRTC.id}")]
    assert scene.stopper.wished == []


def test_nothing_is_asked_where_nothing_can_be_stopped(scene: Scene):
    scene.actions.stop([ENDED])
    assert scene.answers.asked == []


@pytest.mark.parametrize(("of", "dialog"), [(AGORA, "change"), (TRTC, "restart")])
def test_a_change_is_asked_for_by_ability(scene: Scene, of: Task, dialog: str):
    scene.actions.update(of)
    assert scene.answers.asked == [(dialog, of.id)]
    assert scene.actions.update_offer(of).why_not is None  # and may be asked for again


def test_a_task_that_is_being_changed_is_not_changed_twice(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    kept: list[Coroutine[Any, Any, Any]] = []
    monkeypatch.setattr(scene.spawner, "spawn", lambda coro, name: kept.append(coro))
    scene.actions.update(AGORA)
    scene.actions.update(AGORA)
    assert len(kept) == 1
    why_not = scene.actions.update_offer(AGORA).why_not
    assert why_not is not None
    assert say(why_not) == "This task is being changed already."
    kept[0].close()


@pytest.mark.parametrize(
    ("failure", "grade", "text"),
    [
        (BadRequest(T("This task has ended already."), other_task="x"), Grade.WARN, "This task has ended already."),
        (CallFailed(note()), Grade.BAD, "A task with this session id already runs in the room."),
    ],
)
def test_a_refusal_becomes_a_notice(scene: Scene, qtbot: QtBot, failure: Exception, grade: Grade, text: str):
    scene.stopper.failure = failure
    with qtbot.waitSignal(scene.actions.noticed) as told:
        scene.actions.stop([AGORA])
    (notice,) = told.args
    assert (notice.grade, say(notice.text)) == (grade, text)


def test_other_failures_are_the_supervisors(scene: Scene):
    scene.answers.failure = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        scene.actions.update(AGORA)
    assert scene.actions.update_offer(AGORA).why_not is None


def test_offers_say_why_not(scene: Scene):
    offer = scene.actions.update_offer
    assert say(offer(AGORA).label) == "&Update…"
    assert say(offer(TRTC).label) == "&Restart with changes…"
    for of in (None, ENDED, replace(AGORA, state=TaskState.UNCONFIRMED)):
        assert offer(of).why_not is not None
    scene.updater.seconds = 2.2
    waiting = offer(AGORA)
    assert waiting.waits
    assert say(waiting.label) == "&Update in 3 s"
    assert scene.actions.stop_offer(0, 0).why_not is not None
    assert scene.actions.stop_offer(1, 0).why_not is not None
    assert say(scene.actions.stop_offer(3, 2).label) == "&Stop 2 tasks"


def test_a_task_with_unknown_settings_is_changed_in_place_or_not_at_all(scene: Scene):
    assert scene.actions.update_offer(replace(AGORA, origin=Origin.ADOPTED)).why_not is None
    why_not = scene.actions.update_offer(replace(TRTC, origin=Origin.ADOPTED)).why_not
    assert why_not is not None
    assert "the console does not know" in say(why_not)


def test_copying(scene: Scene):
    scene.actions.copy_id(AGORA)
    assert QGuiApplication.clipboard().text() == AGORA.vendor_task_id
    scene.actions.copy_id(replace(AGORA, vendor_task_id=""))
    assert QGuiApplication.clipboard().text() == AGORA.id
    scene.actions.copy_room(AGORA)
    assert QGuiApplication.clipboard().text() == "standup-eu"

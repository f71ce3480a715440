"""What a person does to tasks: questions, acts, refusals."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
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
    scene.actions.stop([AGORA, ENDED, TRTC])
    assert scene.stopper.wished == scene.nudged == [AGORA.id, TRTC.id]


def test_nothing_is_stopped_without_a_yes(scene: Scene):
    scene.answers.stop = False
    scene.actions.stop([AGORA])
    assert scene.answers.asked == ["stop"]
    assert scene.stopper.wished == []


def test_nothing_is_asked_where_nothing_can_be_stopped(scene: Scene):
    scene.actions.stop([ENDED])
    assert scene.answers.asked == []


def test_an_update_in_place(scene: Scene):
    scene.answers.change = {"targets": ("ja",)}
    scene.actions.update(AGORA)
    assert scene.updater.done == [("update", AGORA.id, {"targets": ("ja",)})]


def test_a_restart_with_changes(scene: Scene):
    scene.answers.restart = Draft(profile_id="p", values={}, minutes=30)
    scene.actions.update(TRTC)
    assert scene.updater.done == [("restart", TRTC.id, scene.answers.restart)]


@pytest.mark.parametrize("of", [AGORA, TRTC], ids=["in place", "restart"])
def test_a_change_can_be_called_off(scene: Scene, of: Task):
    scene.actions.update(of)
    assert len(scene.answers.asked) == 1
    assert scene.updater.done == []
    assert scene.actions.update_offer(of).why_not is None  # and asked for again


@pytest.mark.parametrize(
    ("failure", "grade", "text"),
    [
        (BadRequest(T("Nothing was changed."), other_task="x"), Grade.WARN, "Nothing was changed."),
        (CallFailed(note()), Grade.BAD, "A task with this session id already runs in the room."),
    ],
)
def test_a_refusal_becomes_a_notice(scene: Scene, qtbot: QtBot, failure: Exception, grade: Grade, text: str):
    scene.answers.change = {"a": 1}
    scene.updater.failure = failure
    with qtbot.waitSignal(scene.actions.noticed) as told:
        scene.actions.update(AGORA)
    (notice,) = told.args
    assert (notice.grade, say(notice.text)) == (grade, text)


def test_one_refused_stop_does_not_keep_the_others(scene: Scene):
    scene.stopper.failure = BadRequest(T("This task has ended already."))
    notices: list[object] = []
    scene.actions.noticed.connect(notices.append)
    scene.actions.stop([AGORA, TRTC])
    assert len(notices) == 2
    assert scene.nudged == []


def test_other_failures_are_the_supervisors(scene: Scene):
    scene.updater.failure = ZeroDivisionError()
    scene.answers.change = {"a": 1}
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
    assert scene.actions.stop_offer([]).why_not is not None
    assert scene.actions.stop_offer([ENDED]).why_not is not None
    assert say(scene.actions.stop_offer([AGORA, TRTC, ENDED]).label) == "&Stop 2 tasks"


def test_copying(scene: Scene):
    scene.actions.copy_id(AGORA)
    assert QGuiApplication.clipboard().text() == AGORA.vendor_task_id
    scene.actions.copy_id(replace(AGORA, vendor_task_id=""))
    assert QGuiApplication.clipboard().text() == AGORA.id
    scene.actions.copy_room(AGORA)
    assert QGuiApplication.clipboard().text() == "standup-eu"

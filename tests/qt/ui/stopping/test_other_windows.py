"""Stopping everything in one window while another one of the same person is at work: the question, and what is said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from roomscribe.domain.batch import Step
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.batch_run import BatchRun
from roomscribe.ui.desk import Desk
from roomscribe.ui.stopping import stop_many
from roomscribe.ui.stopping.dialog import StopDialog
from roomscribe.ui.stopping.everything_dialog import StopEverythingDialog
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say
from tests.support.batches import REGISTRY, START, waiting_for_their_turn
from tests.support.consoles import TestConsole, open_test_console, until
from tests.support.desks import opened_desk

D = TypeVar("D", bound=QDialog)


class Scene:
    """A window, and another console of the same person that carries a batch out."""

    def __init__(self, desk: Desk, here: TestConsole, there: TestConsole, run: BatchRun) -> None:
        self.desk, self.window, self.here, self.there, self.run = desk, desk.window, here, there, run

    def open(self, kind: type[D]) -> list[D]:
        return [each for each in self.window.findChildren(kind) if each.isVisible()]

    async def question(self) -> StopEverythingDialog:
        self.window.commands.stop_all.trigger()
        await until(lambda: self.open(StopEverythingDialog))
        return self.open(StopEverythingDialog)[0]

    def notices(self) -> list[str]:
        return [say(each.text) for each in self.window.notices.notices()]


@pytest.fixture
async def scene(console: TestConsole, theme: Theme, tmp_path: Path) -> AsyncIterator[Scene]:
    there = await open_test_console(tmp_path, REGISTRY, beside=console)
    run = await waiting_for_their_turn(there, 30)
    async with opened_desk(console, theme) as desk:
        desk.window.show()
        yield Scene(desk, console, there, run)
    run.cancel()
    await until(lambda: run.over)
    await there.aclose()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The question and the view wait for what is said of other windows, however long that takes here."""
    monkeypatch.setattr(stop_many, "SETTLING", 3600.0)
    monkeypatch.setattr(stop_many, "VIEW_LATEST", 3600.0)


def said(dialog: QDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel))


@pytest.mark.parametrize("cancels", [True, False])
async def test_a_batch_of_another_window_is_named_and_starts_nothing_more(scene: Scene, cancels: bool) -> None:
    question = await scene.question()
    assert "1 batch is under way in another window of yours. It goes on until you press “Stop " in said(question)
    assert "Nothing more is started" not in said(question)
    assert question.rest.text() == "Cancel the rest of 1 batch in another window"
    assert question.rest.isChecked()
    question.rest.setChecked(cancels)
    question.accept()
    await until(lambda: scene.open(StopDialog))
    (view,) = scene.open(StopDialog)
    assert "Your other windows start nothing more of what they had begun." in said(view)
    view.accept()
    await scene.there.services.feed.look()
    await until(lambda: scene.run.over if cancels else not scene.run.progress.of(Step.SENDING))
    assert scene.run.over == cancels
    assert scene.there.world.calls[START] == 0
    live = scene.here.services.store.live()
    assert [task.id for task in live if task.stop_wished_at is None] == []


async def test_who_does_not_agree_leaves_other_windows_alone(scene: Scene) -> None:
    (await scene.question()).reject()
    await scene.there.services.feed.look()
    assert not scene.run.resting


@pytest.mark.parametrize("own", [True, False])
async def test_where_other_windows_can_not_be_looked_at_their_batches_rest(
    scene: Scene, own: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def elsewhere() -> int:
        raise BadRequest(T("The batches can't be read."))

    runs = [await waiting_for_their_turn(scene.here, 5)] if own else []
    monkeypatch.setattr(scene.here.services.batches, "elsewhere", elsewhere)
    question = await scene.question()
    assert "What your other windows have begun could not be read." in said(question)
    assert question.cancels_rest() == own, "it is about this window's"
    question.accept()
    await until(lambda: "Your other windows start nothing more" in "\n".join(scene.notices()))
    await scene.there.services.feed.look()
    await until(lambda: scene.run.resting and not scene.run.progress.of(Step.SENDING))
    assert not scene.run.cancelled
    await until(lambda: all(run.over for run in runs))
    for run in runs:
        assert run.cancelled
        scene.here.services.batches.dismiss(run)
    await until(lambda: scene.open(StopDialog))
    scene.open(StopDialog)[0].accept()


async def test_what_can_not_be_read_of_other_windows_is_said_until_it_can(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(since: int) -> tuple[int, list[Task]]:
        raise LedgerUnusable(T("It is busy."))

    question = await scene.question()
    late = await scene.there.services.launcher.start(scene.there.draft(REGISTRY.generation("agora-5"), room="700"))
    monkeypatch.setattr(stop_many, "VIEW_LATEST", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(scene.here.services.ledger, "news", busy)
        question.accept()
        unread = (
            "What your other windows had just started could not be read. It is asked to end as soon as it can be read."
        )
        await until(lambda: unread in scene.notices())
    said_then = "1 task that they had started meanwhile is asked to end, too."
    await until(lambda: any(said_then in each for each in scene.notices()))
    assert unread not in scene.notices()
    await until(lambda: scene.here.services.store.get(late.id).stop_wished_at)
    await until(lambda: scene.open(StopDialog))
    (view,) = scene.open(StopDialog)
    assert late.id in view.model.lines(), "it has a row of its own"
    assert view.windowTitle() == f"Stopping {len(view.model.lines())} tasks"
    view.accept()


async def test_a_window_says_what_was_stopped_in_another_one(scene: Scene) -> None:
    run = await waiting_for_their_turn(scene.here, 5)
    await scene.there.services.halting.halt(cancels=True)
    await scene.here.services.feed.look()
    await until(lambda: run.over)
    assert "Everything that you started was stopped in another window." in scene.notices()
    scene.here.services.batches.dismiss(run)

"""The command in a real window: from the plan to the run, with and without a question, and what was left behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QApplication,
)

from roomscribe.runtime.dialogs import turn
from roomscribe.services.batch_files import BatchFiles
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.clients import ClientPool
from roomscribe.ui.batch.run_dialog import RunDialog
from roomscribe.ui.dialogs.plain_table import PlainTable
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.words import say
from tests.qt.ui.batch.command_stage import Scene, cut_off, ended
from tests.support.consoles import until


class Paintings(QObject):
    """Counts how often the rows of a batch's window are painted."""

    def __init__(self, qapp: QApplication) -> None:
        super().__init__()
        self.count = 0
        qapp.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(table := watched.parent(), PlainTable):
            self.count += isinstance(table.window(), RunDialog) and watched is table.viewport()
        return False


async def test_the_rows_of_a_batch_are_painted_once_when_its_window_opens(scene: Scene, qapp: QApplication) -> None:
    release = scene.services.batches.hold()
    run = await scene.begin(40)
    paintings = Paintings(qapp)
    scene.fact.click()
    view = await scene.dialog(RunDialog)
    await until(lambda: paintings.count)
    for _ in range(10):
        await turn()
    assert paintings.count == 1
    qapp.removeEventFilter(paintings)
    view.accept()
    run.cancel()
    release()
    await until(lambda: run.over)


async def test_what_calls_need_is_loaded_while_a_batch_is_put_together(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(ClientPool, "load_ahead", lambda pool, generation: loaded.append(generation.id))
    dialog = await scene.plan("801")
    await until(lambda: loaded)
    assert loaded == ["trtc-1"]
    dialog.done(0)


async def test_a_batch_about_which_nothing_is_asked(scene: Scene) -> None:
    dialog = await scene.plan("801", "802")
    dialog.start.click()
    view = await scene.dialog(RunDialog)
    assert view.windowTitle() == "Starting “Pasted table”"
    await until(lambda: view.end_shown)
    view.hide_button.click()
    await until(lambda: not scene.services.batches.ended)
    assert sorted(task.room for task in scene.services.store.tasks()) == ["801", "802"]


async def test_a_batch_about_which_the_guard_asks_is_started_or_kept(scene: Scene) -> None:
    dialog = await scene.plan("801", "802", minutes=0)
    dialog.start.click()
    sure = await scene.dialog(SureDialog)
    sure.cancel.click()
    await until(dialog.start.isEnabled)
    assert dialog.isVisible(), "the table that was pasted is lost"
    assert not scene.services.store.tasks()
    dialog.start.click()
    sure = await scene.dialog(SureDialog)
    sure.act.click()
    view = await scene.dialog(RunDialog)
    assert view.windowTitle() == "Starting “Pasted table”"
    await until(lambda: view.end_shown)
    assert len(scene.services.store.tasks()) == 2
    view.accept()
    await until(lambda: not scene.services.batches.ended)


async def left_behind(scene: Scene) -> BatchRun:
    """The same, offered by the window."""
    run = await cut_off(scene, await scene.real_account())
    scene.many.open()
    await until(lambda: "“qa.csv” was not finished: 2 of 2 tasks." in scene.notices())
    return run


async def test_what_was_left_behind_can_be_resumed(scene: Scene) -> None:
    await left_behind(scene)
    scene.press(scene.window, "Go on")
    view = await scene.dialog(RunDialog)
    await until(lambda: len(scene.services.store.tasks()) == 2)
    await until(lambda: view.end_shown)
    view.accept()
    await until(lambda: not scene.services.batches.ended)


async def test_what_was_left_behind_can_be_forgotten(scene: Scene) -> None:
    await left_behind(scene)
    scene.press(scene.window, "Forget it")
    folder = scene.services.ledger.path.parent / "batches"
    await until(lambda: not list(folder.iterdir()))
    assert not scene.services.store.tasks()


async def test_what_a_demo_left_behind_ends_with_its_simulator(scene: Scene) -> None:
    run = await cut_off(scene, scene.demo)
    file = scene.services.ledger.path.parent / "batches" / f"{run.batch.id}.json"
    assert file.exists()
    scene.many.open()
    await until(scene.notices)
    assert scene.notices() == ["“qa.csv” ended with the built-in simulator: 2 rows were not started."]
    assert not file.exists()


def read_only(_files: BatchFiles, _batch_id: str) -> None:
    raise OSError(30, "Read-only file system")


async def test_a_file_that_can_not_be_removed_is_told_of_and_keeps_no_other_from_being_offered(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cut_off(scene, scene.demo, "demo.csv")
    monkeypatch.setattr(BatchFiles, "_forget", read_only)
    await left_behind(scene)
    await until(lambda: [each for each in scene.notices() if each.endswith("removed: Read-only file system.")])
    assert not [each for each in scene.notices() if "unexpected" in each]


async def test_why_a_batch_can_not_be_finished(scene: Scene) -> None:
    account = await scene.real_account()
    await cut_off(scene, account)
    await scene.services.profiles.save(replace(account, generation="trtc-2"))
    scene.many.open()
    reason = f"The account “{account.name}” has another API version than the batch was made for."
    await until(lambda: f"“qa.csv” can't be finished. {reason}" in scene.notices())


async def test_a_batch_that_was_begun_before_everything_was_stopped_says_so(scene: Scene) -> None:
    await cut_off(scene, await scene.real_account())
    await scene.services.halting.halt(cancels=True)
    scene.many.open()
    await until(scene.notices)
    (notice,) = scene.window.notices.notices()
    assert notice.remedy is not None
    assert say(notice.remedy) == "After it was begun you stopped everything that you had started."


async def test_refused_rows_go_on_in_a_window_of_their_own(scene: Scene) -> None:
    await ended(scene)
    scene.fact.click()
    view = await scene.dialog(RunDialog)
    view.look()
    view.again.click()
    await until(
        lambda: [each for each in scene.window.findChildren(RunDialog) if each is not view and each.isVisible()]
    )
    (again,) = [each for each in scene.window.findChildren(RunDialog) if each is not view and each.isVisible()]
    await until(lambda: again.end_shown)
    assert [task.room for task in scene.services.store.live()] == ["801"]
    again.accept()
    await until(lambda: len(scene.services.batches.ended) == 1)

"""Between its receipt and its start a restart has nothing live: whoever stops everything, or leaves, hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.clients import profile_owner
from roomscribe.ui.desk import Desk
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.stopping.everything_dialog import StopEverythingDialog
from roomscribe.ui.theme import Theme
from tests.support.consoles import TestConsole, until
from tests.support.desks import opened_desk

START = "StartAITranscription"
D = TypeVar("D", bound=QDialog)


class Scene:
    """A window, and a restart whose old task has ended while the new one is not started yet."""

    def __init__(self, desk: Desk, console: TestConsole) -> None:
        self.desk, self.console, self.window, self.services = desk, console, desk.window, console.services
        self.forgotten = asyncio.Event()
        """The vendor has forgotten the old task, which the restart waits for."""
        self.refused: list[str] = []

    async def dialog(self, kind: type[D]) -> D:
        await until(lambda: any(each.isVisible() for each in self.window.findChildren(kind)))
        return next(each for each in self.window.findChildren(kind) if each.isVisible())

    async def real_draft(self) -> Draft:
        """Of an account that does not end with the simulator, though that is its vendor here."""
        generation = self.services.registry.generation("trtc-1")
        demo, vault = self.console.profile(generation), self.services.vault
        made = replace(demo, id="acc", simulator=False)
        await self.services.profiles.save(made)
        for each in generation.account_fields:
            if each.secret and (secret := await vault.get(profile_owner(demo.id), each.key)):
                await vault.set(profile_owner(made.id), each.key, secret)
        return replace(self.console.draft(generation), profile_id=made.id)

    async def between(self) -> Task:
        async def forgotten(task: Task) -> None:
            await self.forgotten.wait()

        self.services.updater._forgotten = forgotten  # type: ignore[method-assign]
        draft = await self.real_draft()
        old = await self.services.launcher.start(draft)
        await self.console.asked_until(old.id, TaskState.RUNNING)
        other = replace(draft, values={**draft.values, "room": "778"})
        self.console.spawner.spawn(self._restart(old, other), name="restart")
        await self.console.asked_until(old.id, TaskState.STOPPED)
        assert self.services.store.live() == []
        return old

    async def _restart(self, old: Task, draft: Draft) -> None:
        try:
            await self.services.updater.restart(old.id, draft)
        except BadRequest as refusal:
            self.refused.append(str(refusal.message))


@pytest.fixture
async def scene(console: TestConsole, theme: Theme) -> AsyncIterator[Scene]:
    async with opened_desk(console, theme) as desk:
        desk.window.show()
        yield Scene(desk, console)


@pytest.mark.parametrize("before", [True, False])
async def test_after_everything_was_stopped_nothing_is_started(scene: Scene, before: bool) -> None:
    old = await scene.between()
    scene.window.commands.stop_all.trigger()
    question = await scene.dialog(StopEverythingDialog)
    said = "\n".join(each.text() for each in question.findChildren(QLabel))
    assert "Nothing that you started is live, but something is about to be started." in said
    assert "1 restart is under way. Its new task is not started any more." in said
    if before:
        scene.forgotten.set()  # it waits for the question all the same
    question.accept()
    await until(lambda: scene.services.store.get(old.id).restart is None)
    scene.forgotten.set()
    await until(lambda: scene.refused)
    assert scene.console.world.calls[START] == 1
    assert [each.id for each in scene.services.store.tasks()] == [old.id]


async def test_what_was_on_its_way_without_a_row_is_never_sent_or_stopped_as_soon_as_it_has_one(scene: Scene) -> None:
    start, go = scene.services.launcher.start, asyncio.Event()
    old = await scene.between()

    async def slow(*args: Any, **options: Any) -> Task:
        await go.wait()
        return await start(*args, **options)

    scene.services.launcher.start = slow  # type: ignore[method-assign]
    scene.forgotten.set()
    await until(lambda: scene.services.updater.restarts.starting)
    scene.window.commands.stop_all.trigger()
    (await scene.dialog(StopEverythingDialog)).accept()
    go.set()
    # The register may have taken the row down before the halt, or refused it after that.
    await until(lambda: scene.refused or [task for task in scene.services.store.live() if task.stop_wished_at])
    assert [task.id for task in scene.services.store.tasks() if task.stop_wished_at is None] == []
    assert not scene.refused or scene.console.world.calls[START] == 1
    assert scene.services.store.get(old.id).restart is None


async def test_who_does_not_stop_everything_lets_the_restart_go_on(scene: Scene) -> None:
    await scene.between()
    scene.window.commands.stop_all.trigger()
    question = await scene.dialog(StopEverythingDialog)
    scene.forgotten.set()
    await scene.services.updater.restarts.settle(0.05)
    assert scene.console.world.calls[START] == 1
    question.reject()
    await until(lambda: scene.console.world.calls[START] == 2)
    assert scene.refused == []


@pytest.mark.parametrize("leaves", [True, False])
async def test_who_leaves_hears_of_it_and_nothing_is_started_meanwhile(scene: Scene, leaves: bool) -> None:
    old = await scene.between()
    gone: list[bool] = []
    scene.desk.left.connect(lambda: gone.append(True))
    scene.window.close()
    question = await scene.dialog(ConfirmDialog)
    said = "\n".join(each.text() for each in question.findChildren(QLabel))
    assert "1 restart is not finished" in said
    assert "Its new task is not started once you leave. The next start offers to go on." in said
    scene.forgotten.set()
    if leaves:
        next(each for each in question.findChildren(QPushButton) if each.text() == "Close").click()
        await until(lambda: gone)
        await scene.services.updater.restarts.settle(0.05)
        assert scene.console.world.calls[START] == 1
        assert scene.services.store.get(old.id).restart is not None
    else:
        question.reject()
        await until(lambda: scene.console.world.calls[START] == 2)
        assert gone == []

"""The window in which batches are begun, and what becomes of them there: what tests of the command share."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TypeVar

from PySide6.QtWidgets import (
    QDialog,
    QPushButton,
    QWidget,
)

from roomscribe.domain.batch import PlannedRow, Step
from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.clients import profile_owner
from roomscribe.services.console import ConsoleServices
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.batch.command import StartMany
from roomscribe.ui.batch.plan_dialog import PlanDialog
from roomscribe.ui.batch.sources import PASTED
from roomscribe.ui.desk import Desk
from roomscribe.ui.words import say
from tests.support.consoles import TestConsole, until

START = "StartAITranscription"


D = TypeVar("D", bound=QDialog)


class Scene:
    """The window and the hands of a person."""

    def __init__(self, desk: Desk, console: TestConsole) -> None:
        self.desk, self.console, self.window = desk, console, desk.window
        self.many = desk.window.findChildren(StartMany)[0]
        self.fact = self.many.news.fact

    @property
    def services(self) -> ConsoleServices:
        return self.console.services

    async def dialog(self, kind: type[D]) -> D:
        def open_ones() -> list[D]:
            return [each for each in self.window.findChildren(kind) if each.isVisible()]

        await until(open_ones)
        return open_ones()[0]

    def notices(self) -> list[str]:
        return [say(each.text) for each in self.window.notices.notices()]

    def press(self, parent: QWidget, text: str) -> None:
        next(each for each in parent.findChildren(QPushButton) if each.isVisible() and each.text() == text).click()

    def draft(self, *, minutes: int = 30) -> Draft:
        return self.console.draft(self.services.registry.generation("trtc-1"), minutes)

    def rows(self, count: int) -> list[PlannedRow]:
        values = self.draft().values
        return [
            PlannedRow(number=at, line=at, values={**values, "room": str(800 + at)}, minutes=30)
            for at in range(1, count + 1)
        ]

    @property
    def demo(self) -> Profile:
        return self.console.profile(self.services.registry.generation("trtc-1"))

    async def begin(self, count: int, title: str = "qa.csv", profile: Profile | None = None) -> BatchRun:
        return await self.services.batches.begin(title, profile or self.demo, self.rows(count))

    async def real_account(self) -> Profile:
        """An account that does not end with the simulator, though that is its vendor here."""
        made, vault = replace(self.demo, id="acc", simulator=False), self.services.vault
        await self.services.profiles.save(made)
        for each in self.services.registry.generation(made.generation).account_fields:
            if each.secret and (secret := await vault.get(profile_owner(self.demo.id), each.key)):
                await vault.set(profile_owner(made.id), each.key, secret)
        return made

    async def plan(self, *rooms: str, minutes: int = 30) -> PlanDialog:
        self.desk.panel.fill(self.draft(minutes=minutes))
        form = self.desk.panel.form()
        assert form is not None
        form.finish()
        self.window.commands.start_many.trigger()
        dialog = await self.dialog(PlanDialog)
        dialog.sources.setCurrentIndex(PASTED)
        dialog.sources.pasted.setPlainText("\n".join(("room", *rooms)))
        dialog.read()
        await until(lambda: not dialog.reading)
        return dialog


async def at_rest(scene: Scene, profile: Profile, title: str = "qa.csv") -> BatchRun:
    """A batch that has not started anything yet."""
    run = await scene.begin(2, title, profile)
    run.pause()
    await asyncio.sleep(0)  # it is under way
    return run


async def end_of_the_program(scene: Scene, run: BatchRun) -> None:
    """As every end leaves a batch: its file stays, the lock goes."""
    (task,) = [each for each in scene.console.spawner.tasks if each.get_name() == f"batch {run.batch.title}"]
    task.cancel()
    await until(task.done)
    scene.console.spawner.tasks.discard(task)
    scene.services.batches._files._locks.pop(run.batch.id).release()


async def cut_off(scene: Scene, profile: Profile, title: str = "qa.csv") -> BatchRun:
    """A batch that an earlier session has not brought to its end, which nobody has ended in order."""
    run = await at_rest(scene, profile, title)
    await end_of_the_program(scene, run)
    return run


async def going(scene: Scene, profile: Profile | None = None) -> BatchRun:
    """A batch that has started some of its tasks, and has more to start."""
    scene.console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.05, count=None))
    # So slow that it is far from its end, however long the test takes.
    slow = replace(profile or scene.demo, calls_per_second=10)
    await scene.services.profiles.save(slow)
    run = await scene.begin(300, profile=slow)
    await until(lambda: run.progress.of(Step.STARTED) >= 3)
    return run


async def ended(scene: Scene, title: str = "b.csv") -> BatchRun:
    """A batch that came to its end, and started nothing that is live."""
    scene.console.world.faults.add(Fault(FaultKind.ERROR, call=START, code="FailedOperation.InvalidParam"))
    run = await scene.begin(1, title)
    await until(lambda: run.over)
    return run

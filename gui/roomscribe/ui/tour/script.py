"""The main job, once at every generation: choose, fill in, start, watch, change, stop, see the receipt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog

from roomscribe import __version__
from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.console import ConsoleServices
from roomscribe.ui.desk import Desk
from roomscribe.ui.dialogs.restart_dialog import RestartDialog
from roomscribe.ui.dialogs.update_dialog import UpdateDialog
from roomscribe.ui.forms.change_form import ChangeForm
from roomscribe.ui.forms.task_form import TaskForm
from roomscribe.ui.tour.driver import StepFailed, spare_offscreen_remarks
from roomscribe.ui.tour.found import ForeignTask
from roomscribe.ui.tour.hands import FIRST, SECOND, Hands, codes
from roomscribe.ui.tour.report import Step, TourReport
from roomscribe.vendors.protocol import Generation

SIZE = (1440, 860)
"""Of the window, in pixels that do not depend on the screen."""
REPORT = "tour.json"


async def take_tour(desk: Desk, services: ConsoleServices, out: Path, tell: Callable[[str], None]) -> int:
    """Take the tour at every simulated account; 0 when every step came to its end.

    `tell` hears a line about each step while it happens.
    """
    report = TourReport(program=f"RoomScribe {__version__}", started_at=datetime.now(UTC).isoformat(timespec="seconds"))
    spare_offscreen_remarks()
    desk.window.resize(*SIZE)
    hands = Hands(desk.window, out)
    for profile in services.profiles.all():
        chapter = _Chapter(desk, services, hands, report, profile, tell)
        await chapter.take()
    report.save(out / REPORT)
    tell(f"{len(report.steps)} steps, {'all well' if report.ok else 'NOT all well'}: {out / REPORT}")
    return 0 if report.ok else 1


@dataclass
class _Chapter:
    """The job at one vendor."""

    desk: Desk
    services: ConsoleServices
    hands: Hands
    report: TourReport
    profile: Profile
    tell: Callable[[str], None]
    task_id: str = ""
    """Local id of the task that runs at the moment."""

    async def take(self) -> None:
        """Every step in order; after a failed one the rest makes no sense."""
        steps: list[tuple[str, str, Callable[[Step], Awaitable[None]]]] = [
            ("profile", "chose the profile", self._choose_profile),
            ("form", "filled in the form with two translation languages", self._fill_in),
            ("start", "pressed Start task", self._start),
            ("running", "waited until the bot listens", self._run),
            ("change", "chose other translation languages", self._ask_for_change),
            ("changed", "had the change carried out", self._change),
            ("stop", "pressed Stop", self._stop),
            ("stopped", "waited for the vendor's receipt", self._end),
        ]
        foreign = ForeignTask(self.desk, self.services, self.hands, self.profile, self.generation)
        if self.generation.abilities.list_tasks:
            steps += [
                ("foreign", "had somebody else start a task", foreign.start),
                ("found", "found it in the vendor's list", foreign.find),
                ("adopted", "stopped it from there", partial(self._stop_foreign, foreign)),
            ]
        try:
            await self._take(steps)
        finally:
            foreign.close()

    async def _take(self, steps: list[tuple[str, str, Callable[[Step], Awaitable[None]]]]) -> None:
        for name, did, act in steps:
            step = Step(vendor=self.profile.vendor, generation=self.profile.generation, name=name, did=did)
            self.report.steps.append(step)
            try:
                await act(step)
                step.picture = await self.hands.picture(f"{self.profile.generation}-{len(self._mine()):02}-{name}")
            except StepFailed as failure:
                step.error = str(failure)
                await self._picture_of_failure(step)
            self._note(step)
            self.tell(f"{self.profile.name}: {did}" + (f" – FAILED: {step.error}" if step.error else ""))
            if step.error:
                return

    async def _choose_profile(self, step: Step) -> None:
        self.hands.choose(self.desk.panel.selector.box, self.profile.name)
        chosen = self.desk.panel.profile()
        step.saw = chosen.name if chosen else ""
        if step.saw != self.profile.name:
            raise StepFailed(f"the form shows {step.saw!r}")
        # Rows are made in slices: what is typed before the last one is there would be overwritten.
        await self.hands.until(self._form_is_complete, "the form of the profile is in sight")

    async def _fill_in(self, step: Step) -> None:
        form = self.desk.panel.form()
        assert form is not None  # noqa: S101 - the step before saw it
        room = str(self.generation.example[self.generation.room_key])
        self.hands.fill_in(form, self.generation.room_key, room)
        wanted = codes(self.generation, FIRST)
        await self.hands.translate_into(form, wanted)
        await self.hands.until(self.desk.panel.start.isEnabled, "Start task can be pressed")
        step.saw = f"room {room}, into {', '.join(wanted)}; {self.desk.panel.start.text()} is ready"

    async def _start(self, step: Step) -> None:
        before = {task.id for task in self.services.store.tasks()}
        self.hands.click(self.desk.panel.start)
        await self.hands.until(lambda: {t.id for t in self.services.store.tasks()} - before, "a row appears")
        (self.task_id,) = {task.id for task in self.services.store.tasks()} - before
        await self.hands.until(lambda: self.task.vendor_task_id, "the vendor names the task")
        step.saw = f"the row says {self.task.state.value}"

    async def _run(self, step: Step) -> None:
        await self._until(TaskState.RUNNING)
        self.hands.select(self.desk, self.task_id)
        step.saw = f"the row says {self.task.state.value}"

    async def _ask_for_change(self, step: Step) -> None:
        commands = self.desk.window.commands
        # Where the vendor wants some seconds between start and update, the button counts them down.
        await self.hands.until(commands.update.isEnabled, "the task can be changed")
        self.hands.click(self.hands.command(self.desk.window.bar, commands.update))
        await self.hands.until(self._dialog, "the dialog opens")
        dialog = self._dialog()
        assert dialog is not None  # noqa: S101 - waited for just now
        form = dialog.findChild(TaskForm) or dialog.findChild(ChangeForm)
        assert form is not None  # noqa: S101 - both dialogs have one
        await self.hands.until(lambda: form.ready, "the dialog's form is complete")
        wanted = codes(self.generation, SECOND)
        await self.hands.translate_into(dialog, wanted)
        await self.hands.until(self.hands.primary(dialog).isEnabled, "the change can be carried out")
        step.saw = f"{', '.join(codes(self.generation, FIRST))} becomes {', '.join(wanted)}"

    async def _change(self, step: Step) -> None:
        dialog = self._dialog()
        assert dialog is not None  # noqa: S101 - the step before opened it
        old, old_targets = self.task_id, self.task.targets
        self.hands.click(self.hands.primary(dialog))
        await self.hands.until(lambda: self._dialog() is None, "the dialog closes by itself")
        newest = self.services.store.tasks()[-1]
        self.task_id = newest.id
        await self._until(TaskState.RUNNING)
        await self.hands.until(lambda: self.task.targets == codes(self.generation, SECOND), "the row has the languages")
        self.hands.select(self.desk, self.task_id)
        how = "the same task" if self.task_id == old else "a new task, after the receipt of the old one"
        step.saw = f"{', '.join(old_targets)} became {', '.join(self.task.targets)} in {how}"

    async def _stop(self, step: Step) -> None:
        self.hands.click(self.hands.command(self.desk.window.bar, self.desk.window.commands.stop))
        await self.hands.until(lambda: self.task.stop_wished_at is not None, "the wish is written down")
        step.saw = f"the row says {self.task.state.value}"

    async def _end(self, step: Step) -> None:
        await self._until(TaskState.STOPPED)
        receipt = self.task.receipt
        if receipt is None:
            raise StepFailed("stopped without a receipt")
        step.request_id = receipt.request_id
        step.saw = f"stopped; the receipt says {receipt.word}"

    async def _stop_foreign(self, foreign: ForeignTask, step: Step) -> None:
        self.task_id = (await foreign.stop(step)).id

    async def _until(self, state: TaskState) -> None:
        def reached() -> bool:
            if self.task.state.ended and self.task.state is not state:
                raise StepFailed(f"the task is {self.task.state.value}: {self.task.error}")
            return self.task.state is state

        await self.hands.until(reached, f"the row says {state.value}")

    async def _picture_of_failure(self, step: Step) -> None:
        try:
            step.picture = await self.hands.picture(f"{self.profile.generation}-FAILED-{step.name}")
        except StepFailed as failure:
            step.error += f"; and no picture: {failure}"

    def _note(self, step: Step) -> None:
        if self.task_id and not step.vendor_task_id:
            step.vendor_task_id = self.task.vendor_task_id
            step.vendor_state = self.task.vendor_state
            step.state = self.task.state.value

    def _mine(self) -> list[Step]:
        return [step for step in self.report.steps if step.generation == self.profile.generation]

    def _form_is_complete(self) -> bool:
        form = self.desk.panel.form()
        return form is not None and form.ready

    def _dialog(self) -> QDialog | None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, RestartDialog | UpdateDialog) and widget.isVisible():
                return widget
        return None

    @property
    def task(self) -> Task:
        """The row as it is now."""
        return self.services.store.get(self.task_id)

    @property
    def generation(self) -> Generation:
        """The profile's generation."""
        return self.services.registry.generation(self.profile.generation)

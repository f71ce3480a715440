"""What the tour shows of tasks that the console did not start: find one in the vendor's list, and stop it there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QDialog

from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.services.console import ConsoleServices
from roomscribe.ui.desk import Desk
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.finding.dialog import FindDialog
from roomscribe.ui.finding.model import ID
from roomscribe.ui.tour.driver import StepFailed
from roomscribe.ui.tour.hands import Hands
from roomscribe.ui.tour.report import Step
from roomscribe.vendors.protocol import Generation, StartOrder

SOMEBODY_ELSE = "somebody-else"
RUNS_FOR = 1800.0


@dataclass
class ForeignTask:
    """One foreign task, from its start behind the console's back to the row that its stop makes."""

    desk: Desk
    services: ConsoleServices
    hands: Hands
    profile: Profile
    generation: Generation
    vendor_task_id: str = ""

    async def start(self, step: Step) -> None:
        """Start it with the same account, past ledger and table."""
        fresh = {each.key: each.initial() for each in self.generation.fields}
        values = {**fresh, **self.generation.example}
        order = StartOrder(values=values, idempotency_key=SOMEBODY_ELSE, runs_for=RUNS_FOR, kept={})
        client = await self.services.clients.client(self.profile.id)
        await client.prepare(order)
        seen = await client.start(order)
        self.vendor_task_id = step.vendor_task_id = seen.vendor_task_id
        step.vendor_state = seen.vendor_state
        if any(task.vendor_task_id == self.vendor_task_id for task in self.services.store.tasks()):
            raise StepFailed("the console has a row for it")
        step.saw = f"the vendor runs {self.vendor_task_id}, and the console has no row for it"

    async def find(self, step: Step) -> None:
        """Open the window and choose the task."""
        self.desk.window.commands.find_tasks.trigger()
        await self.hands.until(lambda: self._open(FindDialog), "the window opens")
        dialog = self.hands.top_level(FindDialog)
        listed = "the vendor lists the task"
        await self.hands.until(lambda: dialog.view.isVisible() and self._place(dialog) is not None, listed)
        place = self._place(dialog)
        assert place is not None  # noqa: S101 - waited for just now
        self.hands.select_row(dialog.view, place)
        row = dialog.view.chosen()[0]
        if row.known:
            raise StepFailed("the window says that the console has it")
        step.vendor_task_id, step.vendor_state = row.found.id, row.found.listed.vendor_state
        step.saw = f"the vendor says {step.vendor_state}; not in the console"

    async def stop(self, step: Step) -> Task:
        """Stop it from the list; its row, which was written down with the wish."""
        dialog = self.hands.top_level(FindDialog)
        self.hands.click(self._button(dialog, "Stop"))
        await self.hands.until(lambda: self._open(ConfirmDialog), "the console asks")
        self.hands.click(self.hands.primary(self.hands.top_level(ConfirmDialog)))
        await self.hands.until(self._row, "a row appears")
        row = self._row()
        assert row is not None  # noqa: S101 - waited for just now
        await self.hands.until(lambda: self.services.store.get(row.id).state.ended, "the row has ended")
        ended = self.services.store.get(row.id)
        if ended.receipt is None:
            raise StepFailed("ended without a receipt")
        step.request_id = ended.receipt.request_id
        step.saw = f"adopted and stopped; the receipt says {ended.receipt.word}"
        return ended

    def close(self) -> None:
        """Close the window, if it is open."""
        if self._open(FindDialog):
            self.hands.top_level(FindDialog).reject()

    def _row(self) -> Task | None:
        rows = (task for task in self.services.store.tasks() if task.vendor_task_id == self.vendor_task_id)
        return next(rows, None)

    def _place(self, dialog: FindDialog) -> int | None:
        model = dialog.view.model()
        places = (row for row in range(model.rowCount()) if model.index(row, ID).data() == self.vendor_task_id)
        return next(places, None)

    def _open(self, kind: type[QDialog]) -> bool:
        try:
            return bool(self.hands.top_level(kind))
        except StepFailed:
            return False

    def _button(self, dialog: QDialog, text: str) -> QAbstractButton:
        for button in dialog.findChildren(QAbstractButton):
            if button.text() == text and button.isVisible():
                return button
        raise StepFailed(f"the window has no button {text!r}")

"""A TaskId of 300 characters with + - . _ goes through table, details, clipboard, a restart and the stop unharmed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from roomscribe.domain.states import TaskState
from roomscribe.ui.copy_button import CopyButton
from roomscribe.vendors.trtc.simulator_settings import TaskIdShape, TrtcSettings
from tests.e2e.clouds import TRTC, Cloud
from tests.e2e.program import click, opened
from tests.support.dialogs import shown


async def test_it_goes_everywhere_as_it_is(tmp_path: Path) -> None:
    with Cloud(trtc=TrtcSettings(task_id_shape=TaskIdShape.LONG)) as cloud:
        async with opened(tmp_path) as program:
            profile = await cloud.add_account(program.services, TRTC)
            task = await program.start_until(TaskState.RUNNING, profile.id)
            (its_id,) = cloud.task_ids(TRTC)
            assert len(its_id) == 300
            assert {*"+-._"} <= {*its_id}
            assert task.vendor_task_id == its_id

            # The table finds it by its end, and only it.
            QTest.keyClicks(program.window.bar.filter, its_id[-20:].lstrip("-"))
            assert program.window.table.model.rowCount() == 1
            QTest.keyClicks(program.window.bar.filter, "x")
            assert program.window.table.model.rowCount() == 0
            program.window.bar.filter.clear()

            # The details show it, shortened on the screen alone, and copy the whole of it.
            program.window.select_task(task.id)
            assert its_id in shown(program.window.details.summary).splitlines()
            clipboard = QApplication.clipboard()
            for copies in (program.window.commands.copy_id.trigger, lambda: click(copy_button(program.window))):
                clipboard.clear()
                copies()
                assert clipboard.text() == its_id
            assert program.window.minimumSizeHint().width() <= program.window.minimumWidth()

        async with opened(tmp_path) as program:
            assert program.services.store.get(task.id).vendor_task_id == its_id
            await program.task_is(task.id, TaskState.RUNNING)
            await program.stop(task.id)
            assert program.cell(task.id, "State") == "stopped"
        assert all(its_id.encode() in each.body for each in cloud.arrivals if each.call == "StopAITranscription")


def copy_button(window: QWidget) -> CopyButton:
    """The button beside the vendor's id."""
    return next(each for each in window.findChildren(CopyButton) if each.accessibleName() == "Copy: Vendor's task id")

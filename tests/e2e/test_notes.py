"""A note and tags from the keyboard to the ledger, the table, the filter and the next session; secrets stay out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from roomscribe.domain.states import TaskState
from tests.e2e.clouds import START, TRTC, Cloud
from tests.e2e.program import opened
from tests.qt.ui.task_examples import example_tasks

CTRL = Qt.KeyboardModifier.ControlModifier


async def test_a_note_is_written_found_and_still_there_the_next_day(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        program.window.select_task(task.id)
        program.window.commands.edit_note.trigger()
        page, store = program.window.details.notes, program.services.store
        QTest.keyClicks(page.note, "Captions are late")
        QTest.keyClick(page.note, Qt.Key.Key_Return, CTRL)
        QTest.keyClicks(page.adder, "qa-7")
        QTest.keyClick(page.adder, Qt.Key.Key_Return)
        await program.until(lambda: store.get(task.id).note and store.get(task.id).tags)
        assert [chip.text() for chip in page.chips.chips] == ["qa-7"]

        secret = next(each for each in program.services.vault.known.values if len(each) > 12)
        page.note.setPlainText(secret)
        page.note.document().setModified(True)
        page.save()
        await program.until(lambda: "secret" in page.message.text())
        assert store.get(task.id).note == "Captions are late"
        assert page.note.toPlainText() == secret
        program.window.bar.filter.setText("qa-7")
        await program.until(lambda: program.window.table.model.rowCount() == 1)
        assert program.cell(task.id, "Tags") == "qa-7"
        await program.stop(task.id)
        program.window.close()  # the refused text is still there, and keeps nobody from leaving
        await program.until(program.left.is_set)
    assert cloud.arrived(START[TRTC]) == 1, "Ctrl+Enter started nothing"
    assert secret.encode() not in (tmp_path / "ledger.sqlite3").read_bytes()
    async with opened(tmp_path) as program:
        kept = program.services.store.get(task.id)
        assert (kept.note, kept.tags) == ("Captions are late", ("qa-7",))


async def test_what_is_being_written_when_somebody_leaves_is_saved(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.stop((await program.start_until(TaskState.RUNNING, profile.id)).id)
        program.window.select_task(task.id)
        program.window.commands.edit_note.trigger()
        QTest.keyClicks(program.window.details.notes.note, "Left in a hurry")
        program.window.close()
        await program.until(program.left.is_set)
    async with opened(tmp_path) as program:
        assert program.services.store.get(task.id).note == "Left in a hurry"


async def test_a_tag_from_the_keyboard_goes_to_all_chosen_rows_and_the_note_to_the_one_it_names(
    cloud: Cloud, tmp_path: Path
) -> None:
    async with opened(tmp_path) as program:
        await cloud.add_account(program.services, TRTC)
        services, window = program.services, program.window
        ended = replace(example_tasks()[3], state=TaskState.STOPPED)
        tasks = [await services.recorder.add(replace(ended, id=f"row-{number}")) for number in range(5)]
        window.reload()
        await program.until(lambda: window.table.model.rowCount() == len(tasks))
        window.table.view.selectAll()
        window.commands.edit_note.trigger()
        page = window.details.notes
        assert page.adder.hasFocus()
        assert "5" in page.adder.placeholderText()
        QTest.keyClicks(page.adder, "qa-7")
        QTest.keyClick(page.adder, Qt.Key.Key_Return)
        await program.until(lambda: [str(each.text) for each in window.notices.notices()] == ["Tagged 5 tasks."])
        assert all(services.store.get(each.id).tags[-1] == "qa-7" for each in tasks)
        current = window.table.current()
        assert current is not None
        QTest.keyClicks(page.note, "Only here")
        QTest.keyClick(page.note, Qt.Key.Key_Return, CTRL)
        await program.until(lambda: services.store.get(current.id).note.startswith("Only here"))
        assert sum("Only here" in services.store.get(each.id).note for each in tasks) == 1
        QTest.keyClicks(page.adder, "x" * 40)
        QTest.keyClick(page.adder, Qt.Key.Key_Return)
        await program.until(lambda: page.tag_message.isVisible())
        assert page.adder.text() == "x" * 40
        page.adder.clear()

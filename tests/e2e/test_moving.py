"""Requests from the vendors' pages, other profiles' drafts and ended tasks come into the form and are started."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication

from roomscribe.domain.states import TaskState
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.moving.open_as_dialog import OpenAsDialog
from roomscribe.ui.moving.paste_dialog import PasteDialog
from tests.e2e.clouds import AGORA, TRTC, Cloud
from tests.e2e.program import Program, opened, press, write
from tests.support.published import AGORA_OLD_START, AGORA_UPDATE, AGORA_UPDATE_BODY, TRTC_START


async def paste(program: Program, text: str) -> PasteDialog:
    """Paste by the shortcut's command, with the text on the clipboard."""
    QGuiApplication.clipboard().setText(text)
    program.window.commands.paste.trigger()
    return await program.dialog(PasteDialog)


async def filled(program: Program) -> None:
    """The form is there and complete."""
    form = program.panel.form()
    assert form is not None
    form.finish()
    await program.until(lambda: program.panel.profile() is not None)


async def started(program: Program) -> str:
    before = {task.id for task in program.services.store.tasks()}
    await program.until(program.panel.start.isEnabled)
    press(program.window, "Start task")
    await program.until(lambda: len(program.services.store.tasks()) > len(before))
    (task,) = [each for each in program.services.store.tasks() if each.id not in before]
    return (await program.task_is(task.id, TaskState.RUNNING)).id


async def test_the_published_start_of_trtc_runs(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        await cloud.add_account(program.services, AGORA)
        profile = await cloud.add_account(program.services, TRTC)
        await paste(program, TRTC_START)
        press(program.window, "Fill the form")
        await program.until(lambda: (chosen := program.panel.profile()) is not None and chosen.id == profile.id)
        await filled(program)
        # The page has the bot listen to itself (tencent.md §13, 6); the form has gone to that field.
        assert not program.panel.start.isEnabled()
        write(program.panel, "Person heard", "alice")
        task = program.services.store.get(await started(program))
        assert (task.room, task.bot) == ("500123", "test_user")
        assert task.values["transcription_mode"] == 1
        await program.stop(task.id)


async def test_the_published_update_of_agora_fills_the_form_and_runs(cloud: Cloud, tmp_path: Path) -> None:
    command = AGORA_UPDATE.partition("Response example")[0].rstrip() + f" \\\n--data '{AGORA_UPDATE_BODY}'"
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, AGORA)
        program.fill(profile.id, channel="lesson-1", languages=("ko-KR",), translate=False)
        await paste(program, command)
        press(program.window, "Fill the form")
        await program.until(lambda: program.panel.draft().values["languages"] == ("en-US", "fr-FR"))  # type: ignore[union-attr]
        task = program.services.store.get(await started(program))
        assert (task.room, task.spoken, task.targets) == ("lesson-1", ("en-US", "fr-FR"), ("de-DE",))
        await program.stop(task.id)


async def test_an_old_body_of_agora_runs(cloud: Cloud, tmp_path: Path) -> None:
    body = AGORA_OLD_START.replace('"AgoraRTCDataStream", "Storage"', '"AgoraRTCDataStream"')
    async with opened(tmp_path) as program:
        await cloud.add_account(program.services, AGORA)
        await paste(program, body)
        press(program.window, "Fill the form")
        await program.until(lambda: program.panel.draft().values["channel"] == "demo-room")  # type: ignore[union-attr]
        await filled(program)
        task = program.services.store.get(await started(program))
        assert (task.room, task.bot, task.spoken) == ("demo-room", "88222", ("en-US", "es-ES"))
        await program.stop(task.id)


async def test_an_ended_task_opens_as_another_vendors(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        trtc = await cloud.add_account(program.services, TRTC)
        agora = await cloud.add_account(program.services, AGORA)
        first = await program.start_until(TaskState.RUNNING, trtc.id, room="500123", max_idle_time=90)
        await program.stop(first.id)
        program.window.select_task(first.id)
        program.window.commands.open_as.trigger()
        dialog = await program.dialog(OpenAsDialog)
        assert dialog.outcome.profile() == agora
        press(program.window, "Open in the form")
        await program.until(lambda: (chosen := program.panel.profile()) is not None and chosen.id == agora.id)
        await filled(program)
        task = program.services.store.get(await started(program))
        assert (task.generation, task.room, task.spoken, task.targets) == (
            AGORA,
            "500123",
            ("zh-CN",),
            ("en-US", "ja-JP"),
        )
        assert task.values["max_idle_time"] == 90
        await program.stop(task.id)


async def test_what_was_typed_is_not_lost_without_asking(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        program.fill(profile.id, room="500999")
        for answer, room in (("Cancel", "1234"), ("Replace", "500123")):
            write(program.panel, "Room", "1234")
            await paste(program, TRTC_START)
            press(program.window, "Fill the form")
            await program.dialog(ConfirmDialog)
            press(program.window, answer)
            await program.until(lambda: not program._open(ConfirmDialog))
            draft = program.panel.draft()
            assert draft is not None
            await program.until(lambda wanted=room: program.panel.draft().values["room"] == wanted)  # type: ignore[misc,union-attr]
        # What was filled in by the program is nobody's work.
        await paste(program, TRTC_START.replace("500123", "500124"))
        press(program.window, "Fill the form")
        await program.until(lambda: program.panel.draft().values["room"] == "500124")  # type: ignore[union-attr]


async def test_the_forms_draft_opens_for_another_profile(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        trtc = await cloud.add_account(program.services, TRTC)
        agora = await cloud.add_account(program.services, AGORA)
        program.fill(agora.id, channel="lesson-2", languages=("ja-JP",), translate=False, json_captions=True)
        program.window.commands.open_form_as.trigger()
        dialog = await program.dialog(OpenAsDialog)
        assert dialog.outcome.profile() == trtc
        assert "Captions as JSON" in [str(remark.about) for remark in dialog.opened.remarks]
        press(program.window, "Open in the form")
        await program.until(lambda: (chosen := program.panel.profile()) is not None and chosen.id == trtc.id)
        draft = program.panel.draft()
        assert draft is not None
        assert (draft.values["room"], draft.values["room_type"], draft.values["language"]) == ("lesson-2", 1, "ja")


async def test_commands_say_why_they_cannot_be_used(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        commands = program.window.commands
        assert commands.paste.toolTip() == "Add a profile first."
        assert not commands.paste.isEnabled()
        await cloud.add_account(program.services, TRTC)
        assert commands.paste.isEnabled()
        assert commands.open_as.toolTip() == "Select one task to start it again."
        assert commands.open_form_as.toolTip() == "There is no other profile."
        QGuiApplication.clipboard().setText("a shopping list")
        commands.paste.trigger()
        dialog = await program.dialog(PasteDialog)
        assert dialog.edit.toPlainText() == ""
        press(program.window, "Cancel")
        await program.until(lambda: not program._open(PasteDialog))

"""Adding, editing and duplicating an account: nothing is lost, nothing secret is shown."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.services.clients import profile_owner
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.vault import VaultStatus
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.dialogs.profile_dialog import ProfileDialog
from roomscribe.ui.dialogs.profile_tools import ProfileTools
from roomscribe.vendors.blank.simulator import DEMO
from tests.support.consoles import TestConsole, until
from tests.support.dialogs import opened


def shown_texts(dialog: QWidget) -> str:
    lines = [line.text() + line.placeholderText() for line in dialog.findChildren(QLineEdit)]
    return "\n".join(lines + [label.text() for label in dialog.findChildren(QLabel) if not label.isHidden()])


def type_into(dialog: ProfileDialog, name: str, text: str) -> None:
    line = next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == name)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


async def of_saved(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> tuple[ProfileDialog, asyncio.Task[int]]:
    """The dialog about a saved account, once it knows of its secret."""
    dialog = ProfileDialog(tools, account)
    asked = await opened(console, dialog)
    await until(lambda: "saved – type to replace" in shown_texts(dialog))
    return dialog, asked


async def dismissed(dialog: ProfileDialog, asked: asyncio.Task[int]) -> None:
    """Close it without saving, whatever was typed."""
    dialog.done(QDialog.DialogCode.Rejected)
    assert await asked == QDialog.DialogCode.Rejected


async def test_a_new_account_is_saved_with_its_secret_in_the_vault(console: TestConsole, tools: ProfileTools) -> None:
    dialog = ProfileDialog(tools)
    asked = await opened(console, dialog)
    type_into(dialog, "App ID", DEMO["app_id"])
    type_into(dialog, "App secret", " 01234 56789abcdef ")
    dialog._save.click()
    assert await asked == QDialog.DialogCode.Accepted
    assert dialog.saved is not None
    saved = tools.profiles.get(dialog.saved.id)
    assert (saved.name, saved.account, saved.default_minutes) == ("Blank 1", {"app_id": DEMO["app_id"]}, 30)
    assert await tools.vault.get(profile_owner(saved.id), "app_secret") == DEMO["app_secret"]


async def test_what_is_being_saved_is_saved_whoever_closes_the_window(
    console: TestConsole, tools: ProfileTools
) -> None:
    dialog = ProfileDialog(tools)
    asked = await opened(console, dialog)
    type_into(dialog, "App ID", DEMO["app_id"])
    type_into(dialog, "App secret", DEMO["app_secret"])
    dialog._save.click()
    dialog.done(QDialog.DialogCode.Rejected)
    assert await asked == QDialog.DialogCode.Accepted
    assert dialog.saved is not None
    assert await tools.vault.get(profile_owner(dialog.saved.id), "app_secret") == DEMO["app_secret"]


@pytest.mark.parametrize("copy", [False, True])
async def test_who_saves_before_the_kept_secret_was_read_keeps_it(
    console: TestConsole, tools: ProfileTools, account: Profile, monkeypatch: pytest.MonkeyPatch, copy: bool
) -> None:
    read, answers = tools.vault.get, asyncio.Event()

    async def late(owner: str, key: str) -> str | None:
        await answers.wait()
        return await read(owner, key)

    monkeypatch.setattr(tools.vault, "get", late)
    dialog = ProfileDialog(tools, account, copy=copy)
    asked = await opened(console, dialog)
    type_into(dialog, "Name", "Another")
    dialog._save.click()
    assert "Fill in App secret." not in shown_texts(dialog)
    answers.set()
    assert await asked == QDialog.DialogCode.Accepted
    assert dialog.saved is not None
    assert tools.profiles.get(dialog.saved.id).name == "Another"
    assert await read(profile_owner(dialog.saved.id), "app_secret") == DEMO["app_secret"]


@pytest.mark.parametrize("act", ["types on", "turns away"])
async def test_who_does_something_else_while_the_kept_secret_is_read_saves_nothing(
    console: TestConsole, tools: ProfileTools, account: Profile, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    read, answers = tools.vault.get, asyncio.Event()

    async def late(owner: str, key: str) -> str | None:
        await answers.wait()
        return await read(owner, key)

    monkeypatch.setattr(tools.vault, "get", late)
    dialog = ProfileDialog(tools, account)
    asked = await opened(console, dialog)
    type_into(dialog, "Name", "Another")
    dialog._save.click()
    assert dialog._save.toolTip() == "Saving…"
    if act == "types on":
        type_into(dialog, "Name", "Half a na")
    else:
        dialog.reject()
    assert dialog._save.isEnabled()
    answers.set()
    await until(lambda: "saved – type to replace" in shown_texts(dialog))
    assert not dialog.writing
    assert tools.profiles.get(account.id).name == "Trial"
    await dismissed(dialog, asked)


async def test_what_is_missing_is_said_under_its_field_and_nothing_is_saved(
    console: TestConsole, tools: ProfileTools
) -> None:
    dialog = ProfileDialog(tools)
    asked = await opened(console, dialog)
    before = tools.profiles.all()
    dialog._save.click()
    assert "Fill in App ID." in shown_texts(dialog)
    assert "Fill in App secret." in shown_texts(dialog)
    assert tools.profiles.all() == before
    await dismissed(dialog, asked)


async def test_a_wrong_value_is_told_while_it_is_typed(console: TestConsole, tools: ProfileTools) -> None:
    dialog = ProfileDialog(tools)
    asked = await opened(console, dialog)
    type_into(dialog, "App ID", "14x")
    assert "An App ID has exactly ten digits." in shown_texts(dialog)
    type_into(dialog, "App ID", DEMO["app_secret"])
    assert "This looks like the App secret, not the App ID." in shown_texts(dialog)
    type_into(dialog, "Other address", "http://gateway.example")
    assert "Plain http is accepted" in shown_texts(dialog)
    await dismissed(dialog, asked)


async def test_where_secrets_are_kept_is_said_once(
    console: TestConsole, tools: ProfileTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = T("secrets are kept for this session only: no keyring service on this computer")
    monkeypatch.setattr(tools.vault, "_status", VaultStatus(persistent=False, backend="", reason=reason))
    dialog = ProfileDialog(tools)
    asked = await opened(console, dialog)
    assert dialog._kept_where.words().splitlines() == [
        "Secrets are kept for this session only: no keyring service on this computer",
        "Once you have quit, they must be typed again.",
    ]
    await dismissed(dialog, asked)


async def test_a_saved_secret_is_never_shown_and_can_be_kept(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog, asked = await of_saved(console, tools, account)
    assert DEMO["app_secret"] not in shown_texts(dialog)
    type_into(dialog, "Name", "Renamed")
    dialog._save.click()
    await asked
    assert tools.profiles.get(account.id).name == "Renamed"
    assert await tools.vault.get(profile_owner(account.id), "app_secret") == DEMO["app_secret"]


async def test_a_secret_can_be_deleted_only_on_purpose(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog, asked = await of_saved(console, tools, account)
    secret = dialog._form.account._secrets["app_secret"]
    secret._bin.click()
    assert "will be deleted when you save" in shown_texts(dialog)
    dialog._save.click()
    assert "Fill in App secret." in shown_texts(dialog)  # it is required, so deleting alone is refused
    secret._bin.click()
    assert secret.change() is None
    await dismissed(dialog, asked)
    assert await tools.vault.get(profile_owner(account.id), "app_secret") == DEMO["app_secret"]


async def test_tab_leads_from_a_secret_to_the_next_field_and_its_menu_to_the_buttons(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog, asked = await of_saved(console, tools, account)
    secret = dialog._form.account._secrets["app_secret"]

    def offered() -> dict[str, QAction]:
        return {action.text(): action for action in secret.line.menu().actions()}

    assert "Show what was typed" not in offered()
    offered()["Delete the saved secret"].trigger()
    assert secret.change() == ""
    type_into(dialog, "App secret", "typed")
    offered()["Show what was typed"].trigger()
    assert secret.line.echoMode() == QLineEdit.EchoMode.Normal
    QTest.keyClick(secret.line, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog._form._name
    await dismissed(dialog, asked)


async def test_a_duplicate_takes_the_secrets_along_under_its_own_id(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog = ProfileDialog(tools, account, copy=True)
    asked = await opened(console, dialog)
    await until(lambda: "copied from “Trial”" in shown_texts(dialog))
    dialog._save.click()
    await asked
    assert dialog.saved is not None
    assert dialog.saved.id != account.id
    assert dialog.saved.name == "Trial copy"
    assert await tools.vault.get(profile_owner(dialog.saved.id), "app_secret") == DEMO["app_secret"]


async def test_the_test_shows_the_vendors_answer_and_goes_stale_with_the_next_key(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog, asked = await of_saved(console, tools, account)
    console.world.clock.offset = 90
    dialog._test.click()
    await until(lambda: "The connection works" in shown_texts(dialog))
    assert "behind the vendor's" in shown_texts(dialog)
    assert "Request id: " in shown_texts(dialog)
    type_into(dialog, "App ID", "1400000001")
    assert dialog._result.isHidden()
    await dismissed(dialog, asked)


async def test_a_test_can_be_cancelled(console: TestConsole, tools: ProfileTools, account: Profile) -> None:
    dialog, asked = await of_saved(console, tools, account)
    console.world.faults.add(Fault(kind=FaultKind.HANG))
    dialog._test.click()
    await asyncio.sleep(0.02)
    assert dialog._test.text() == "Cancel test"
    assert not dialog._busy.isHidden()
    dialog._test.click()
    assert dialog._test.text() == "Test connection"
    assert dialog._busy.isHidden()
    await dismissed(dialog, asked)


async def test_a_failed_save_keeps_everything_that_was_typed(
    console: TestConsole, tools: ProfileTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(self: ProfileStore, profile: Profile) -> None:
        raise BadRequest(T("The disk is full."))

    monkeypatch.setattr(ProfileStore, "save", refuse)
    dialog = ProfileDialog(tools)
    asked = await opened(console, dialog)
    type_into(dialog, "App ID", DEMO["app_id"])
    type_into(dialog, "App secret", DEMO["app_secret"])
    dialog._save.click()
    await until(lambda: "The disk is full." in shown_texts(dialog))
    assert dialog.isVisible()
    assert dialog._save.isEnabled()
    assert dialog._form.profile().account == {"app_id": DEMO["app_id"]}
    assert dialog._form.account.secret_changes() == {"app_secret": DEMO["app_secret"]}
    await dismissed(dialog, asked)


@pytest.mark.usefixtures("live")
async def test_service_and_account_are_fixed_while_tasks_of_the_account_run(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog = ProfileDialog(tools, account)
    asked = await opened(console, dialog)
    assert not dialog._form._service.isEnabled()
    assert "tasks of this account run" in dialog._form._service.toolTip()
    app_id = dialog._form.account._lines["app_id"]
    assert not app_id.isEnabled()  # another account would be asked about this one's tasks
    assert "tasks of this account run" in app_id.toolTip()
    assert dialog._form.account._secrets["app_secret"].line.isEnabled()
    await dismissed(dialog, asked)


async def test_no_end_is_possible_and_loud(console: TestConsole, tools: ProfileTools, account: Profile) -> None:
    dialog = ProfileDialog(tools, replace(account, default_minutes=0))
    asked = await opened(console, dialog)
    assert "until somebody stops it" in shown_texts(dialog)
    assert dialog._form.profile().default_minutes == 0
    await dismissed(dialog, asked)


async def test_escape_closes_and_every_control_has_a_name(console: TestConsole, tools: ProfileTools) -> None:
    dialog = ProfileDialog(tools)
    asked = await opened(console, dialog)
    reachable = [
        each
        for each in dialog.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled()
    ]
    nameless = [each for each in reachable if not (each.accessibleName() or getattr(each, "text", str)())]
    assert not nameless
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert await asked == QDialog.DialogCode.Rejected


def question(dialog: ProfileDialog) -> ConfirmDialog | None:
    return next((each for each in dialog.findChildren(ConfirmDialog) if each.isVisible()), None)


@pytest.mark.parametrize(("field", "text"), [("Name", "Ours"), ("App secret", "x")])
async def test_escape_asks_before_what_was_typed_is_lost(
    console: TestConsole, tools: ProfileTools, field: str, text: str
) -> None:
    dialog = ProfileDialog(tools)
    asked = await opened(console, dialog)
    type_into(dialog, field, text)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: question(dialog) is not None)
    first = question(dialog)
    assert first is not None
    first.reject()
    await until(lambda: not dialog._asking.running)
    assert dialog.isVisible()
    dialog.close()  # as the frame's cross does
    await until(lambda: question(dialog) is not None)
    second = question(dialog)
    assert second is not None
    second.accept()
    assert await asked == QDialog.DialogCode.Rejected


async def test_nothing_is_asked_once_what_was_typed_is_gone(console: TestConsole, tools: ProfileTools) -> None:
    dialog = ProfileDialog(tools)
    asked = await opened(console, dialog)
    type_into(dialog, "Name", "x")
    QTest.keyClick(dialog._form._name, Qt.Key.Key_Backspace)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert await asked == QDialog.DialogCode.Rejected

"""The list of accounts: what is offered for each, and what is refused with a reason."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QPushButton

from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.services.clients import profile_owner
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.dialogs.profile_dialog import ProfileDialog
from roomscribe.ui.dialogs.profile_tools import ProfileTools
from roomscribe.ui.dialogs.profiles_dialog import ProfilesDialog
from tests.support.consoles import TestConsole, until
from tests.support.dialogs import opened, visible


def press(dialog: object, words: str) -> None:
    assert isinstance(dialog, (ConfirmDialog, ProfileDialog))
    next(each for each in dialog.findChildren(QPushButton) if each.text() == words).click()


async def test_the_simulators_accounts_are_shown_and_left_alone(console: TestConsole, tools: ProfileTools) -> None:
    dialog = ProfilesDialog(tools)
    asked = await opened(console, dialog)
    current = dialog.current()
    assert current is not None
    assert current.simulator
    for button in (dialog._edit, dialog._copy, dialog._delete):
        assert not button.isEnabled()
        assert "made by the program" in button.toolTip()
    assert dialog._test.isEnabled()
    dialog.accept()
    await asked


async def test_editing_comes_back_to_the_same_account(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog = ProfilesDialog(tools, selected=account.id)
    asked = await opened(console, dialog)
    dialog._edit.click()
    await until(lambda: visible(ProfileDialog))
    press(visible(ProfileDialog), "Cancel")
    await until(lambda: visible(ProfileDialog) is None)
    assert dialog.current() == account
    dialog.accept()
    await asked


async def test_a_test_of_a_saved_account_shows_the_answer(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog = ProfilesDialog(tools, selected=account.id)
    asked = await opened(console, dialog)
    dialog._test.click()
    await until(lambda: dialog._message.isVisible())
    assert "Trial: The connection works" in dialog._message.words()
    dialog.accept()
    await asked


async def test_an_account_with_live_tasks_is_not_deleted_and_they_are_named(
    console: TestConsole, tools: ProfileTools, account: Profile, live: Task
) -> None:
    dialog = ProfilesDialog(tools, selected=account.id)
    asked = await opened(console, dialog)
    dialog._delete.click()
    assert "“Trial” still has 1 live task\n" in dialog._message.words()
    assert "town-hall" in dialog._message.words()
    console.services.store.put(replace(live, id="u", room="kitchen"))
    dialog._delete.click()
    assert "“Trial” still has 2 live tasks\n" in dialog._message.words()
    assert visible(ConfirmDialog) is None
    dialog.accept()
    await asked


async def test_deleting_asks_first_and_takes_the_secrets_along(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    dialog = ProfilesDialog(tools, selected=account.id)
    asked = await opened(console, dialog)
    dialog._delete.click()
    await until(lambda: visible(ConfirmDialog))
    press(visible(ConfirmDialog), "Cancel")
    await until(lambda: visible(ConfirmDialog) is None)
    assert account in tools.profiles.all()
    dialog._delete.click()
    await until(lambda: visible(ConfirmDialog))
    press(visible(ConfirmDialog), "Delete account")
    await until(lambda: account not in tools.profiles.all() and not dialog.writing)
    assert await tools.vault.get(profile_owner(account.id), "app_secret") is None
    dialog.accept()
    await asked


async def test_an_account_of_a_vendor_that_is_not_installed_can_only_be_deleted(
    console: TestConsole, tools: ProfileTools, account: Profile
) -> None:
    strange = replace(account, id="strange", generation="acme-1", vendor="acme")
    await tools.profiles.save(strange)
    dialog = ProfilesDialog(tools, selected="strange")
    asked = await opened(console, dialog)
    assert not dialog._edit.isEnabled()
    assert "not part of this installation" in dialog._test.toolTip()
    assert dialog._delete.isEnabled()
    dialog.accept()
    await asked

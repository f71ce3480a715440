"""Dialogs that say one thing, and the first page."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.text import T
from roomscribe.ui.dialogs.about_dialog import AboutDialog
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog, confirm, note_details
from roomscribe.ui.dialogs.shortcuts_dialog import ShortcutsDialog, group_of
from roomscribe.ui.first_run import FirstRunPage
from roomscribe.ui.theme import Theme
from tests.support.consoles import PlainSpawner, until
from tests.support.dialogs import D, visible

NOTE = ErrorNote(
    kind=FailureKind.AUTH,
    code="AuthFailure",
    vendor_message="no such key",
    meaning=T("Key not known."),
    remedy=T("Enter it again."),
    request_id="req-1",
)


async def shown(kind: type[D]) -> D:
    await until(lambda: visible(kind))
    dialog = visible(kind)
    assert dialog is not None
    return dialog


async def test_enter_does_not_do_what_cannot_be_undone(theme: Theme) -> None:
    spawner = PlainSpawner()
    asked = spawner.spawn(confirm(theme, T("Delete?"), T("It goes."), T("Delete"), danger=True), name="ask")
    dialog = await shown(ConfirmDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert await asked is False


async def test_enter_does_what_is_harmless(theme: Theme) -> None:
    spawner = PlainSpawner()
    asked = spawner.spawn(confirm(theme, T("Start?"), T("It starts."), T("Start"), detail="r1"), name="ask")
    dialog = await shown(ConfirmDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert await asked is True


def test_a_vendors_failure_can_be_copied_whole() -> None:
    copied = note_details(NOTE)
    for part in ("AuthFailure", "no such key", "req-1"):
        assert part in copied


async def test_about_can_be_copied(theme: Theme) -> None:
    dialog = AboutDialog(theme, QIcon(), secrets="secrets in GNOME Keyring")
    dialog._copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "Version" in copied
    assert "GNOME Keyring" in copied
    dialog.deleteLater()
    await asyncio.sleep(0)


async def test_shortcuts_are_those_of_the_actions(theme: Theme) -> None:
    action, without = QAction("&Stop…"), QAction("Nothing")
    action.setShortcut(QKeySequence("Ctrl+."))
    dialog = ShortcutsDialog([group_of(T("Tasks"), [action, without]), group_of(T("Empty"), [without])])
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Stop" in texts
    assert "Ctrl+." in texts
    assert "Empty" not in texts
    dialog.deleteLater()


async def test_the_first_page_offers_two_ways_to_begin(theme: Theme) -> None:
    page = FirstRunPage(theme, QIcon())
    page.show()
    heard: list[str] = []

    def demo() -> None:
        heard.append("demo")

    def account() -> None:
        heard.append("account")

    page.demo_requested.connect(demo)
    page.account_requested.connect(account)
    QTest.mouseClick(page.demo, Qt.MouseButton.LeftButton)
    page.account.setFocus()
    QTest.keyClick(page.account, Qt.Key.Key_Space)
    assert heard == ["demo", "account"]
    assert page.demo.accessibleDescription()
    page.close()
    page.deleteLater()


def test_a_name_keeps_its_ampersand_in_the_list_of_shortcuts() -> None:
    view, command = QAction("a&&b"), QAction("&Stop…")
    for each in (view, command):
        each.setShortcut(QKeySequence("F9"))
    assert [what for what, _ in group_of(T("Views"), [view, command]).rows] == ["a&b", "Stop"]

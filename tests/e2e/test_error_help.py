"""From an error, wherever it shows, to its page in the help, and back to the field that it concerns."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.dialogs.profiles_dialog import ProfilesDialog
from roomscribe.ui.errors.error_list import ENTRY_ROLE
from roomscribe.ui.errors.link import ExplainLink
from roomscribe.ui.errors.window import ErrorsWindow
from tests.e2e.clouds import AGORA, START, TRTC, Cloud
from tests.e2e.program import Program, click, opened, press
from tests.support.dialogs import shown

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def page(parent: QWidget) -> ErrorsWindow:
    """The one help window in front of a window or a dialog."""
    found = parent.findChildren(ErrorsWindow, options=DIRECT)
    assert len(found) == 1
    assert found[0].isVisible()
    return found[0]


def chosen(window: ErrorsWindow) -> str:
    return str(window.list.currentIndex().data(ENTRY_ROLE).entry.key)


def links(widget: QWidget) -> list[ExplainLink]:
    return [each for each in widget.findChildren(ExplainLink) if each.isVisible()]


async def refused(program: Program, cloud: Cloud) -> Task:
    profile = await cloud.add_account(program.services, TRTC, secrets={"secret_key": "another-key"})
    task = await program.start(profile.id)
    assert task.state is TaskState.REJECTED
    return task


async def test_a_refused_start_leads_to_its_page_from_form_row_and_details(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        window = program.window
        assert not window.commands.explain.isEnabled()
        await refused(program, cloud)
        await program.until(lambda: links(program.panel))
        for place in (program.panel, window.details):
            click(*links(place))
            assert chosen(page(window)) == "trtc/AuthFailure.SignatureFailure"
            assert "SecretKey, in the profile" in shown(page(window))
            page(window).close()
        assert window.commands.explain in window.table._menu.actions()
        await program.until(window.commands.explain.isEnabled)
        window.commands.explain.trigger()
        assert chosen(page(window)) == "trtc/AuthFailure.SignatureFailure"


async def test_the_forms_refusal_stays_until_the_form_changes(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        await refused(program, cloud)
        await program.until(lambda: links(program.panel))
        program.panel.recheck()
        assert links(program.panel)
        program.fill(program.panel.profile().id, room="500125")  # type: ignore[union-attr]
        assert not links(program.panel)


async def test_a_code_nobody_knows_is_explained_honestly(cloud: Cloud, tmp_path: Path) -> None:
    said = "the vendor's own words"
    cloud.world.faults.add(Fault(FaultKind.ERROR, call=START[TRTC], code="Brand.New", message=said))
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start(profile.id)
        program.window.select_task(task.id)
        await program.until(program.window.commands.explain.isEnabled)
        program.window.commands.explain.trigger()
        words = shown(page(program.window))
        assert task.error is not None
        for part in ("Brand.New", "does not know", said, task.error.request_id, "Tencent TRTC's support"):
            assert part in words


async def test_the_page_leads_back_to_the_field(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        program.fill(profile.id)
        QTest.keyClick(program.window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
        help_page = page(program.window)
        QTest.keyClicks(help_page.search, "InvalidParameter.UserSig")
        click(help_page.details.go)
        form = program.panel.form()
        assert form is not None
        row = form.sheet.rows["user_sig_source"]
        focus = program.window.focusWidget()
        assert focus is not None
        assert row.isAncestorOf(focus)


@pytest.mark.parametrize("generation", [TRTC, AGORA])
async def test_a_failed_connection_test_leads_to_its_page_in_front_of_the_dialog(
    cloud: Cloud, tmp_path: Path, generation: str
) -> None:
    async with opened(tmp_path) as program:
        wrong = {"secret_key": "another-key"} if generation == TRTC else {"customer_secret": "another"}
        await cloud.add_account(program.services, generation, secrets=wrong)
        program.window.commands.profiles.trigger()
        await program.until(lambda: program.window.findChild(ProfilesDialog))
        dialog = program.window.findChild(ProfilesDialog)
        assert dialog is not None
        await program.until(dialog.isVisible)
        press(dialog, "Test connection")
        await program.until(lambda: links(dialog))
        click(*links(dialog))
        # A dialog blocks every other window, so the page must be the dialog's own.
        assert chosen(page(dialog)).startswith(("trtc/AuthFailure.", "agora/"))
        assert program.window.findChildren(ErrorsWindow, options=DIRECT) == []
        dialog.reject()

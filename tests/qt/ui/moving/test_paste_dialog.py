"""The window for pasted requests: what it understands, what it says, what it would put into the form."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PySide6.QtCore import QMimeData

from roomscribe.domain.drafts import Draft
from roomscribe.domain.remarks import RemarkKind
from roomscribe.ui.moving.paste_dialog import PasteDialog
from roomscribe.ui.moving.remarks_model import SETTING, WHAT, WHY
from roomscribe.ui.moving.tools import MovingTools
from tests.support.consoles import TestConsole
from tests.support.published import AGORA_OLD_START, AGORA_UPDATE, TRTC_START

JOIN = '{"name": "n", "languages": ["en-US"], "rtcConfig": {"channelName": "c", "pubBotUid": "1"}}'


@pytest.fixture
def opened(qtbot: Any, tools: MovingTools, console: TestConsole) -> Any:
    def open_with(text: str = "", generation: str = "agora-6") -> PasteDialog:
        profile = next(each for each in console.profiles if each.generation == generation)
        found = tools.registry.generation(generation)
        values = {each.key: each.initial() for each in found.fields} | dict(found.example)
        current = Draft(profile_id=profile.id, values=values, minutes=30)
        dialog = PasteDialog(tools, current=current, text=text)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_with


def paste(dialog: PasteDialog, text: str) -> None:
    paste_only(dialog, text)
    dialog.look()


def paste_only(dialog: PasteDialog, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    dialog.edit.insertFromMimeData(data)


def generation(dialog: PasteDialog) -> str:
    profile = dialog.outcome.profile()
    assert profile is not None
    return profile.generation


def listed(dialog: PasteDialog) -> list[tuple[str, str, str]]:
    model = dialog.outcome.remarks.model()
    return [tuple(model.index(row, at).data() for at in (WHAT, SETTING, WHY)) for row in range(model.rowCount())]


def test_an_empty_field_offers_nothing(opened: Any) -> None:
    dialog = opened()
    assert not dialog.fill.isEnabled()
    assert dialog.fill.toolTip() == "Paste a request first."
    assert not dialog.outcome.isVisible()
    assert not dialog.banner.isVisible()


def test_the_published_start_of_trtc(opened: Any) -> None:
    dialog = opened(TRTC_START)
    assert generation(dialog) == "trtc-1"
    assert dialog.banner.words() == (
        "This is a start for Tencent TRTC, transcription 1.0\nSettings understood: 7. Left out: 1."
    )
    assert [row[:2] for row in listed(dialog)] == [("Left out", "UserSig"), ("Note", "SDKAppID")]
    assert dialog.opened.draft.values["room"] == "500123"
    assert dialog.fill.isEnabled()


def test_a_text_is_read_while_it_is_changed(opened: Any, qtbot: Any) -> None:
    dialog = opened()
    dialog.edit.insertPlainText(JOIN)
    qtbot.waitUntil(lambda: dialog.opened is not None)
    assert generation(dialog) == "agora-7"
    dialog.edit.insertPlainText("}")
    qtbot.waitUntil(lambda: dialog.opened is None)
    assert dialog.banner.words().startswith("Line 1, column")
    assert not dialog.fill.isEnabled()


def test_a_mistake_is_marked_at_its_place(opened: Any) -> None:
    dialog = opened('{\n  "语言": "𝄞",\n  "a": 1\n  "b": 2\n}')
    assert dialog.banner.words() == "Line 4, column 3\nA comma or a closing bracket is missing here."
    assert dialog.fill.toolTip() == "A comma or a closing bracket is missing here."
    line, mark = dialog.edit.extraSelections()
    assert mark.cursor.selectedText() == '"'
    assert (line.cursor.blockNumber(), mark.cursor.blockNumber()) == (3, 3)
    dialog.edit.show_text(JOIN)
    dialog.look()
    assert dialog.edit.extraSelections() == []


@pytest.mark.parametrize("text", ["import requests", "hello", "[" * 50_000, AGORA_UPDATE])
def test_what_cannot_be_read_is_said(opened: Any, text: str) -> None:
    dialog = opened(text)
    assert dialog.banner.words()
    assert dialog.opened is None
    assert not dialog.outcome.isVisible()


def test_secrets_are_hidden_as_they_come_and_reach_the_form(opened: Any) -> None:
    dialog = opened(generation="agora-7")
    body = JOIN.replace('"pubBotUid": "1"', '"pubBotUid": "1", "cryptionMode": 1, "secret": "CANARY-1"')
    paste(dialog, f"curl -u CANARY-2:CANARY-3 https://api.agora.io/x -H 'Authorization: Basic CANARY-4' -d '{body}'")
    assert "CANARY" not in dialog.edit.toPlainText()
    assert dialog.opened.draft.values["encryption_secret"] == "CANARY-1"
    assert "CANARY" not in repr(dialog.opened.remarks)


def test_another_profile_turns_it_into_its_draft(opened: Any) -> None:
    dialog = opened(AGORA_OLD_START)
    assert generation(dialog) == "agora-5"
    box = dialog.outcome.selector.box
    box.setCurrentIndex([each.generation for each in dialog.outcome.selector.profiles()].index("agora-7"))
    assert generation(dialog) == "agora-7"
    assert dialog.opened.draft.values["sub_bot_uid"] == ""
    assert "It is turned into a draft for Agora Real-Time STT 7.x." in dialog.banner.words()
    assert "Listening bot" in [row[1] for row in listed(dialog)]
    dialog.edit.insertPlainText(" ")
    dialog.look()
    assert generation(dialog) == "agora-7"  # what a person chose stays chosen


def test_what_is_still_to_be_done_is_named(opened: Any) -> None:
    dialog = opened(AGORA_OLD_START.replace('"bucket": "captions",', "").replace("exampleSecret", "<secret>"))
    asked = [remark.key for remark in dialog.opened.remarks if remark.kind is RemarkKind.TO_ENTER]
    assert asked == ["storage_secret_key"]
    assert dialog.outcome.to_do.text() == "Still to fill in or correct: Bucket, Secret key."


def test_a_change_keeps_what_the_form_has(opened: Any) -> None:
    dialog = opened('{"languages": ["ja-JP"]}', generation="agora-6")
    assert generation(dialog) == "agora-6"
    assert "This is a change of a task of" in dialog.banner.words()
    assert dialog.opened.draft.values["channel"] == "demo-room"
    assert dialog.opened.draft.values["languages"] == ("ja-JP",)


def test_filling_takes_the_text_as_it_stands_now(opened: Any) -> None:
    dialog = opened(JOIN)
    dialog.edit.show_text(JOIN.replace('"c"', '"later"'))
    dialog.fill.click()
    assert dialog.result() == PasteDialog.DialogCode.Accepted
    assert dialog.opened.draft.values["channel"] == "later"


def test_the_window_fits_a_small_screen(opened: Any) -> None:
    dialog = opened(AGORA_OLD_START)
    assert dialog.minimumSizeHint().height() <= 720 * 0.9
    row = dialog.outcome.remarks
    assert row.horizontalHeader().length() <= row.viewport().width()


def test_a_text_that_is_far_too_long_is_not_taken_at_all(opened: Any) -> None:
    dialog = opened(JOIN)
    before, begun = dialog.edit.toPlainText(), time.process_time()
    paste_only(dialog, '{"a": "' + "x" * 5_000_000 + '"}')
    assert time.process_time() - begun < 0.2
    assert dialog.edit.toPlainText() == before
    assert dialog.banner.words().startswith("Nothing was pasted\nThis is too long for a request")


def test_what_is_selected_makes_room(opened: Any) -> None:
    dialog = opened("x" * 30_000)
    dialog.edit.selectAll()
    paste_only(dialog, "y" * 39_999)
    assert dialog.edit.toPlainText() == "y" * 39_999


@pytest.mark.parametrize(("before", "pasted"), [('{"UserSig": ""}', "CANARY"), ('{"UserSig"}', ': "CANARY"')])
def test_a_secret_pasted_between_quotes_is_hidden_and_cannot_be_undone(opened: Any, before: str, pasted: str) -> None:
    dialog = opened(before)
    assert not before.endswith("•")
    cursor = dialog.edit.textCursor()
    cursor.setPosition(len(before) - (2 if before.endswith('"}') and pasted == "CANARY" else 1))
    dialog.edit.setTextCursor(cursor)
    paste_only(dialog, pasted)
    for _ in range(5):
        assert "CANARY" not in dialog.edit.toPlainText()
        dialog.edit.undo()
    assert "•••1" in dialog.edit.toPlainText()


def test_deep_json_is_refused(opened: Any) -> None:
    dialog = opened()
    paste(dialog, '{"rtcConfig": ' + "[" * 900 + "]" * 900 + "}")
    assert dialog.banner.words().endswith("This JSON is nested too deeply.")


def test_half_characters_before_a_mistake_do_no_harm(opened: Any) -> None:
    dialog = opened()
    paste(dialog, '{"channel": "\ud83d", }')
    assert not dialog.fill.isEnabled()


def test_text_in_quotes_that_never_close_is_coloured_in_no_time(opened: Any) -> None:
    dialog, begun = opened(), time.process_time()
    paste_only(dialog, '\\"' * 19_000)
    assert time.process_time() - begun < 1

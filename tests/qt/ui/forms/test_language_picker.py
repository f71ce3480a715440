"""The pop-up for languages, by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from roomscribe.ui.forms.editor import Kit
from roomscribe.ui.forms.editors import make_editor
from roomscribe.ui.forms.field_sheet import FieldSheet
from roomscribe.ui.forms.language_list import CHOSEN_ROLE, LANGUAGE_ROLE, LanguageModel
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import load_registry
from tests.support.model_guard import makes

from .everything import field, make_kit

REGISTRY = load_registry()


@pytest.fixture
def languages(qtbot):
    made = make_editor(field("targets"), make_kit())
    qtbot.addWidget(made)
    made.show()
    return made


def codes(picker):
    return [picker.model.index(row, 0).data(LANGUAGE_ROLE).code for row in range(picker.model.rowCount())]


def open_picker(made):
    made._open()
    return made._picker


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("jap", ["ja"]),
        ("日本", ["ja"]),
        ("zh-CN", ["zh"]),
        ("mandarin", ["zh"]),
        ("espanol", ["es"]),
        ("ja-JP", ["ja"]),
        ("klingon", []),
    ],
)
def test_languages_are_found_by_any_of_their_names_and_codes(languages, qtbot, words, found):
    picker = open_picker(languages)
    picker.search.setText(words)
    assert codes(picker) == found


def test_languages_for_another_use_are_not_offered(languages):
    assert "16k_zh_large" not in codes(open_picker(languages))


def test_type_arrows_and_enter_choose(languages, qtbot):
    announced = []
    languages.changed.connect(lambda: announced.append(languages.value()))
    picker = open_picker(languages)
    qtbot.keyClicks(picker.search, "an")
    first = codes(picker)[1]
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert announced == [(first,)]
    assert picker.isVisible()


def test_the_order_of_choosing_is_kept_and_a_second_pick_gives_back(languages):
    picker = open_picker(languages)
    for code in ("ja", "en", "de"):
        picker.picked.emit(code)
    picker.picked.emit("en")
    assert languages.value() == ("ja", "de")
    ticked = {code for row, code in enumerate(codes(picker)) if picker.model.index(row, 0).data(CHOSEN_ROLE)}
    assert ticked == {"ja", "de"}


def test_a_full_choice_says_so_and_takes_no_more(languages):
    languages.set_value(("ja", "en", "de"))
    picker = open_picker(languages)
    assert "At most 3" in picker.note.text()
    row = codes(picker).index("fr")
    assert not picker.model.flags(picker.model.index(row, 0)) & Qt.ItemFlag.ItemIsEnabled
    picker._pick(picker.model.index(row, 0))
    assert languages.value() == ("ja", "en", "de")


def test_escape_closes(languages, qtbot):
    picker = open_picker(languages)
    qtbot.keyClick(picker, Qt.Key.Key_Escape)
    assert not picker.isVisible()


@makes(LanguageModel)
def test_the_model_keeps_qts_rules(languages):
    picker = open_picker(languages)
    for text in ("fr", "no such language", ""):
        picker.search.setText(text)
    assert codes(picker)


def test_a_single_language_is_picked_and_cleared(qtbot):
    made: Any = make_editor(field("spoken"), make_kit())
    qtbot.addWidget(made)
    made.show()
    announced = []
    made.changed.connect(lambda: announced.append(made.value()))
    assert made.box.placeholderText() == "Chinese (default)"
    qtbot.keyClick(made.box, Qt.Key.Key_Down)
    picker = made._picker
    assert picker.isVisible()
    qtbot.keyClicks(picker.search, "noisy")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert not picker.isVisible()
    assert made.value() == "16k_zh_large"
    assert "no longer listed" in made.box.toolTip()
    qtbot.keyClick(made.box, Qt.Key.Key_Delete)
    assert announced == ["16k_zh_large", ""]


def test_what_is_said_of_a_language_holds_everything(languages):
    picker = open_picker(languages)
    languages.set_value(("ko",))
    row = codes(picker).index("ko")
    said = picker.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Korean, 한국어, ko, the vendor's pages disagree about it, chosen"


SPOKEN = {"trtc-1": "language", "trtc-2": "language", "agora-7": "languages"}


def sheet_of(qtbot, generation_id, site):
    generation = REGISTRY.generation(generation_id)
    fields = [each for each in generation.fields if each.language_use]
    sheet = FieldSheet(fields, Kit(theme=Theme("light"), languages=generation.languages), site)
    qtbot.addWidget(sheet)
    sheet.finish()
    sheet.show()
    return sheet


def editor_of(sheet, key):
    return sheet.rows[key].editor


@pytest.mark.parametrize(
    ("generation_id", "words", "code"),
    [
        ("agora-7", "no-NO", "nb-NO"),
        ("trtc-1", "jp", "ja"),
        ("trtc-2", "zh", "bigmodel-zh"),
        ("agora-7", "Deutsch", "de-DE"),
    ],
)
def test_old_codes_and_own_names_find_the_vendors_code(qtbot, generation_id, words, code):
    picker = open_picker(editor_of(sheet_of(qtbot, generation_id, ""), SPOKEN[generation_id]))
    picker.search.setText(words)
    assert code in codes(picker)


@pytest.mark.parametrize(
    ("generation_id", "key", "code"),
    [("trtc-2", "target_languages", "yue"), ("agora-7", "languages", "cmn-CN")],
)
def test_a_code_of_the_mainlands_documents_is_offered_there_alone(qtbot, generation_id, key, code):
    here, elsewhere = "cn", REGISTRY.generation(generation_id).sites[0].id
    sheet = sheet_of(qtbot, generation_id, elsewhere)
    picker = open_picker(editor_of(sheet, key))
    assert code not in codes(picker)
    sheet.set_site(here)
    editor = editor_of(sheet, key)
    assert code in codes(open_picker(editor))
    editor.set_value((code,))
    assert editor.doubt.isHidden()
    assert "at this site only" in editor.chips.chips[0].toolTip()
    sheet.set_site(elsewhere)
    assert editor.doubt.text().endswith("in the list of another site only.")
    assert editor.doubt.isVisible()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("16k_zh_court", "Chinese for courts: no longer listed; the vendor may refuse it."),
        ("en", "English: the vendor's pages disagree about it."),
        ("tlh", "tlh is not in the vendor's list."),
        ("ja", ""),
    ],
)
def test_what_speaks_against_a_choice_stands_below_it(qtbot, code, words):
    editor = editor_of(sheet_of(qtbot, "trtc-1", "intl"), "language")
    editor.set_value(code)
    assert editor.doubt.text() == words
    assert editor.doubt.isHidden() == (not words)
    editor.set_value("")
    assert editor.doubt.isHidden()


def test_what_is_no_longer_listed_is_offered_last_with_a_note(qtbot):
    picker = open_picker(editor_of(sheet_of(qtbot, "trtc-1", "intl"), "language"))
    gone = codes(picker).index("zh-TW")
    assert gone > codes(picker).index("no")
    tip = picker.model.index(gone, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "no longer listed; the vendor may refuse it · basic engine"

"""The pop-up for languages, by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from roomscribe.ui.forms.editors import make_editor
from roomscribe.ui.forms.language_list import CHOSEN_ROLE, LANGUAGE_ROLE

from .everything import field, make_kit


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
    [("jap", ["ja"]), ("日本", ["ja"]), ("zh-CN", ["zh"]), ("mandarin", ["zh"]), ("espanol", ["es"]), ("klingon", [])],
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


def test_the_model_keeps_qts_rules(languages, qtmodeltester):
    picker = open_picker(languages)
    qtmodeltester.check(picker.model)


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

"""Each editor shows what it is given, and says once when a person changes it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QLineEdit

from roomscribe.domain.fields import Field, FieldKind
from roomscribe.ui.forms.editors import make_editor
from roomscribe.ui.forms.text_editors import SecretEditor

from .everything import FIELDS, LANGUAGES, field, make_kit

CODES = [each.code for each in LANGUAGES.languages]
# Qt's text boxes make ordinary blanks of hard ones, which for keywords is just as well.
one_line = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="\xa0"), max_size=20)
item = one_line.map(str.strip).filter(bool)


def cells(column):
    match column.kind:
        case FieldKind.INTEGER:
            return st.none() | st.integers()
        case FieldKind.CHOICE:
            return st.sampled_from([None, *(choice.value for choice in column.choices)])
        case FieldKind.LANGUAGE:
            return st.sampled_from(["", *CODES])
        case FieldKind.LANGUAGES:
            return st.lists(st.sampled_from(CODES), max_size=3).map(tuple)
        case FieldKind.TEXTS:
            return st.lists(item, max_size=3).map(tuple)
        case _:
            return one_line


def values_of(each: Field):
    match each.kind:
        case FieldKind.TEXT:
            return one_line.map(str.strip) if each.secret else one_line
        case FieldKind.INTEGER:
            return st.none() | st.integers()
        case FieldKind.DECIMAL:
            return st.none() | st.floats(allow_nan=False, allow_infinity=False)
        case FieldKind.CHOICE:
            return st.sampled_from([None, *(choice.value for choice in each.choices)])
        case FieldKind.FLAG:
            return st.booleans()
        case FieldKind.LANGUAGE:
            return st.sampled_from(["", "xx-unknown", *CODES])
        case FieldKind.LANGUAGES:
            return st.lists(st.sampled_from([*CODES, "xx-unknown"]), unique=True).map(tuple)
        case FieldKind.TEXTS:
            return st.lists(item, max_size=6).map(tuple)
        case FieldKind.TABLE:
            first = each.columns[0]
            needed = item if first.kind is FieldKind.TEXT else st.sampled_from(CODES)
            row = {column.key: cells(column) for column in each.columns}
            return st.lists(st.fixed_dictionaries({**row, first.key: needed}), max_size=3).map(tuple)


@pytest.fixture
def editor(qtbot):
    def make(key):
        made: Any = make_editor(field(key), make_kit())
        qtbot.addWidget(made)
        made.announced = 0

        def count():
            made.announced += 1

        made.changed.connect(count)
        return made

    return make


@pytest.mark.parametrize("each", FIELDS, ids=lambda each: each.key)
def test_a_fresh_editor_shows_the_fields_first_value(qtbot, each):
    made: Any = make_editor(each, make_kit())
    qtbot.addWidget(made)
    assert made.value() == each.initial()


@pytest.mark.parametrize("each", FIELDS, ids=lambda each: each.key)
def test_every_place_that_takes_the_focus_has_a_name(qtbot, each):
    made: Any = make_editor(each, make_kit())
    qtbot.addWidget(made)
    if each.kind is FieldKind.TABLE:
        made.add.click()
    assert all(stop.accessibleName() for stop in made.stops())


@pytest.mark.parametrize("each", FIELDS, ids=lambda each: each.key)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_value_that_is_set_is_read_back_and_not_announced(editor, each, data):
    made = editor(each.key)
    value = data.draw(values_of(each))
    made.set_value(value)
    assert made.value() == value
    assert made.announced == 0
    made.deleteLater()


def test_typing_is_announced_once_a_keystroke(editor, qtbot):
    made = editor("room")
    qtbot.keyClicks(made.line, "500")
    assert (made.value(), made.announced) == ("500", 3)


def test_a_number_that_is_none_is_kept(editor, qtbot):
    made = editor("idle")
    qtbot.keyClicks(made.line, "6x")
    assert made.value() == "6x"
    qtbot.keyClick(made.line, Qt.Key.Key_Backspace)
    assert made.value() == 6


def test_a_change_that_leaves_the_value_alone_is_not_announced(editor, qtbot):
    made = editor("idle")
    made.set_value(6)
    qtbot.keyClicks(made.line, " ")
    assert (made.value(), made.announced) == (6, 0)


def test_a_secret_is_hidden_again_when_the_form_goes_out_of_sight(editor):
    made = editor("signature")
    assert isinstance(made, SecretEditor)
    made.set_value("s3cret")
    made.show()
    assert made.line.echoMode() is QLineEdit.EchoMode.Password
    made.reveal.click()
    assert made.line.echoMode() is QLineEdit.EchoMode.Normal
    made.hide()
    assert made.line.echoMode() is QLineEdit.EchoMode.Password


def test_a_choice_left_to_the_vendor_is_none(editor):
    made = editor("suppress")
    assert made.box.currentText() == "Vendor's default"
    made.box.setCurrentIndex(2)
    assert (made.value(), made.announced) == (2, 1)
    made.box.setCurrentIndex(0)
    assert (made.value(), made.announced) == (None, 2)


def test_a_required_choice_has_no_entry_for_nothing(editor):
    made = editor("room_type")
    assert [made.box.itemText(at) for at in range(made.box.count())] == ["Number", "Text"]


def test_a_choice_that_is_not_offered_is_kept(editor):
    made = editor("suppress")
    made.set_value(7)
    assert made.value() == 7
    assert "not offered" in made.box.currentText()


def test_a_flag_is_announced_once(editor, qtbot):
    made = editor("json")
    qtbot.keyClick(made.box, Qt.Key.Key_Space)
    assert (made.value(), made.announced) == (True, 1)


def test_a_pasted_list_becomes_chips(editor):
    made = editor("people")
    QGuiApplication.clipboard().setText("alice, bob\r\n课堂\n")
    made.line.paste()
    assert made.value() == ("alice", "bob", "课堂")
    assert made.announced == 1
    assert [chip.text() for chip in made.chips.chips] == ["alice", "bob", "课堂"]


def test_what_is_being_typed_counts_already(editor, qtbot):
    made = editor("people")
    qtbot.keyClicks(made.line, "al")
    assert made.value() == ("al",)
    qtbot.keyClick(made.line, Qt.Key.Key_Return)
    assert (made.value(), made.line.text(), made.announced) == (("al",), "", 2)


def test_backspace_takes_the_last_item_back_into_the_line(editor, qtbot):
    made = editor("people")
    made.set_value(("alice", "bob"))
    qtbot.keyClick(made.line, Qt.Key.Key_Backspace)
    assert made.line.text() == "bob"
    assert (made.value(), made.announced) == (("alice", "bob"), 0)


def test_delete_on_a_chip_removes_it_and_the_focus_stays_nearby(editor, qtbot):
    made = editor("people")
    made.set_value(("a", "b", "c"))
    made.show()
    made.activateWindow()
    made.chips.chips[1].setFocus()
    qtbot.keyClick(made.chips.chips[1], Qt.Key.Key_Delete)
    assert (made.value(), made.announced) == (("a", "c"), 1)
    assert made.focusWidget() is made.chips.chips[1]


def test_many_texts_are_lines(editor):
    made = editor("keywords")
    made.text.insertPlainText("room scribe\n课堂\n")
    assert (made.value(), made.announced) == (("room scribe", "课堂"), 1)


def test_a_full_table_takes_no_more_rows(editor):
    made = editor("pairs")
    made.set_value(({"source": "zh"}, {"source": "en"}))
    assert not made.add.isEnabled()


def test_tab_visits_cells_added_later_in_the_order_they_are_seen(qtbot):
    made: Any = make_editor(field("pairs"), make_kit())
    qtbot.addWidget(made)
    made.set_value(({"source": "zh", "target": ("en",)}, {"source": "en"}))
    seen, at = [], made.stops()[0]
    for _ in made.stops():
        seen.append(at)
        at = at.nextInFocusChain()
        while not at.focusPolicy() & Qt.FocusPolicy.TabFocus or at not in made.stops():
            at = at.nextInFocusChain()
    assert seen == made.stops()


def test_a_list_of_languages_may_be_pasted_into_a_card(editor):
    made = editor("pairs")
    made.add.click()
    made.rows[0].take_texts("source", ["zh", "en, ja"])
    made.rows[0].cells["words"].line.setText("x")
    assert made.value() == ({"source": "zh", "target": ("en", "ja"), "words": ("x",)},)
    made.rows[0].remove.click()
    assert made.value() == ()


def test_a_wheel_turned_over_a_combo_box_scrolls_the_form_instead(editor, qtbot):
    made = editor("room_type")
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QGuiApplication.sendEvent(made.box, turn)
    assert (made.value(), turn.isAccepted()) == (0, False)

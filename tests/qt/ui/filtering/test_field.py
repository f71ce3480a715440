"""The filter's field: suggestions by keyboard, mistakes told in time, and text that is being composed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from roomscribe.ui.filtering.field import FilterField
from roomscribe.ui.filtering.help import FilterHelp
from roomscribe.ui.filtering.language import table_language
from roomscribe.ui.filtering.suggestions import SuggestionModel
from roomscribe.ui.theme import Theme, metrics
from tests.qt.ui.task_examples import example_registry, example_tasks
from tests.support.model_guard import makes

Key = Qt.Key


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[FilterField]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(metrics.WINDOW_MIN_WIDTH, metrics.WINDOW_MIN_HEIGHT)
    made = FilterField(table_language(example_registry(), None), example_tasks, Theme("light"), window)
    made.setGeometry(400, 8, metrics.FILTER_WIDTH, metrics.CONTROL)
    window.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made
    window.close()


@pytest.fixture
def type_in(field: FilterField, qtbot: QtBot) -> Callable[[str], None]:
    """Types instead of what stands there."""

    def type_in(text: str) -> None:
        field.clear()
        qtbot.keyClicks(field, text)

    return type_in


def offered(field: FilterField) -> list[str]:
    """The suggestions in sight."""
    return [each.shown for each in field.panel.model.suggestions] if field.panel.offering else []


@makes(SuggestionModel)
def test_tab_takes_a_key_and_then_a_value(field: FilterField, type_in: Callable[[str], None], qtbot: QtBot):
    type_in("sta")
    assert offered(field) == ["state:", "started:"]
    qtbot.keyClick(field, Key.Key_Tab)
    assert field.text() == "state:"
    assert offered(field)[0] == "live"
    qtbot.keyClicks(field, "ru")
    qtbot.keyClick(field, Key.Key_Tab)
    assert field.text() == "state:running "
    assert str(field.query) == "state:running"
    assert not field.panel.isVisible()
    assert field.hasFocus()
    field.undo()
    assert field.text() != "state:running "


@makes(SuggestionModel)
def test_enter_takes_a_value_but_no_key_that_nobody_has_marked(
    field: FilterField, type_in: Callable[[str], None], qtbot: QtBot
):
    type_in("sta")
    qtbot.keyClick(field, Key.Key_Return)
    assert field.text() == "sta"
    assert not field.panel.isVisible()
    type_in("sta")
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Down)
    assert "started:" in field.accessibleDescription()
    qtbot.keyClick(field, Key.Key_Return)
    assert field.text() == "started:"
    qtbot.keyClick(field, Key.Key_Up)
    qtbot.keyClick(field, Key.Key_Return)
    assert str(field.query) == "started:>7d"


def test_enter_leaves_a_text_that_is_right_as_it_is(field: FilterField, type_in: Callable[[str], None], qtbot: QtBot):
    type_in("room:5001")
    assert offered(field) == ["500123", "500124"]
    qtbot.keyClick(field, Key.Key_Return)
    assert field.text() == "room:5001"
    assert not field.panel.isVisible()
    type_in("state:runn")
    qtbot.keyClick(field, Key.Key_Return)
    assert field.text() == "state:running "


def test_escape_closes_the_list_and_tab_leaves_then(field: FilterField, type_in: Callable[[str], None], qtbot: QtBot):
    type_in("state:r")
    assert field.panel.offering
    qtbot.keyClick(field, Key.Key_Escape)
    assert not field.panel.isVisible()
    assert field.text() == "state:r"
    qtbot.keyClick(field, Key.Key_Down)
    assert offered(field)[0] == "requesting"


def test_a_click_takes_a_suggestion(field: FilterField, type_in: Callable[[str], None], qtbot: QtBot):
    type_in("vendor:")
    view = field.panel.list
    where = view.visualRect(field.panel.model.index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert field.text() == "vendor:trtc-1 "
    assert field.hasFocus()


def test_rooms_and_owners_of_tasks_are_offered(field: FilterField, type_in: Callable[[str], None]):
    type_in("owner:")
    assert offered(field)[:2] == ["me", "root"]
    type_in("room:5001")
    assert offered(field) == ["500123", "500124"]


def test_the_last_filter_stays_while_there_is_a_mistake(
    field: FilterField, type_in: Callable[[str], None], qtbot: QtBot
):
    seen: list[str] = []
    field.filter_changed.connect(lambda query: seen.append(str(query)))
    type_in("state:running")
    assert str(field.query) == "state:running"
    qtbot.keyClicks(field, "x")
    assert str(field.query) == "state:running"
    assert field.problem is not None
    assert not field.told  # somebody is in the middle of a word
    qtbot.waitUntil(lambda: field.told)
    assert field.panel.words.text() == "“runningx” is no state. Did you mean running?"
    assert field.accessibleDescription().startswith("At character 7: ")
    assert offered(field) == ["running"]
    qtbot.keyClick(field, Key.Key_Tab)
    assert not field.told
    assert field.accessibleDescription() == ""
    assert seen[-1] == "state:running"


def test_a_mistake_that_is_behind_is_told_at_once(field: FilterField, type_in: Callable[[str], None]):
    type_in("age:5x ro")
    assert field.told
    field.repaint()
    type_in("age:>5m ro")
    assert not field.told


def test_leaving_tells_and_takes_the_panel_away(field: FilterField, type_in: Callable[[str], None], qtbot: QtBot):
    type_in("state:runing")
    qtbot.keyClick(field, Key.Key_Escape)
    told = [field.told]
    field.clearFocus()
    assert [*told, field.told] == [False, True]
    assert not field.panel.isVisible()
    assert "is no state" in field.toolTip()


def test_the_name_of_a_key_is_no_word_any_more_once_its_colon_is_there(
    field: FilterField, type_in: Callable[[str], None]
):
    type_in("trtc state:")
    assert str(field.query) == "trtc"


def test_composed_text_is_left_alone(field: FilterField, qtbot: QtBot):
    qtbot.keyClicks(field, "room:")
    assert field.panel.offering
    QApplication.sendEvent(field, QInputMethodEvent("ke", []))
    assert not field.panel.isVisible()
    assert field.text() == "room:"
    done = QInputMethodEvent("", [])
    done.setCommitString("课*")
    QApplication.sendEvent(field, done)
    assert field.text() == "room:课*"
    assert str(field.query) == "room:课*"


def test_a_text_that_was_put_in_says_at_once_what_is_wrong(field: FilterField):
    field.setText("stat:running")
    assert field.told
    assert offered(field) == ["state:"]  # what was meant, and nothing else
    field.setText("")
    assert field.query.empty


def test_the_help_explains_every_key(field: FilterField, qtbot: QtBot):
    field.show_help()
    (sheet,) = field.window().findChildren(FilterHelp)
    told = [each.text() for each in sheet.findChildren(QLabel)]
    for key in field.language.keys:
        assert key.example in told
        assert str(key.meaning) in told
    assert sheet.isVisible()
    qtbot.keyClick(sheet, Key.Key_Escape)
    assert not sheet.isVisible()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_what_was_meant_comes_first_and_is_taken_at_the_place_of_the_mistake(
    field: FilterField, type_in: Callable[[str], None], qtbot: QtBot
):
    type_in("state:runing vendor:tr")
    assert offered(field) == ["running", "trtc", "trtc-1", "trtc-2"]
    assert field.panel.chosen_one() is None  # Enter must not choose something else than what is wrong
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Return)
    assert field.text() == "state:running vendor:tr"


def test_a_click_takes_what_was_meant_and_tab_what_is_being_typed(
    field: FilterField, type_in: Callable[[str], None], qtbot: QtBot
):
    type_in("state:runing vendor:tr")
    qtbot.keyClick(field, Key.Key_Tab)
    assert field.text() == "state:runing vendor:trtc "
    field.tell()
    assert offered(field) == ["running"]
    field.panel.chosen.emit(field.panel.model.suggestions[0])
    assert field.text() == "state:running vendor:trtc "
    assert not field.told


def test_enter_goes_to_a_mistake_that_may_be_out_of_sight_and_leaving_does(
    field: FilterField, type_in: Callable[[str], None], qtbot: QtBot
):
    text = "age:nonsense " + "long " * 30
    for leave in (lambda: qtbot.keyClick(field, Key.Key_Return), field.clearFocus):
        type_in(text)
        field._close_list()
        leave()
        assert field.cursorPosition() == len("age:nonsense")
        assert field.told
        field.setFocus()


def test_an_empty_value_is_no_mistake_while_its_list_is_open(
    field: FilterField, type_in: Callable[[str], None], qtbot: QtBot
):
    type_in("room:")
    assert offered(field)
    field._patience.timeout.emit()
    assert not field.told
    qtbot.keyClick(field, Key.Key_Escape)
    field._patience.timeout.emit()
    assert field.told


@pytest.mark.parametrize(
    ("text", "first", "taken"), [("sta", "state:", "state:"), ("state:ru", "running", "state:running ")]
)
def test_the_arrow_and_tab_do_the_same_with_keys_and_values(
    field: FilterField, type_in: Callable[[str], None], qtbot: QtBot, text: str, first: str, taken: str
):
    for arrow in (False, True):
        type_in(text)
        assert field.panel.chosen_one() is None
        if arrow:
            qtbot.keyClick(field, Key.Key_Down)
            chosen = field.panel.chosen_one()
            assert chosen is not None
            assert chosen.shown == first
        qtbot.keyClick(field, Key.Key_Tab)
        assert field.text() == taken

"""The help on errors: its list, its search, one error in full, and a code that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from roomscribe.services.error_book import BookEntry, ErrorBook
from roomscribe.ui.errors.error_list import ENTRY_ROLE, ErrorModel
from roomscribe.ui.errors.window import ErrorsWindow
from roomscribe.ui.errors.words import field_label
from roomscribe.ui.theme import Theme
from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.registry import Registry, load_registry
from roomscribe.vendors.trtc.errors import explain
from tests.qt.ui.task_examples import note
from tests.support.model_guard import makes

REGISTRY = Registry([*load_registry().vendors, BLANK])


@pytest.fixture(scope="module")
def book() -> ErrorBook:
    return ErrorBook(REGISTRY)


@pytest.fixture
def window(book: ErrorBook, theme: Theme) -> Iterator[ErrorsWindow]:
    window = ErrorsWindow(book, theme, lambda entry: entry.entry.field == "room")
    window.show()
    yield window
    window.close()
    window.deleteLater()


def codes(window: ErrorsWindow) -> list[str]:
    return [window.model.index(row, 0).data() for row in range(window.model.rowCount())]


def chosen(window: ErrorsWindow) -> BookEntry | None:
    entry = window.list.currentIndex().data(ENTRY_ROLE)
    return entry if isinstance(entry, BookEntry) else None


def shown(window: ErrorsWindow) -> str:
    """Everything that the right side says."""
    labels = window.details.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible() and label.text())


@makes(ErrorModel)
def test_the_model_keeps_qts_rules(book: ErrorBook) -> None:
    model = ErrorModel(book.entries)
    model.narrow("task", "trtc")
    assert 0 < model.rowCount() < len(book.entries)


def test_it_opens_with_everything_and_the_keyboard_in_the_search(window: ErrorsWindow, book: ErrorBook) -> None:
    assert window.model.rowCount() == len(book.entries)
    assert window.count.text() == f"{len(book.entries)} errors"
    window.show_all()
    assert window.focusWidget() is window.search
    assert chosen(window) is not None


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("taskexist", "FailedOperation.TaskExist"),
        ("http 409", "HTTP 409"),
        ("409", "HTTP 409"),
        ("interval!", "resourceId reaches out the limited time interval!"),
        ("clock five minutes", "AuthFailure.SignatureExpire"),
        ("InternalError", "InternalError"),
        ("70013", "70013"),
        ("leavecode 99", "LeaveCode 99"),
    ],
)
def test_a_search_finds_codes_texts_and_meanings(window: ErrorsWindow, words: str, first: str) -> None:
    QTest.keyClicks(window.search, words)
    assert codes(window)[0] == first
    current = chosen(window)
    assert current is not None
    assert str(current.entry.meaning) in shown(window)
    assert str(current.entry.remedy) in shown(window)


def test_the_vendors_are_asked_for_and_not_known_by_name(window: ErrorsWindow) -> None:
    offered = [window.vendor.itemText(index) for index in range(window.vendor.count())]
    assert offered == ["All vendors", *(str(each.title) for each in REGISTRY.vendors), "RoomScribe"]
    total = 0
    for index in range(1, window.vendor.count()):
        window.vendor.setCurrentIndex(index)
        entries = [window.model.index(row, 0).data(ENTRY_ROLE) for row in range(window.model.rowCount())]
        assert {each.entry.vendor for each in entries} == {window.vendor.currentData()}
        total += len(entries)
    window.vendor.setCurrentIndex(0)
    assert window.model.rowCount() == total


def test_the_arrows_move_through_the_list_while_the_typing_goes_on(window: ErrorsWindow) -> None:
    window.show_all()
    before = window.list.currentIndex().row()
    QTest.keyClick(window.search, Qt.Key.Key_Down)
    assert window.list.currentIndex().row() == before + 1
    QTest.keyClicks(window.search, "taskexist")
    assert window.search.text() == "taskexist"
    QTest.keyClick(window.search, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_it_opens_at_an_error_whatever_was_searched_for(window: ErrorsWindow) -> None:
    window.search.setText("nothing has these words")
    window.vendor.setCurrentIndex(2)
    said = explain("InvalidParameter.UserSig", "UserSig is expired or wrong", "req-77", {})
    window.show_error(said)
    current = chosen(window)
    assert current is not None
    assert current.entry.key == said.entry
    assert window.list.visualRect(window.list.currentIndex()).intersects(window.list.viewport().rect())
    for words in ("UserSig is expired or wrong", "req-77", str(said.meaning), str(said.remedy), "Bot's signature"):
        assert words in shown(window)
    window.details.copy.click()
    copied = QGuiApplication.clipboard().text()
    for words in ("InvalidParameter.UserSig", "UserSig is expired or wrong", "req-77", str(said.remedy)):
        assert words in copied


@pytest.mark.parametrize("code", ["Brand.New", "AuthFailure.BrandNew"])
def test_a_code_nobody_knows_is_said_to_be_unknown_and_what_to_send(window: ErrorsWindow, code: str) -> None:
    window.show_error(explain(code, "words of the vendor", "req-5", {}))
    assert chosen(window) is None
    words = shown(window)
    assert code in words.splitlines()
    for part in (f"does not know “{code}”", "words of the vendor", "req-5", "Send Tencent TRTC's support the code"):
        assert part in words
    window.details.copy.click()
    assert code in QGuiApplication.clipboard().text()


def test_an_error_of_an_older_version_is_found_by_its_code(window: ErrorsWindow) -> None:
    window.show_error(note(code="FailedOperation.TaskExist"), "trtc")
    current = chosen(window)
    assert current is not None
    assert current.entry.key == "trtc/FailedOperation.TaskExist"
    # What was written down then stays what is said about it.
    assert "A task with this session id already runs in the room." in shown(window)


def test_a_search_without_a_hit_is_honest(window: ErrorsWindow) -> None:
    QTest.keyClicks(window.search, "Quite.Unheard.Of")
    assert codes(window) == []
    assert "Nothing in the catalogue has these words." in shown(window)
    assert "Send the vendor's support the code" in shown(window)
    window.search.clear()
    assert chosen(window) is not None


def test_only_a_field_within_reach_is_linked(window: ErrorsWindow) -> None:
    asked: list[object] = []
    window.field_requested.connect(asked.append)
    QTest.keyClicks(window.search, "MissingParameter.RoomId")
    assert window.details.go.isVisible()
    QTest.keyClick(window.details.go, Qt.Key.Key_Space)
    assert asked == ["room"]
    window.search.setText("MissingParameter.UserId")
    assert not window.details.go.isVisible()


def test_each_entry_can_be_shown_read_aloud_and_copied(window: ErrorsWindow, book: ErrorBook) -> None:
    for row, entry in enumerate(book.entries):
        index = window.model.index(row, 0)
        window.list.setCurrentIndex(index)
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert index.data() in spoken
        assert str(entry.entry.meaning) in spoken
        assert str(entry.entry.meaning) in window.details.whole_text
        assert str(entry.entry.remedy) in window.details.whole_text
        assert bool(field_label(entry)) is bool(entry.entry.field), entry.entry.key


def test_everything_has_a_name_for_people_who_do_not_see_it(window: ErrorsWindow) -> None:
    for widget in (window.search, window.vendor, window.list, window.details, window.details.copy):
        assert widget.accessibleName()


SAID = {
    # tencent.md §5.3
    "The SecretId is not found, please ensure that your SecretId is correct.": "AuthFailure.SecretIdNotFound",
    "The signature is expired, please request again.": "AuthFailure.SignatureExpire",
    "The provided credentials could not be validated. Please check your signature is correct.": (
        "AuthFailure.SignatureFailure"
    ),
    "The request is missing a required parameter `RoomId`.": "MissingParameter",
    "The parameter `VadLevel2` is not recognized": "UnknownParameter",
    "The value type of parameter `RoomId` is not valid.": "InvalidParameter",
    "The request `Action` is invalid or not found.": "InvalidAction",
    "The action does not support this region.": "UnsupportedRegion",
    "Your current request times equals to `21` in a second, which exceeds the frequency limit `20` for a second. "
    "Please reduce the frequency of calls.": "RequestLimitExceeded",
    "exceeds the frequency limit": "RequestLimitExceeded",
    # what the simulated cloud says above the limits of tencent.md §2
    "FailedOperation: The number of tasks or streams exceeds the limit.": "FailedOperation",
    "exceeds the limit": "FailedOperation",
    "number of tasks": "FailedOperation",
    "streams": "FailedOperation",
    # agora.md §8.2
    "Invalid authentication credentials": "Invalid authentication credentials",
    "Token is expired": "Token is expired",
    "Invalid token": "Invalid token",
    "the product name does not match with builderToken": "the product name does not match with builderToken",
    "resourceId reaches out the limited time interval!": "resourceId reaches out the limited time interval!",
    "invalid_appid!": "invalid_appid!",
    "invalid_appid": "invalid_appid!",
    "body schema check fail, languages must be an array": "body schema check fail, …",
    "The taskId does not match with builderToken.": "The taskId does not match with builderToken.",
    "The task is not found": "The task is not found",
    "The task has been started, current status is STARTED, taskId is 0123abcd": (
        "The task has been started, current status is STARTED, taskId is …"
    ),
    "Acquire: invalid resourceExpiredHour value!": "Acquire: invalid resourceExpiredHour value!",
    "no Route matched with those values": "no Route matched with those values",
    # agora.md §10.2
    "Idle for too long": "Idle for too long",
    "Task exceeded maximum lifetime": "Task exceeded maximum lifetime",
    "RTC connection error": "RTC connection error",
    "Fatal ASR error": "Fatal ASR error",
    "Fatal Translation error": "Fatal Translation error",
    "token will expire!": "token will expire!",
}
"""Every message text that the vendor files quote, as somebody pastes it, and the code under which it stands."""


@pytest.mark.parametrize(("typed", "code"), SAID.items())
def test_every_message_that_a_vendor_writes_is_found_as_it_stands(window: ErrorsWindow, typed: str, code: str) -> None:
    window.search.setText(typed)
    assert code in codes(window)
    assert window.model.rowCount() < 10


def test_what_is_above_the_limit_may_be_tried_again_when_another_task_has_ended(window: ErrorsWindow) -> None:
    said = "The number of tasks or streams exceeds the limit."
    window.show_error(explain("FailedOperation", said, "r-1", {}), "trtc")
    assert "the same request may succeed then" in shown(window)
    assert "would be refused again" not in shown(window)
    assert said in shown(window)

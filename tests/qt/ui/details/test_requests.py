"""The calls of a journal: lines made when they come into sight, and a chosen one that stays chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from roomscribe.domain.tasks import JournalEntry
from roomscribe.ui.copy_button import TextButton
from roomscribe.ui.details.requests import CallsModel, Requests
from roomscribe.ui.theme import Theme
from tests.qt.ui.task_examples import example_journal, example_tasks
from tests.support.model_guard import makes

JOURNAL = example_journal(example_tasks()[2])
CALL = next(entry for entry in JOURNAL if entry.exchange is not None)


@pytest.fixture
def requests(theme: Theme, qtbot: QtBot) -> Requests:
    requests = Requests(theme)
    qtbot.addWidget(requests)
    requests.resize(800, 200)
    requests.show()
    return requests


def calls(count: int) -> list[JournalEntry]:
    return [replace(CALL, seq=number) for number in range(1, count + 1)]


@makes(CallsModel)
def test_new_calls_are_appended_and_the_chosen_one_stays(requests: Requests) -> None:
    resets: list[object] = []
    requests.calls.modelReset.connect(lambda: resets.append(1))
    requests.show_entries(calls(3))
    requests.choose(2)
    requests.show_entries(calls(5))
    assert (requests.calls.rowCount(), requests._calls.currentIndex().row()) == (5, 1)
    assert len(resets) == 1
    requests.show_entries([replace(each, task_id="another") for each in calls(2)])
    assert (requests.calls.rowCount(), requests._calls.currentIndex().row()) == (2, 0)
    requests.show_entries([])
    assert not requests.curl.isEnabled()


@makes(CallsModel)
def test_a_call_without_a_body_says_so(requests: Requests) -> None:
    assert CALL.exchange is not None
    requests.show_entries([replace(CALL, exchange=replace(CALL.exchange, request=None))])
    said = [each._text.placeholderText() for each in (requests._sent, requests._got)]
    requests.show_entries([])
    assert said == ["No body", "No body"]  # shown where there is no text only
    assert [each._text.placeholderText() for each in (requests._sent, requests._got)] == ["", ""]


@makes(CallsModel)
def test_ten_thousand_calls_make_only_the_lines_in_sight(requests: Requests, monkeypatch: pytest.MonkeyPatch) -> None:
    made: set[int] = set()
    data = CallsModel.data

    def counted(self: CallsModel, index: object, role: int = 0) -> object:
        made.add(index.row())  # type: ignore[attr-defined]
        return data(self, index, role)  # type: ignore[arg-type]

    monkeypatch.setattr(CallsModel, "data", counted)
    requests.show_entries(calls(10_000))
    requests.grab()
    assert 0 < len(made) < 100


def test_a_button_with_words_is_high_enough_for_its_letters(requests: Requests) -> None:
    assert isinstance(requests.curl, TextButton)
    assert requests.curl.height() >= requests.curl.fontMetrics().height() + 6

"""The table of listed tasks."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt

from roomscribe.domain.states import TaskState
from roomscribe.domain.text import T
from roomscribe.services.finder import Known
from roomscribe.services.listing import Found
from roomscribe.ui.finding.model import CONSOLE, ID, RUNNING, STARTED, STATE, WORD, FoundModel
from roomscribe.ui.task_table.looks import LOOKS
from roomscribe.ui.task_table.plain_cells import LOOK, TONE
from roomscribe.vendors.protocol import ListedTask
from tests.qt.ui.task_examples import NOW, FixedClock, task
from tests.support.model_guard import makes

STATES = {"RUNNING": TaskState.RUNNING, "STOPPING": TaskState.STOPPING, "STOPPED": TaskState.STOPPED}


def found(agent_id: str, word: str = "RUNNING", *, began: float | None = NOW - 65, at: float = NOW) -> Found:
    listed = ListedTask(vendor_task_id=agent_id, vendor_state=word, state=STATES[word], started_at=began)
    return Found(profile_id="p", listed=listed, room="", asked_at=at, answered_at=at)


def cells(model: FoundModel, row: int, role: int = Qt.ItemDataRole.DisplayRole) -> list[Any]:
    return [model.index(row, column).data(role) for column in range(len(FoundModel.HEADERS))]


@pytest.fixture
def model(qapp: object) -> FoundModel:
    return FoundModel(FixedClock())


@makes(FoundModel)
def test_it_behaves_as_qt_expects(model: FoundModel) -> None:
    model.set_found([found("a"), found("b", "STOPPING")])
    model.set_known(Known({"a": task(1, "room", TaskState.RUNNING)}, ()))
    model.set_found([found("a"), found("b"), found("c", began=None)])
    model.clear()
    assert model.rowCount() == 0


def test_a_foreign_task_has_the_lists_own_words(model: FoundModel) -> None:
    model.set_found([found("a"), found("b", began=None)])
    words = cells(model, 0)
    assert (words[STATE], words[WORD], words[ID]) == ("running", "RUNNING", "a")
    assert (words[RUNNING], words[CONSOLE]) == ("01:05", "not in the console")
    assert model.index(0, CONSOLE).data(TONE) == "warn"
    assert (cells(model, 1)[STARTED], cells(model, 1)[RUNNING]) == ("–", "–")
    assert cells(model, 0, Qt.ItemDataRole.AccessibleTextRole)[CONSOLE] == "In the console: not in the console"


def test_a_task_that_is_ending_is_not_said_to_be_stopped_by_us(model: FoundModel) -> None:
    model.set_found([found("a", "STOPPING")])
    look = model.index(0, STATE).data(LOOK)
    assert str(look.word) == "stopping"
    assert "asked for" not in str(look.sentence)


def test_a_row_of_the_ledger_is_believed_over_the_list(model: FoundModel) -> None:
    model.set_found([found("a"), found("b")])
    ended = task(1, "room 1", TaskState.STOPPED, vendor_state="STOPPED")
    model.set_known(Known({"a": ended, "b": task(2, "", TaskState.RUNNING)}, ()))
    words = cells(model, 0)
    assert (words[STATE], words[WORD], words[RUNNING]) == ("stopped", "STOPPED", "–")
    assert words[CONSOLE] == "yes, in room room 1"
    assert cells(model, 1)[CONSOLE] == "yes, in an unknown room"
    assert model.index(0, STATE).data(LOOK) is LOOKS[TaskState.STOPPED]
    assert model.rows[0].ended


def test_a_start_without_an_answer_may_be_a_listed_task(model: FoundModel) -> None:
    lost = task(1, "lost", TaskState.UNCONFIRMED, vendor_task_id="")
    model.set_found([found("a")])
    model.set_known(Known({}, (lost,)))
    assert cells(model, 0)[CONSOLE] == "maybe: a start in room lost got no answer"
    assert model.rows[0].task == lost
    assert not model.rows[0].known


def test_a_second_page_follows_behind_and_nothing_moves(model: FoundModel) -> None:
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda parent, first, last: inserted.append((first, last)))
    model.set_found([found("a"), found("b")])
    model.set_found([found("b"), found("c"), found("a")])
    assert [row.found.id for row in model.rows] == ["a", "b", "c"]
    assert inserted == [(0, 1), (2, 2)]


def test_an_older_answer_does_not_take_back_a_newer_one(model: FoundModel) -> None:
    model.set_found([found("a")])
    model.set_found([found("a", "STOPPED", at=NOW + 5)])
    model.set_found([found("a")])
    assert cells(model, 0)[STATE] == "stopped"


def test_an_act_and_its_failure_stand_in_the_row(model: FoundModel) -> None:
    changed: list[int] = []
    model.set_found([found("a"), found("b")])
    model.dataChanged.connect(lambda first, last: changed.append(first.row()))
    model.note("b", doing=T("is being adopted…"))
    assert cells(model, 1)[CONSOLE] == "is being adopted…"
    model.note("b", trouble=T("This task has ended already."))
    assert cells(model, 1)[CONSOLE] == "This task has ended already."
    assert model.index(1, CONSOLE).data(TONE) == "bad"
    model.note("b")
    assert cells(model, 1)[CONSOLE] == "not in the console"
    assert changed == [1, 1, 1]


def test_headers_of_numbers_stand_where_the_numbers_stand(model: FoundModel) -> None:
    model.set_found([found("a")])
    for column in range(len(FoundModel.HEADERS)):
        header = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert header == model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole)
    assert model.columnCount(QModelIndex()) == len(FoundModel.HEADERS)
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_news_of_a_task_that_is_not_listed_any_more_do_not_bring_it_back(model: FoundModel) -> None:
    model.set_found([found("a")])
    model.refresh(found("b", "STOPPED", at=NOW + 1))
    assert [row.found.id for row in model.rows] == ["a"]
    model.refresh(found("a", "STOPPED", at=NOW + 1))
    assert cells(model, 0)[WORD] == "STOPPED"


def test_an_act_that_broke_off_is_not_said_to_go_on(model: FoundModel) -> None:
    model.set_found([found("a"), found("b")])
    model.note("a", trouble=T("It failed."))
    model.note("b", doing=T("is being stopped…"))
    model.rest()
    assert [cells(model, row)[CONSOLE] for row in (0, 1)] == ["It failed.", "not in the console"]

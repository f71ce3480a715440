"""The details follow one task; late answers for another one are dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import JournalEntry, Receipt, Task
from roomscribe.services.store import TaskStore
from roomscribe.ui.details import DetailsPanel
from roomscribe.ui.details.panel import EMPTY, REQUEST, SUMMARY
from roomscribe.ui.details.timeline import TimelineModel
from roomscribe.ui.theme import Theme
from tests.qt.ui.task_examples import NOW, FixedClock, example_journal, example_registry, example_tasks, note
from tests.support.model_guard import makes

FIRST, SECOND = example_tasks()[2], example_tasks()[3]


class Reader:
    """A ledger whose answers come when the test says so, and the supervisor that waits for them."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.waiting: list[Coroutine[Any, Any, Any]] = []

    async def journal(self, task_id: str) -> list[JournalEntry]:
        self.asked.append(task_id)
        await _Pause()
        return example_journal(next(each for each in example_tasks() if each.id == task_id))

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        coro.send(None)
        self.waiting.append(coro)
        return cast("asyncio.Task[Any]", None)

    def answer(self) -> None:
        """Let every reader go on by one answer."""
        for coro in list(self.waiting):
            try:
                coro.send(None)
            except StopIteration:
                self.waiting.remove(coro)


class _Pause:
    def __await__(self):
        yield


@pytest.fixture
def store() -> TaskStore:
    store = TaskStore()
    store.load(example_tasks())
    return store


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    for coro in reader.waiting:
        coro.close()


@pytest.fixture
def panel(qtbot: QtBot, store: TaskStore, reader: Reader) -> Iterator[DetailsPanel]:
    panel = DetailsPanel(
        store=store,
        registry=example_registry(),
        journal=reader.journal,
        spawner=reader,
        clock=FixedClock(),
        theme=Theme("light"),
    )
    qtbot.addWidget(panel)
    panel.resize(900, 320)
    panel.show()
    yield panel
    panel.close_down()


def lines(panel: DetailsPanel) -> int:
    return panel.timeline.lines.rowCount()


def test_nothing_is_chosen_at_first(panel: DetailsPanel):
    assert panel._pages.currentIndex() == EMPTY


def test_a_chosen_task_is_shown_and_its_journal_read(panel: DetailsPanel, reader: Reader):
    panel.show_task(FIRST)
    assert panel._pages.currentIndex() == SUMMARY
    assert lines(panel) == 0
    reader.answer()
    assert lines(panel) == len(example_journal(FIRST))


def test_what_has_no_room_in_a_narrow_table_is_in_sight_in_a_low_window(panel: DetailsPanel, qtbot: QtBot):
    panel.resize(900, 240)
    panel.show_task(FIRST)
    page = panel.summary
    values = [fact.value for fact in (page._ends, page._cost, page._owner)]
    qtbot.waitUntil(lambda: all(each.visibleRegion().boundingRect().height() == each.height() > 0 for each in values))
    assert page.verticalScrollBar().maximum() > 0, "the window is not low"


def test_an_answer_for_another_task_is_dropped(panel: DetailsPanel, reader: Reader):
    panel.show_task(FIRST)
    panel.show_task(SECOND)
    reader.answer()
    assert lines(panel) == 0
    assert reader.asked == [FIRST.id, SECOND.id]
    reader.answer()
    assert panel.timeline.lines.index(0, 0).data(Qt.ItemDataRole.UserRole + 1).task_id == SECOND.id


def test_news_is_read_once_more_and_fresher_knowledge_is_not(panel: DetailsPanel, reader: Reader, store: TaskStore):
    panel.show_task(FIRST)
    reader.answer()
    store.put(replace(FIRST, answered_at=NOW))
    assert reader.asked == [FIRST.id]
    store.put(replace(FIRST, state=TaskState.FAILED, error=note()))
    assert reader.asked == [FIRST.id] * 2
    store.put(replace(FIRST, state=TaskState.GONE, error=note()))
    assert reader.asked == [FIRST.id] * 2  # one at a time
    reader.answer()
    assert reader.asked == [FIRST.id] * 3
    reader.answer()
    assert reader.waiting == []


def test_another_tasks_news_is_not_ours(panel: DetailsPanel, reader: Reader, store: TaskStore):
    panel.show_task(FIRST)
    reader.answer()
    store.put(replace(SECOND, state=TaskState.FAILED))
    assert reader.asked == [FIRST.id]


@makes(TimelineModel)
def test_no_task_again(panel: DetailsPanel, reader: Reader):
    panel.show_task(FIRST)
    panel.show_task(None)
    reader.answer()
    assert panel._pages.currentIndex() == EMPTY
    assert lines(panel) == 0


@makes(TimelineModel)
def test_a_longer_journal_is_continued(panel: DetailsPanel, reader: Reader):
    journal = example_journal(FIRST)
    model = panel.timeline.lines
    model.show_entries(journal[:3], None)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.show_entries(journal, None)
    assert model.rowCount() == len(journal)
    assert not resets


def test_a_call_leads_to_its_request(panel: DetailsPanel, reader: Reader):
    panel.show_task(FIRST)
    reader.answer()
    seqs = [entry.seq for entry in example_journal(FIRST) if entry.exchange is not None]
    panel.timeline.call_requested.emit(seqs[1])
    assert panel.tabs.currentIndex() == REQUEST
    assert panel.requests._calls.currentIndex().data().endswith("DescribeAITranscription")
    assert "502" in panel.requests._got._about.text()


def test_requests_are_shown_as_json_and_copied_whole(panel: DetailsPanel, reader: Reader):
    panel.show_task(FIRST)
    reader.answer()
    panel.requests._sent._copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("POST https://trtc.intl.tencentcloudapi.com/")
    assert '"UserSig": "•••"' in copied
    panel.requests._sent._copy._back.stop()


def test_a_timeline_can_be_copied(panel: DetailsPanel, reader: Reader):
    panel.show_task(FIRST)
    reader.answer()
    panel.timeline._copy_all()
    assert len(QGuiApplication.clipboard().text().splitlines()) == len(example_journal(FIRST))


def facts(panel: DetailsPanel, of: Task) -> dict[str, str]:
    panel.show_task(of)
    summary = panel.summary
    names = ("room", "bot", "spoken", "targets", "id", "vendor_id", "ends", "ended", "receipt", "site", "profile")
    return {name: getattr(summary, f"_{name}").value.text() for name in names}


def test_the_summary_of_a_running_task(panel: DetailsPanel):
    shown = facts(panel, FIRST)
    assert shown["spoken"] == "Chinese and English mixed"
    assert shown["targets"] == "English, Japanese"
    assert shown["ends"].endswith("in 25:00")
    assert shown["receipt"] == shown["ended"] == "–"
    assert panel.summary._knowledge.text() == "The vendor's word: RUNNING, 3 seconds ago"
    assert panel.summary._error.isHidden()


def test_what_another_window_knows_better_is_a_bound(panel: DetailsPanel):
    panel.summary._asks = lambda task: task.watched_by != "other"
    facts(panel, replace(FIRST, watched_by="other"))
    said = panel.summary._knowledge.text()
    assert said == "The vendor's word: RUNNING, at most 3 seconds ago. Another window, or the watchdog, asks about it."
    ended = replace(FIRST, watched_by="other", state=TaskState.STOPPED, vendor_state="Stopped")
    facts(panel, ended)
    assert panel.summary._knowledge.text() == "The vendor's last word: Stopped"


def test_the_summary_of_an_end(panel: DetailsPanel):
    ended = replace(
        FIRST, state=TaskState.STOPPED, ended_at=NOW, receipt=Receipt(word="Stopped", at=NOW, request_id="77")
    )
    shown = facts(panel, ended)
    assert shown["receipt"] == "“Stopped”, request 77"
    assert panel.summary._receipt.value.toolTip().startswith("The end is proven by “Stopped”, answered at ")


@pytest.mark.parametrize(
    ("state", "word", "receipt", "told"),
    [
        (TaskState.STOPPED, "Stopped", "Stopped", "The vendor's last word: Stopped"),
        (
            TaskState.STOPPED,
            "IN_PROGRESS",
            "404",
            "Its last status was IN_PROGRESS; asked after the stop, the vendor no longer knew the task (404).",
        ),
        (TaskState.STOPPED, "", "404", "Asked after the stop, the vendor no longer knew the task (404)."),
        (TaskState.FAILED, "FAILED", None, "The vendor's last word: FAILED"),
        (TaskState.REJECTED, "", None, ""),
        (TaskState.UNSENT, "", None, ""),
    ],
)
def test_what_the_vendor_said_last_does_not_contradict_the_end(
    panel: DetailsPanel, state: TaskState, word: str, receipt: str | None, told: str
):
    proof = Receipt(word=receipt, at=NOW) if receipt is not None else None
    answered = None if state in (TaskState.REJECTED, TaskState.UNSENT) else NOW
    panel.show_task(replace(FIRST, state=state, vendor_state=word, receipt=proof, answered_at=answered))
    assert panel.summary._knowledge.text() == told
    assert panel.summary._knowledge.isHidden() == (not told)


def test_a_long_id_is_elided_on_the_screen_and_whole_on_the_clipboard(panel: DetailsPanel):
    long = replace(FIRST, vendor_task_id="v2_" + "0123456789" * 30)
    facts(panel, long)
    button = panel.summary._vendor_id.copy
    assert button is not None
    button.click()
    assert QGuiApplication.clipboard().text() == long.vendor_task_id
    button._back.stop()
    page = panel.summary.widget()
    assert page is not None
    assert page.minimumSizeHint().width() < panel.width()


def test_an_error_says_what_to_do(panel: DetailsPanel):
    facts(panel, replace(FIRST, error=note()))
    box = panel.summary._error
    assert not box.isHidden()
    box._copy.click()
    copied = QGuiApplication.clipboard().text()
    for part in ("already runs in the room", "Stop the other task", "TaskExist", "5d0c1f1e"):
        assert part in copied
    box._copy._back.stop()


@pytest.mark.parametrize("of", example_tasks(), ids=lambda each: f"{each.state.value}-{each.id[-4:]}")
def test_every_state_can_be_painted(panel: DetailsPanel, reader: Reader, of: Task):
    panel.show_task(of)
    reader.answer()
    for tab in range(panel.tabs.count()):
        panel.tabs.setCurrentIndex(tab)
        assert not panel.grab().isNull()


def test_a_call_is_copied_as_a_command_that_signs_in_by_placeholders(panel: DetailsPanel, reader: Reader) -> None:
    assert not panel.requests.curl.isEnabled()
    panel.show_task(FIRST)
    reader.answer()
    assert panel.requests.curl.isEnabled()
    panel.requests.curl.click()
    command = QGuiApplication.clipboard().text()
    assert command.startswith("# ")
    assert "\ncurl --request POST" in command
    assert '"${AUTHORIZATION:?}"' in command
    assert "•••" not in command

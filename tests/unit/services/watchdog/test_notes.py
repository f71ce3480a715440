"""The two small files between consoles and watchdog, and the log."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.clock import SystemClock
from roomscribe.services.watchdog.diary import diary
from roomscribe.services.watchdog.notes import Answer, Notes, Places, Question

answers = st.builds(
    Answer,
    question=st.text(),
    safe=st.frozensets(st.text()),
    since=st.floats(0, 4e9),
    pid=st.integers(0, 2**31),
    ended=st.sampled_from(["", "nothing to guard"]),
)


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(Places.of(tmp_path), SystemClock())


def test_before_anybody_wrote_there_is_neither(notes: Notes) -> None:
    assert notes.question() == Question("")
    assert notes.answer() == Answer()
    assert not notes.answer().broke_off


@given(answer=answers)
def test_an_answer_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, answer: Answer) -> None:
    notes = Notes(Places.of(tmp_path_factory.mktemp("notes")), SystemClock())
    notes.write(answer)
    assert notes.answer() == answer
    assert answer.broke_off is (answer.since > 0 and not answer.ended)


def test_each_question_is_another_one(notes: Notes) -> None:
    notes.ask(Question("one"))
    before = notes.signature()
    notes.ask(Question("two", end=True))
    assert notes.question() == Question("two", end=True)
    assert notes.signature() != before


def test_a_damaged_file_says_nothing(notes: Notes, tmp_path: Path) -> None:
    notes.write(Answer(question="one", since=1.0, pid=2))
    (tmp_path / "watchdog" / "answer.json").write_text('{"version": 1, "question": 7, "safe": "all", "since": "now"}')
    assert notes.answer() == Answer()
    (tmp_path / "watchdog" / "answer.json").write_bytes(b"\0" * 100)
    assert notes.answer() == Answer()


def test_the_log_is_small_and_holds_no_secret(tmp_path: Path) -> None:
    path, secret = tmp_path / "log.txt", "canary/of+the%key"
    with diary(path, lambda: [secret]):
        log = logging.getLogger("roomscribe.services.watchdog.guard")
        log.info("found %s and %s", secret, "canary%2Fof%2Bthe%25key")
        for _ in range(2000):
            log.info("a line that is written again and again, so that the file would grow large")
        kept = path.with_name("log.txt.1").read_text() + path.read_text()
    assert "canary" not in kept
    assert "again" in kept
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) < 130_000
    log.info("nobody hears this any more")
    assert "nobody" not in path.read_text()

"""A console's line to the watchdog, as far as no process is needed: crashes are told once, switching off is said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from roomscribe.domain.clock import ShiftedClock, SystemClock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.locking import FileLock
from roomscribe.services.store import TaskStore
from roomscribe.services.vault import Vault
from roomscribe.services.watchdog import process
from roomscribe.services.watchdog.link import TRIES, Cover, WatchdogLink
from roomscribe.services.watchdog.notes import Answer, Notes, Places, Question
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.support.consoles import PlainSpawner, until

TASK = Task(
    id="t", profile_id="acc", profile_name="", vendor="blank", generation="blank-1", site="main", room="r", bot="b",
    state=TaskState.RUNNING, ends_at=1.0,
)  # fmt: skip


@dataclass
class Line:
    link: WatchdogLink
    notes: Notes
    lock: FileLock
    store: TaskStore
    vault: Vault
    said: list[str]


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    clock, spawner, store, vault = ShiftedClock(SystemClock()), PlainSpawner(), TaskStore(), Vault(SystemClock())
    link = WatchdogLink(tmp_path, registry=Registry([VENDOR]), store=store, vault=vault, spawner=spawner, clock=clock)
    said: list[str] = []
    link.subscribe(lambda text: said.append(str(text)))
    places = Places.of(tmp_path)
    lock = FileLock(places.lock)
    yield Line(link, Notes(places, clock), lock, store, vault, said)
    lock.release()
    await link.aclose()
    await vault.aclose()
    await spawner.aclose()


async def test_where_nothing_is_to_be_guarded_nothing_is_made(line: Line, tmp_path: Path) -> None:
    await line.link.look()
    await line.link.look()
    assert not Places.of(tmp_path).folder.exists()
    assert line.said == []


async def test_one_that_broke_off_is_told_of_once(line: Line) -> None:
    assert line.lock.take()
    line.notes.write(Answer(since=1.0, pid=2))
    await line.link.look()
    assert line.said == [], "it runs"
    line.lock.release()
    other = WatchdogLink(
        line.link.log_path.parent.parent,
        registry=Registry([VENDOR]),
        store=line.store,
        vault=line.vault,
        spawner=PlainSpawner(),
        clock=SystemClock(),
    )
    other.subscribe(lambda text: line.said.append(str(text)))
    await other.look()
    await other.aclose()
    (said,) = line.said
    assert said.startswith("The watchdog of an earlier session ended unexpectedly. Its log is ")
    await line.link.look()
    assert len(line.said) == 1
    assert not line.notes.answer().broke_off


async def test_one_that_said_why_it_ended_is_no_crash(line: Line) -> None:
    line.notes.write(Answer(since=1.0, pid=2, ended="nothing to guard"))
    assert line.lock.take()
    line.lock.release()
    await line.link.look()
    assert line.said == []


async def test_switched_off_it_is_asked_to_end_for_as_long_as_it_runs(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roomscribe.services.watchdog.link.PATIENCE", 0.3)
    assert line.lock.take()
    assert "has not done so yet" in str(await line.link.switch(False))
    first = line.notes.question()
    assert first.end
    await line.link.look()
    assert line.notes.question() not in (first, Question(""))
    assert await line.link.ask() == Cover(wanted=False)
    line.lock.release()
    last = line.notes.question()
    assert await line.link.switch(False) is None
    assert line.notes.question() == last


async def test_one_that_cannot_be_asked_to_end_goes_on(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    assert line.lock.take()

    def full(_: Question) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(line.link._notes, "ask", full)
    words = "The watchdog can't be asked to end (No space left on device). It goes on stopping tasks at their end."
    assert str(await line.link.switch(False)) == words
    await line.link._look_calmly()
    assert line.said == [words]


async def test_a_crash_while_no_other_is_started_yet_is_told_so(line: Line) -> None:
    line.store.put(TASK)
    line.notes.write(Answer(since=1.0, pid=2))
    assert line.lock.take()
    line.lock.release()
    line.link._next_start = float("inf")
    await line.link.look()
    (said,) = line.said
    assert "another one is started as soon as that can be tried again" in said


async def test_an_answer_counts_only_for_the_question_that_was_put(line: Line) -> None:
    line.notes.write(Answer(question="an older one", safe=frozenset({"t"}), since=1.0, pid=2))
    assert line.lock.take()
    asked = asyncio.get_running_loop().create_task(line.link.ask())
    await until(lambda: line.notes.question().nonce)
    await asyncio.sleep(0)
    assert not asked.done()
    line.notes.write(Answer(question=line.notes.question().nonce, safe=frozenset({"u"}), since=1.0, pid=2))
    assert await asked == Cover(safe=frozenset({"u"}), answered=True)


async def test_a_silent_one_promises_nothing(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roomscribe.services.watchdog.link.PATIENCE", 0.3)
    line.notes.write(Answer(question="an older one", safe=frozenset({"t"}), since=1.0, pid=2))
    assert line.lock.take()
    assert await line.link.ask() == Cover()


async def test_one_that_cannot_be_started_is_said_and_not_tried_all_the_time(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Path] = []

    def refused(data_dir: Path) -> process.Child:
        tries.append(data_dir)
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(process, "start", refused)
    line.store.put(TASK)
    for _ in range(2 * TRIES):
        await line.link._look_calmly()
    assert len(tries) == 1, "the next one is tried a while later"
    assert line.said == [
        "The watchdog can't be started (Permission denied). When this window is closed, nothing stops the tasks at "
        "their end."
    ]


async def test_what_is_new_to_guard_or_to_tell_waits_for_no_turn(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roomscribe.services.watchdog.link.PAUSE", 3600.0)
    needed: list[bool] = []
    look = line.link.look

    async def counted() -> None:
        needed.append(line.link._needed())
        line.link._next_start = float("inf")  # no process is needed to see that it would be started
        await look()

    monkeypatch.setattr(line.link, "look", counted)
    line.link.start()
    await until(lambda: needed == [False])
    line.store.put(TASK)
    await until(lambda: needed == [False, True])
    await line.vault.set("task/t", "token", "a-secret-of-this-task", session_only=True)
    await until(lambda: needed == [False, True, True])
    await line.vault.delete("task/t", "token")
    await until(lambda: len(needed) == 4)


def test_its_command_line_names_the_folder_and_nothing_else(tmp_path: Path) -> None:
    words = process.command(tmp_path)
    assert words[-3:] == ["watchdog", "--data-dir", str(tmp_path)]
    assert words[1:3] == ["-m", "roomscribe"]

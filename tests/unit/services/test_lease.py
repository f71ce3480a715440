"""A console is alive as long as its process: locks tell, and what dead ones leave behind is removed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services import lease as module
from roomscribe.services.lease import DOOR, Lease
from roomscribe.services.locking import FileLock, locked
from tests.unit.ledger.programs import environment

OTHER = """
import pathlib, sys, time
from roomscribe.services.lease import Lease
lease = Lease(pathlib.Path(sys.argv[1]))
lease.acquire()
print(lease.id, flush=True)
time.sleep(60)
"""


@pytest.fixture
def lease(tmp_path):
    lease = Lease(tmp_path)
    lease.acquire()
    yield lease
    lease.release()


def locks(folder: Path) -> set[str]:
    return {path.stem for path in (folder / "consoles").iterdir()}


def test_several_are_alive_until_they_leave(lease, tmp_path):
    other = Lease(tmp_path)
    other.acquire()
    assert lease.ended({lease.id, other.id}) == set()
    assert other.ended({lease.id}) == set()
    other.release()
    other.release()
    assert lease.ended({lease.id, other.id}) == {other.id}
    assert locks(tmp_path) == {lease.id}


def test_whoever_never_was_is_not_alive(lease, tmp_path):
    (tmp_path / "console.lock").touch()
    strangers = {"", "never", "../console", "a/b"}
    assert lease.ended(strangers) == strangers
    assert (tmp_path / "console.lock").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_is_ended_is_not_alive(lease, tmp_path, how):
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(tmp_path)], env=environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        other = process.stdout.readline().strip()
        assert lease.ended({other}) == set()
        process.send_signal(signal.SIGSTOP)
        assert lease.ended({other}) == set(), "a process that sleeps is alive"
        process.send_signal(signal.SIGCONT)
        process.send_signal(how)
        process.wait()
    assert locks(tmp_path) == {lease.id, other}
    assert lease.ended({other}) == {other}
    assert locks(tmp_path) == {lease.id}


def test_a_new_console_removes_what_dead_ones_left(tmp_path):
    (tmp_path / "consoles").mkdir()
    (tmp_path / "consoles" / "dead.lock").touch()
    lease = Lease(tmp_path)
    lease.acquire()
    assert locks(tmp_path) == {lease.id}
    lease.release()
    assert locks(tmp_path) == set()


def test_others_that_look_at_it_while_it_comes_do_not_take_it_for_dead(tmp_path, lease, monkeypatch):
    monkeypatch.setattr(module, "TRIES", 100_000)
    coming = [Lease(tmp_path) for _ in range(40)]
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            lease.ended(each.id for each in coming)

    looking = threading.Thread(target=look)
    looking.start()
    for each in coming:
        each.acquire()
    done.set()
    looking.join()
    assert lease.ended(each.id for each in coming) == set()
    for each in coming:
        each.release()


def test_whoever_has_the_door_alone_keeps_consoles_out(tmp_path):
    door = FileLock(tmp_path / DOOR)
    assert door.take()
    lease = Lease(tmp_path)
    with pytest.raises(LedgerUnusable, match="being restored"):
        lease.acquire()
    door.release()
    lease.acquire()
    assert not door.take()
    lease.release()
    assert door.take()
    door.release()


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "occupied").write_text("a file")
    with pytest.raises(LedgerUnusable, match="can't be used"):
        Lease(tmp_path / "occupied").acquire()


def test_a_lock_that_is_waited_for(tmp_path):
    path = tmp_path / "a.lock"
    with locked(path, 5), pytest.raises(TimeoutError, match="locked by another"), locked(path, 0.05):
        pass
    with locked(path, 0):
        pass

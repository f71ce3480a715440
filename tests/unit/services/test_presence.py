"""Having a data directory alone: who is in the way is named, and never a process that has ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.lease import Lease
from roomscribe.services.locking import FileLock
from roomscribe.services.presence import alone
from roomscribe.services.watchdog.notes import COMING, Answer, Notes, Places


@pytest.fixture
def inside(tmp_path: Path) -> Iterator[tuple[Lease, FileLock]]:
    """A watchdog with its place among the consoles, and its lock."""
    lease, lock = Lease(tmp_path), FileLock(Places.of(tmp_path).lock)
    lease.acquire()
    assert lock.take()
    yield lease, lock
    lease.release()
    lock.release()


def refusal(directory: Path) -> str:
    with pytest.raises(LedgerUnusable) as refused:
        alone(directory)
    return str(refused.value)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(since=1.0, pid=12), "process 12"),
        (Answer(since=1.0, pid=12, ended=COMING), "process 12"),
        (Answer(since=1.0, pid=12, ended="nothing to guard"), "which has just been started"),
        (None, "which has just been started"),
    ],
)
def test_the_watchdog_is_named_by_its_own_process(
    tmp_path: Path, inside: tuple[Lease, FileLock], answer: Answer | None, words: str
) -> None:
    if answer is not None:
        Notes(Places.of(tmp_path), SystemClock()).write(answer)
    said = refusal(tmp_path)
    assert f"but its watchdog is, {words}: it stops" in said
    window = Lease(tmp_path)
    window.acquire()
    assert f"then end its watchdog, {words}, if that goes on" in refusal(tmp_path)
    window.release()


def test_whoever_has_it_alone_keeps_consoles_out(tmp_path: Path) -> None:
    door = alone(tmp_path)
    with pytest.raises(LedgerUnusable):
        Lease(tmp_path).acquire()
    door.release()
    window = Lease(tmp_path)
    window.acquire()
    assert refusal(tmp_path) == f"A RoomScribe is open on {tmp_path}. Close it first."
    window.release()

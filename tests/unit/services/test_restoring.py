"""A restore that is killed halfway: the next start finds one whole register, and says what it did."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.ledger import files
from roomscribe.ledger.files import copy, is_half_replaced, put_in_place
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.lease import Lease
from roomscribe.services.restoring import finish_restore
from tests.unit.ledger.examples import make_entry, make_task


async def ledger_with(path: Path, *ids: str) -> None:
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    for each in ids:
        await ledger.add(make_task(each), make_entry(each))
    await ledger.close()


async def _next_start(path: Path) -> tuple[list[str], str]:
    """The tasks that it finds, and what it says."""
    ledger = Ledger(path, SystemClock())
    await finish_restore(ledger)
    await ledger.open()
    try:
        return [task.id for task in await ledger.tasks()], " ".join(map(str, ledger.notices))
    finally:
        await ledger.close()


def next_start(path: Path) -> tuple[list[str], str]:
    return asyncio.run(_next_start(path))


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A copy that is to be restored, beside the ledger that it replaces."""
    asyncio.run(ledger_with(tmp_path / "other" / "ledger.sqlite3", "restored"))
    asyncio.run(ledger_with(tmp_path / "ledger.sqlite3", "present"))
    copy(tmp_path / "other" / "ledger.sqlite3", tmp_path / "made")
    return tmp_path / "made"


class Killed(BaseException):
    """Stands for the end of the process."""


def kill_in(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    real = files.set_aside

    def killed(path: Path, *what: object) -> Path:
        if moment == "after":
            real(path, *what)  # type: ignore[arg-type]
        elif moment == "between":
            path.rename(path.with_name("ledger.sqlite3.replaced-1"))
        raise Killed

    monkeypatch.setattr(files, "set_aside", killed)


@pytest.mark.parametrize("moment", ["between", "after"])
def test_it_is_finished_by_the_next_start(
    tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    path = tmp_path / "ledger.sqlite3"
    (tmp_path / "ledger.sqlite3-wal").write_bytes(b"the last commits")
    with monkeypatch.context() as faults:
        kill_in(faults, moment)
        with pytest.raises(Killed):
            put_in_place(made, path, SystemClock())
    assert not path.exists()

    found, said = next_start(path)
    assert found == ["restored"]
    assert "A restore of the register of tasks was broken off, and is finished now." in said
    (log,) = tmp_path.glob("ledger.sqlite3.replaced-*-wal")
    assert log.read_bytes() == b"the last commits"
    assert log.with_name(log.name.removesuffix("-wal")).exists(), "beside the database that it belongs to"
    assert next_start(path) == (["restored"], "")


def test_before_anything_was_moved_it_never_happened(
    tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.sqlite3"
    with monkeypatch.context() as faults:
        faults.setattr(Path, "unlink", lambda *_, **__: None)  # what is killed tidies nothing up
        kill_in(faults, "before")
        with pytest.raises(Killed):
            put_in_place(made, path, SystemClock())
    assert is_half_replaced(path)
    assert next_start(path) == (["present"], "")
    assert not is_half_replaced(path)


def test_whoever_is_in_is_left_alone(tmp_path: Path, made: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    made.rename(path.with_name(".ledger.sqlite3.ready"))
    other = Lease(tmp_path)
    other.acquire()
    assert next_start(path) == (["present"], "")
    assert is_half_replaced(path)
    other.release()


def test_a_restore_that_is_not_disturbed_leaves_nothing(tmp_path: Path, made: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    kept = put_in_place(made, path, SystemClock())
    assert kept is not None
    assert next_start(path) == (["restored"], "")
    assert next_start(kept) == (["present"], "")

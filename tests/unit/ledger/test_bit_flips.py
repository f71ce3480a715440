"""One wrong bit anywhere in a real file: what is read is right, or it is said that it is not, and nothing is lost."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.states import TaskState
from roomscribe.ledger.checking import check
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Ledger
from tests.unit.ledger.examples import make_entry, make_task

RUNNING = [
    make_task(f"t{number}", state=TaskState.RUNNING, vendor_task_id=f"vendor-{number}" * 4) for number in (1, 2, 3)
]


async def filled(path):
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    for task in RUNNING:
        await ledger.add(task, make_entry(task.id))
    await ledger.close()
    return path.read_bytes()


async def read(ledger):
    """The tasks, or why they can't be read."""
    try:
        await ledger.open()
        return sorted(await ledger.tasks(), key=lambda task: task.id), None
    except LedgerUnusable as refusal:
        return [], refusal


def said_to_be_damaged(path):
    try:
        return not check(path).sound
    except LedgerUnusable:
        return True


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), content=st.booleans())
async def test_no_bit_is_silently_wrong(tmp_path, at, bit, content):
    """`content`: among the bytes that hold something; most of a small file holds nothing."""
    whole, path = tmp_path / "whole.sqlite3", tmp_path / "ledger.sqlite3"
    good = whole.read_bytes() if whole.exists() else await filled(whole)
    places = [place for place, byte in enumerate(good) if byte or not content]
    spoilt = bytearray(good)
    spoilt[places[int(at * len(places))]] ^= 1 << bit
    path.write_bytes(spoilt)
    ledger = Ledger(path, SystemClock())
    tasks, refusal = await read(ledger)
    if refusal is not None:
        assert str(path) in str(refusal.message)
        assert refusal.replaceable
        kept = await ledger.set_aside()
        assert str(kept) in str(ledger.notices[-1])
        assert await read(ledger) == ([], None)
        kept.unlink()
    elif tasks != RUNNING:
        assert any(str(path) in str(each) and "damaged" in str(each) for each in ledger.notices)
        assert said_to_be_damaged(path)
    await ledger.close()
    for part in ("-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)


async def test_a_sound_file_is_in_no_doubt(tmp_path):
    path = tmp_path / "ledger.sqlite3"
    await filled(path)
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    assert (ledger.notices, [task.id for task in await ledger.tasks()]) == ([], ["t3", "t2", "t1"])
    await ledger.close()

"""The worker threads of ledger and vault answer on Qt's loop, and never on its thread."""

from __future__ import annotations

import asyncio
import threading
import time

from roomscribe.domain.clock import SystemClock
from roomscribe.ledger.ledger import Ledger
from roomscribe.ledger.worker import Worker
from roomscribe.services.vault import Vault
from tests.unit.ledger.examples import make_entry, make_task


async def test_results_arrive_on_the_interface_thread():
    worker, here = Worker("under Qt"), threading.current_thread()
    threads = []
    for _ in range(20):
        threads.append(await worker.call(threading.current_thread))
        assert threading.current_thread() is here
    assert here not in threads
    assert await worker.close(5)


async def test_the_ledger(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite3", SystemClock())
    await ledger.open()
    await asyncio.gather(*(ledger.add(make_task(f"t{n}"), make_entry(f"t{n}")) for n in range(50)))
    assert len(await ledger.tasks()) == 50
    await ledger.close()


async def test_the_vault(memory_keyring):
    vault = Vault(SystemClock())
    assert (await vault.open()).persistent
    await vault.set("profile/p1", "key", "some-secret")
    assert len(memory_keyring.entries) == 1
    await vault.aclose()


async def test_a_blocked_worker_leaves_the_loop_alone():
    worker = Worker("blocked under Qt")
    gate = threading.Event()
    blocked = asyncio.gather(worker.call(gate.wait))
    started = time.monotonic()
    for _ in range(10):
        await asyncio.sleep(0)
    assert time.monotonic() - started < 5
    assert not blocked.done()
    gate.set()
    await blocked
    assert await worker.close(5)

"""Closing the window while ten starts hang: the process ends by itself, quietly, and every row is on disk."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from roomscribe.simulator.faults import Fault, FaultKind
from tests.e2e.child_program import HUNG, LEAVING
from tests.e2e.children import child
from tests.e2e.clouds import BOTH, START, Cloud
from tests.e2e.program import opened
from tests.support.consoles import PATIENCE, until
from tests.support.display import Display
from tests.support.secret_service import SecretService

HANG_GUARD = 30.0
"""Seconds; the promise is two, and the benchmark measures it on a machine that does nothing else. Whoever waited for an
answer would take much longer: `child_program.leave` gives up on none."""


@pytest.mark.real_keyring
async def test_ten_hung_starts_do_not_hold_the_window_open(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService, xvfb: Display
) -> None:
    data_dir = tmp_path / "data"
    async with opened(data_dir) as program:
        for generation in BOTH:
            await cloud.add_account(program.services, generation)

    for call in START.values():
        cloud.world.faults.add(Fault(FaultKind.HANG, call=call, count=None))
    with child(tmp_path, "tests.e2e.child_program", "leave", str(data_dir), env=xvfb.env) as leaver:
        await until(lambda: sum(cloud.arrived(call) for call in START.values()) == 2 * HUNG, PATIENCE)
        leaver.tell("close the window")
        await leaver.says(LEAVING)
        left_at = time.monotonic()
        code = await leaver.ended(HANG_GUARD)
        print(f"closed {time.monotonic() - left_at:.2f} s after the decision")
    assert (code, leaver.err.read_text()) == (0, "")

    cloud.world.faults.add(Fault(FaultKind.HANG, count=None))  # nothing is settled while we look
    async with opened(data_dir) as program:
        tasks = program.services.store.tasks()
        assert len(tasks) == 2 * HUNG
        assert all(task.state.unsettled for task in tasks), tasks

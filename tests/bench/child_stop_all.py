"""The real program with many live tasks at a simulator elsewhere, told to stop everything.

python -m tests.bench.child_stop_all DATA_DIR ANNOUNCEMENT TASKS
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from roomscribe.runtime.quick_start import quick_start

quick_start()  # as the command line does it

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402

from roomscribe import app  # noqa: E402
from roomscribe.domain.drafts import Draft  # noqa: E402
from roomscribe.domain.states import TaskState  # noqa: E402
from roomscribe.services.demo import DemoAccount, add_demo_profiles  # noqa: E402
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog  # noqa: E402
from roomscribe.ui.stopping.dialog import StopDialog  # noqa: E402
from roomscribe.vendors.protocol import Generation  # noqa: E402
from tests.bench.heartbeat import Heartbeat  # noqa: E402
from tests.e2e.program import Program  # noqa: E402
from tests.support.consoles import until  # noqa: E402

PATIENCE = 180.0
PACE = 0.06
"""Seconds between two starts: TRTC 2.0 permits 20 a second."""


async def measure(console: app.Console) -> int:
    """Start the tasks, press the keys, wait for the receipts."""
    program = Program.of(console)
    services, window = program.services, program.window
    for generation in await _add_accounts(program):
        for number in range(int(sys.argv[3])):
            await _start(program, generation, number)
            await asyncio.sleep(PACE)
    await until(lambda: all(task.state is TaskState.RUNNING for task in services.store.live()), PATIENCE)
    if refused := [task.error for task in services.store.tasks() if not task.live]:
        raise SystemExit(f"{len(refused)} starts were refused, such as: {refused[0]}")
    heartbeat = Heartbeat()
    QTest.keyClick(window, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    question = await program.dialog(ConfirmDialog)
    heartbeat.restart()
    clicked = time.monotonic()
    QTest.keyClick(question, Qt.Key.Key_Return)
    await until(lambda: all(task.stop_wished_at is not None for task in services.store.tasks()), PATIENCE)
    wished = time.monotonic() - clicked
    view = await program.dialog(StopDialog)
    await until(lambda: not services.store.live(), PATIENCE)
    stall = heartbeat.worst().plain()
    heartbeat.close()
    receipts = sum(task.receipt is not None for task in services.store.tasks())
    view.accept()
    sys.stdout.write(json.dumps({"click": clicked, "wished": wished, "receipts": receipts, "stall": stall}) + "\n")
    return 0


async def _add_accounts(program: Program) -> list[Generation]:
    services, announced = program.services, json.loads(sys.argv[2])
    generations = [services.registry.generation(each) for each in announced["accounts"]]
    accounts = [
        DemoAccount(each, services.registry.vendor_of(each.id).id, announced["accounts"][each.id])
        for each in generations
    ]
    await add_demo_profiles(accounts, announced["url"], services.profiles, services.vault)
    return generations


async def _start(program: Program, generation: Generation, number: int) -> None:
    profile = next(each for each in program.services.profiles.all() if each.generation == generation.id)
    fresh = {each.key: each.initial() for each in generation.fields}
    wanted = {generation.room_key: str(1000 + number), generation.idle_key: 86_400}
    values = {**fresh, **generation.example, **wanted}
    await program.services.launcher.start(Draft(profile_id=profile.id, values=values, minutes=30))


sys.exit(app.run(app.Options(data_dir=Path(sys.argv[1]), watchdog=False), measure))

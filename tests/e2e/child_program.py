"""The program as a process of its own, driven by a script: for tests that kill it, or watch how it ends.

python -m tests.e2e.child_program SCRIPT DATA_DIR [watchdog] [brisk]
"""

from __future__ import annotations

import os
import select
import signal
import sys
from pathlib import Path

import httpx

from roomscribe import app
from roomscribe.domain.drafts import Draft
from roomscribe.domain.states import TaskState
from roomscribe.net import http
from roomscribe.services.watchdog import process
from roomscribe.ui.dialogs.leave_dialog import LeaveDialog
from tests.e2e import brisk_watchdog
from tests.e2e.program import Program, click, press
from tests.support.consoles import until

HUNG = 5
"""Starts at each vendor that hang while the window is closed."""
LEAVING = "leaving"
"""What the process says when the person has decided."""
GUARDED = "guarded"
"""What it says when the watchdog has the keys to every task."""
SOON = 2.0
"""Seconds from a process' death until its tasks end."""
FOR_EVER = 600.0
WATCHING = "watching"
"""What it says when its window is open."""


async def start(console: app.Console) -> int:
    """Press Start for the first account, and wait for the end that comes from outside."""
    program = Program.of(console)
    program.fill(program.services.profiles.all()[0].id)
    click(program.panel.start)
    await program.left.wait()
    return 0


async def leave(console: app.Console) -> int:
    """Ask for ten tasks, close the window while no answer has come, and leave them running."""
    http.TIMEOUT = httpx.Timeout(FOR_EVER)
    program = Program.of(console)
    for profile in program.services.profiles.all():
        generation = program.services.registry.generation(profile.generation)
        fresh = {each.key: each.initial() for each in generation.fields}
        for number in range(HUNG):
            # The form itself waits for each answer, so this hands in what it would.
            values = {**fresh, **generation.example, generation.room_key: str(1000 + number)}
            program.panel.start_requested.emit(Draft(profile_id=profile.id, values=values, minutes=30))
    await program.until(lambda: len(program.services.store.live()) == 2 * HUNG)
    await program.until(_told)
    program.window.close()
    dialog = await program.dialog(LeaveDialog)
    print(LEAVING, flush=True)
    press(dialog, "Leave running")
    await program.left.wait()
    return 0


async def guarded(console: app.Console) -> int:
    """Start a task at every account; when told so, have each end soon and be killed in the same moment."""
    program = Program.of(console)
    services = program.services
    for profile in services.profiles.all():
        await program.start_until(TaskState.RUNNING, profile.id)
    live = {task.id for task in services.store.live()}
    while (await program.desk.watchdog.ask()).safe != live:
        pass  # it is just being started
    print(GUARDED, flush=True)
    return await _die_when_told(program)


async def watching(console: app.Console) -> int:
    """Look at what others do, and tell what is said about the watchdog; then as above."""
    program = Program.of(console)
    program.desk.watchdog.subscribe(lambda text: print(text, flush=True))
    print(WATCHING, flush=True)
    return await _die_when_told(program)


async def _die_when_told(program: Program) -> int:
    """Commit an end for each live task, and go as by `kill -9`: nothing of this process can come in between."""
    services = program.services
    await until(_told, FOR_EVER)
    for task in services.store.live():
        await services.recorder.record(task.id, ends_at=services.clock.now() + SOON)
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def _told() -> bool:
    """Whether the test has said that the window may be closed now."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


if __name__ == "__main__":
    scripts = {"start": start, "leave": leave, "guarded": guarded, "watching": watching}
    if "brisk" in sys.argv[3:]:
        process.command = brisk_watchdog.command
    options = app.Options(data_dir=Path(sys.argv[2]), theme="light", watchdog="watchdog" in sys.argv[3:])
    sys.exit(app.run(options, scripts[sys.argv[1]]))

"""The real program that starts a batch at a simulated cloud elsewhere.

python -m tests.bench.child_launch_many DATA_DIR ANNOUNCEMENT TASKS
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from roomscribe.runtime.quick_start import quick_start

quick_start()  # as the command line does it

from roomscribe import app  # noqa: E402
from roomscribe.domain.batch import Step  # noqa: E402
from roomscribe.services.demo import DemoAccount, add_demo_profiles  # noqa: E402
from roomscribe.ui.batch.plan_dialog import PlanDialog  # noqa: E402
from roomscribe.ui.batch.run_dialog import RunDialog  # noqa: E402
from roomscribe.ui.dialogs.sure_dialog import SureDialog  # noqa: E402
from tests.bench.heartbeat import Heartbeat  # noqa: E402
from tests.e2e.program import Program  # noqa: E402
from tests.support.consoles import until  # noqa: E402

PATIENCE = 200.0
CHOOSING = 1.0
"""Seconds that a person takes at least to choose a file."""


async def measure(console: app.Console) -> int:
    """Choose the table, start it, and watch it to its end."""
    program = Program.of(console)
    services, announced, count = program.services, json.loads(sys.argv[2]), int(sys.argv[3])
    generation = services.registry.generation(announced["generation"])
    account = DemoAccount(generation, services.registry.vendor_of(generation.id).id, announced["account"])
    (profile,) = await add_demo_profiles([account], announced["url"], services.profiles, services.vault)
    program.fill(profile.id)
    table = Path(sys.argv[1]) / "rows.csv"
    lines = ["room,bot_user_id,max_idle_time", *(f"{5000 + at},bot_{at},86400" for at in range(count))]
    await asyncio.to_thread(table.write_text, "\n".join(lines))
    program.window.commands.start_many.trigger()
    plan = await program.dialog(PlanDialog)
    heartbeat = Heartbeat()
    heartbeat.restart()
    await asyncio.sleep(CHOOSING)
    began = time.monotonic()
    plan.sources.set_file(table)
    await until(plan.start.isEnabled, PATIENCE)
    planned = time.monotonic() - began
    plan.start.click()
    (await program.dialog(SureDialog)).act.click()
    view = await program.dialog(RunDialog)
    (run,) = services.batches.runs
    await until(lambda: run.over or run.resting, PATIENCE)
    worst = heartbeat.worst().plain()
    heartbeat.close()
    if run.progress.of(Step.STARTED) != count:
        raise SystemExit(f"not all were started: {run.progress}, {run.paused_because}")
    view.accept()
    sys.stderr.write(f"{worst['busiest_stack']}\n" if "-v" in sys.argv else "")
    sys.stdout.write(json.dumps({"planned": planned, "stall": worst["ms"], "busiest": worst["busiest_ms"]}) + "\n")
    return 0


sys.exit(app.run(app.Options(data_dir=Path(sys.argv[1]), watchdog=False), measure))

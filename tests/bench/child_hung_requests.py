"""The real program, closed by its person while ten starts wait for an answer that never comes.

python -m tests.bench.child_hung_requests DATA_DIR URL
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from roomscribe.runtime.quick_start import quick_start

quick_start()  # as the command line does it

from roomscribe import app  # noqa: E402
from roomscribe.domain.drafts import Draft  # noqa: E402
from roomscribe.domain.profiles import Profile  # noqa: E402
from roomscribe.services.clients import profile_owner  # noqa: E402
from roomscribe.services.console import ConsoleServices  # noqa: E402
from roomscribe.services.demo import DemoAccount, demo_profile  # noqa: E402
from roomscribe.simulator.world import World  # noqa: E402
from roomscribe.ui.dialogs.leave_dialog import LeaveDialog  # noqa: E402
from roomscribe.vendors.protocol import Generation  # noqa: E402
from tests.e2e.program import Program, press  # noqa: E402

REQUESTS = 5
"""At each vendor."""
SENT = 1.0
"""Seconds after which every request is on its way."""


async def leave(console: app.Console) -> int:
    """Start, wait a second, close the window, and say when the decision was made."""
    program = Program.of(console)
    services = program.services
    world = World()
    # One generation of each: tasks of two generations in the same room would clash, and never be sent.
    for generation in (vendor.generations[0] for vendor in services.registry.vendors):
        profile = await _add_account(services, generation, generation.make_cloud(world).demo_account())
        fresh = {each.key: each.initial() for each in generation.fields}
        for number in range(REQUESTS):
            values = {**fresh, **generation.example, generation.room_key: str(1000 + number)}
            program.panel.start_requested.emit(Draft(profile_id=profile.id, values=values, minutes=30))
    await program.until(lambda: len(services.store.live()) == len(services.profiles.all()) * REQUESTS)
    await asyncio.sleep(SENT)
    program.window.close()
    dialog = await program.dialog(LeaveDialog)
    left = time.monotonic()
    press(dialog, "Leave running")
    await program.left.wait()
    sys.stdout.write(json.dumps({"left": left}) + "\n")
    return 0


async def _add_account(services: ConsoleServices, generation: Generation, values: Mapping[str, str]) -> Profile:
    """An account as a person adds it: what runs in one outlives the program, other than in a demo."""
    vendor = services.registry.vendor_of(generation.id).id
    demo = demo_profile(DemoAccount(generation, vendor, values), sys.argv[2])
    profile = replace(demo, id=services.profiles.new_id(), simulator=False)
    for each in generation.account_fields:
        if each.secret:
            await services.vault.set(profile_owner(profile.id), each.key, values.get(each.key, ""), session_only=True)
    await services.profiles.save(profile)
    return profile


sys.exit(app.run(app.Options(data_dir=Path(sys.argv[1]), watchdog=False), leave))

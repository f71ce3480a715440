"""An hour of polling, twice: nothing may grow.

First on a clock that jumps from timer to timer. Forty live tasks at two accounts, through the real clients, services
and in-process clouds, without a window. The first ten minutes fill what is kept anyway (caches, a minute of the
shortest ways to the vendors); what is there after them is compared with what is there after the hour: timers of the
event loop, its tasks, everything Python's collector knows of, and the memory of the process, which holds the simulator,
too.

Then with the real program and its window, in a process of its own, on Qt's loop, which knows no such clock: eight tasks
are asked about as often as is permitted, until as many answers have come as in an hour. There all active timers of Qt
are counted, those of the event loop among them, and of Python's objects those that are new since the tasks run.
Some hundreds of them are there by chance and come to no more: connections that may be used again, and the dead cursors
that sqlite3 sweeps two hundred at a time. So the unused connections are dropped and a sweep is waited for first.
"""

from __future__ import annotations

import asyncio
import gc
import json
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.services.console import build_services
from roomscribe.services.demo import add_demo_profiles
from roomscribe.services.simulation import Simulation
from roomscribe.simulator.server import SimulatorServer
from roomscribe.vendors.registry import load_registry
from tests.bench.measuring import child, figure, resident_megabytes, row
from tests.bench.polled import GENERATIONS, SETTINGS, Distance, launch, permit, running
from tests.support.consoles import PlainSpawner, until
from tests.support.quick_loop import QuickLoop

TASKS, TASKS_IN_WINDOW = 20, 4
"""At each account, without a window and with it."""
AWAY = 0.04
"""Seconds each way."""
FILLED, WHOLE = 600.0, 3600.0
"""Seconds."""
MOMENTS = 20
NOISE = 0.01
"""Share by which a count may differ all the same."""


class Forgetting(PlainSpawner):
    """Keeps what runs, as the program's supervisor does."""

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        task = super().spawn(coro, name=name)
        task.add_done_callback(self.tasks.discard)
        return task


def main() -> None:
    with asyncio.Runner(loop_factory=QuickLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, QuickLoop)
        runner.run(_hour(loop))
    _with_window()


def _with_window() -> None:
    """The same with the real program, as far as Qt knows of it."""
    registry = load_registry()
    simulation = Simulation(registry, settings=SETTINGS)
    server = SimulatorServer(simulation.application)
    server.start()
    accounts = {each.generation.id: dict(each.values) for each in simulation.accounts}
    announced = json.dumps({"url": server.url, "accounts": {each: accounts[each] for each in GENERATIONS}})
    abilities = [registry.generation(each).abilities for each in GENERATIONS]
    hour = sum(TASKS_IN_WINDOW * WHOLE / each.poll_steady for each in abilities)
    try:
        with tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder:
            asked = [str(round(hour * seconds / WHOLE)) for seconds in (FILLED, WHOLE)]
            found = child("child_polling_hour", folder, announced, str(TASKS_IN_WINDOW), *asked, timeout=300.0)
    finally:
        server.stop()
        simulation.stop()
    figure("answers in the window's hour", found["answers"], "")
    for name, count in found["after"].items():
        row(f"with a window: {name}, after / before", count, found["before"][name], "", aim=1 + NOISE)


async def _hour(loop: QuickLoop) -> None:
    registry = load_registry()
    simulation = Simulation(registry, clock=loop.clock, settings=SETTINGS)
    seeds = iter(range(1000))
    factory = HttpFactory(lambda: Distance(InProcessTransport(simulation.application), AWAY, next(seeds)))
    with tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder:
        spawner = Forgetting()
        services = build_services(Path(folder), registry, spawner, loop.clock, factory)
        await services.open()
        await add_demo_profiles(simulation.accounts, "http://127.0.0.1:8080", services.profiles, services.vault)
        generations = [registry.generation(each) for each in GENERATIONS]
        await permit(services, generations)
        await launch(services, generations, TASKS)
        services.watcher.take_over()
        services.watcher.start()
        await until(lambda: running(services), 120.0)
        loop.patient = False
        await asyncio.sleep(FILLED)
        asked, before = simulation.world.calls.total(), await _counts(loop)
        await asyncio.sleep(WHOLE - FILLED)
        asked, after = simulation.world.calls.total() - asked, await _counts(loop)
        figure("questions meanwhile", asked, "")
        for name, count in after.items():
            row(f"{name}, after an hour / after ten minutes", count, before[name], "", aim=1 + NOISE)
        await spawner.aclose()
        loop.patient = True
        await services.aclose()
        simulation.stop()


async def _counts(loop: QuickLoop) -> dict[str, float]:
    """The least of several moments: what is under way in all of them is what stays."""
    moments = []
    resident_megabytes()  # what it loads is there from now on
    for _ in range(MOMENTS):
        await asyncio.sleep(0.37)
        gc.collect()
        moments.append(
            {
                "tasks of the loop": len(asyncio.all_tasks()),
                "timers of the loop": sum(not each.cancelled() for each in loop._scheduled),  # type: ignore[attr-defined]
                "objects": len(gc.get_objects()),
                "memory, MB": resident_megabytes(),
            }
        )
    return {name: min(moment[name] for moment in moments) for name in moments[0]}


if __name__ == "__main__":
    main()

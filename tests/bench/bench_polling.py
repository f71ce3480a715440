"""Two thousand live tasks at two accounts: how much of what the vendors permit is used, and how old the rows become.

Twice. First through in-process clouds on a clock that jumps from timer to timer, so that several rounds of all rows fit
into a minute: the real clients, services and simulated clouds with their limits, over a way that takes 40 ms each way,
wavers, and sometimes loses a packet. Then in real time, over loopback HTTP, with the simulator in a process of its own.
What is permitted is 20 questions a second for each account, which the simulator enforces; the ideal age of a row is
N/R, all rows of an account over its rate.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from roomscribe.domain.clock import SystemClock
from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.services.console import ConsoleServices, build_services
from roomscribe.services.demo import DemoAccount, add_demo_profiles
from roomscribe.services.simulation import Simulation
from roomscribe.vendors.registry import Registry, load_registry
from tests.bench.measuring import environment, figure, row
from tests.bench.polled import GENERATIONS, RATE, SETTINGS, Ages, Distance, Notes, launch, permit, running
from tests.support.consoles import PlainSpawner, until
from tests.support.quick_loop import QuickLoop

TASKS = 1000
"""At each account."""
AWAY = 0.04
"""Seconds each way."""
QUICK, REAL = 200.0, 70.0
"""Seconds that are measured."""
LAUNCHED, SETTLED = 600.0, 120.0
"""Seconds within which the tasks run, and every row has been asked twice."""


def main() -> None:
    registry = load_registry()
    with asyncio.Runner(loop_factory=QuickLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, QuickLoop)
        runner.run(_quick(registry, loop))
    _real(registry)


async def _quick(registry: Registry, loop: QuickLoop) -> None:
    simulation = Simulation(registry, clock=loop.clock, settings=SETTINGS)
    notes = Notes(simulation.application, loop.clock)
    seeds = iter(range(1000))
    factory = HttpFactory(lambda: Distance(InProcessTransport(notes), AWAY, next(seeds)))
    with tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder:
        spawner = PlainSpawner()
        services = build_services(Path(folder), registry, spawner, loop.clock, factory)
        await services.open()
        await add_demo_profiles(simulation.accounts, "http://127.0.0.1:8080", services.profiles, services.vault)
        ages = await _watched(services, registry, lambda: setattr(loop, "patient", False))
        await asyncio.sleep(SETTLED)
        began, before = loop.clock.monotonic(), {vendor: len(times) for vendor, times in notes.asked.items()}
        ages.restart(services.store.live())
        cpu, looks = time.process_time(), _counted(services)
        await asyncio.sleep(QUICK)
        cpu = time.process_time() - cpu
        took = loop.clock.monotonic() - began
        sys.stdout.write("on a clock that jumps, 40 ms from the vendors\n")
        _show({vendor: len(times) - before[vendor] for vendor, times in notes.asked.items()}, took, notes.refused)
        _show_ages(ages)
        figure("longest look of the scheduler, CPU", max(looks) * 1000, "ms", aim=4.0)
        figure("CPU of everything per question, simulator included", cpu / len(ages.gaps) * 1000, "ms")
        await spawner.aclose()
        loop.patient = True
        await services.aclose()
        simulation.stop()


def _real(registry: Registry) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.child_polled"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as simulator:
        assert simulator.stdin is not None
        assert simulator.stdout is not None
        try:
            announced = json.loads(simulator.stdout.readline())
            with tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder:
                began, ended, ages = asyncio.run(_in_real_time(registry, announced, Path(folder)))
            simulator.stdin.close()
            told = json.loads(simulator.stdout.readline())
        finally:
            simulator.terminate()
    sys.stdout.write("in real time, over loopback HTTP\n")
    asked = {vendor: sum(began <= at < ended for at in times) for vendor, times in told["asked"].items()}
    _show(asked, ended - began, told["refused"])
    _show_ages(ages)


async def _in_real_time(registry: Registry, announced: dict[str, object], folder: Path) -> tuple[float, float, Ages]:
    spawner, clock = PlainSpawner(), SystemClock()
    services = build_services(folder, registry, spawner, clock)
    await services.open()
    accounts = [
        DemoAccount(registry.generation(each), registry.vendor_of(each).id, values)
        for each, values in announced["accounts"].items()  # type: ignore[attr-defined]
    ]
    await add_demo_profiles(accounts, str(announced["url"]), services.profiles, services.vault)
    ages = await _watched(services, registry, lambda: None)
    await asyncio.sleep(TASKS / RATE + 5)
    ages.restart(services.store.live())
    began = clock.monotonic()
    await asyncio.sleep(REAL)
    ended = clock.monotonic()
    await spawner.aclose()
    await services.aclose()
    return began, ended, ages


async def _watched(services: ConsoleServices, registry: Registry, launched: object) -> Ages:
    """Start the tasks and watch them until each is known to run."""
    generations = [registry.generation(each) for each in GENERATIONS]
    await permit(services, generations)
    await launch(services, generations, TASKS)
    assert callable(launched)
    ages = Ages(services.clock)
    services.store.subscribe(ages)
    services.watcher.take_over()
    services.watcher.start()
    await until(lambda: running(services), LAUNCHED)
    launched()
    return ages


def _counted(services: ConsoleServices) -> list[float]:
    """The CPU seconds of each look from now on."""
    look, taken = services.watcher.look, [0.0]

    def timed() -> float:
        began = time.process_time()
        rest = look()
        taken.append(time.process_time() - began)
        return rest

    services.watcher.look = timed  # type: ignore[method-assign]
    return taken


def _show(asked: dict[str, int], seconds: float, refused: int) -> None:
    for vendor, count in sorted(asked.items()):
        row(f"  {vendor}: questions a second / permitted", count / seconds, RATE, "")
    rate, permitted = sum(asked.values()) / seconds, RATE * len(GENERATIONS)
    figure(f"  unused share of what is permitted, {2 * TASKS} tasks", 1 - rate / permitted, "", aim=0.05)
    figure("  refused for too many calls", refused, "", aim=0)


def _show_ages(ages: Ages) -> None:
    row("  p99 of the age of a row / ideal N/R", ages.p99(), TASKS / RATE, "s", aim=1.15)


if __name__ == "__main__":
    main()

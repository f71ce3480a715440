"""What the window asks of the running simulator: on its thread, without holding up ours."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from roomscribe.services.simulation import Simulation
from roomscribe.services.simulator_control import SimulatorControl
from roomscribe.simulator.faults import BadFault, FaultKind
from roomscribe.simulator.switches import BadSwitch
from roomscribe.vendors.registry import load_registry


@pytest.fixture
async def simulation() -> AsyncIterator[Simulation]:
    simulation = Simulation(load_registry())
    simulation.start()
    yield simulation
    simulation.stop()


async def test_whoever_asks_a_busy_simulator_waits_without_blocking(simulation: Simulation) -> None:
    go_on = threading.Event()
    simulation.call(lambda: go_on.wait(10))
    asked = asyncio.ensure_future(SimulatorControl(simulation).troubles())  # noqa: TID251 - awaited below
    for _ in range(50):
        await asyncio.sleep(0)
    assert not asked.done()
    go_on.set()
    assert await asked == ()


async def test_everything_happens_on_the_simulators_thread(simulation: Simulation) -> None:
    control = SimulatorControl(simulation)
    threads: list[str] = []
    add = simulation.steering.add_fault
    simulation.steering.add_fault = lambda data: threads.append(threading.current_thread().name) or add(data)  # type: ignore[method-assign, func-returns-value]
    added = await control.add_trouble({"kind": "delay", "seconds": 2, "call": "join"})
    assert threads == ["simulator"]
    assert (added.kind, added.call, added.seconds) == (FaultKind.DELAY, "join", 2.0)
    assert await control.troubles() == (added,)
    await control.clear_troubles()
    assert await control.troubles() == ()


async def test_refusals_arrive_as_they_are(simulation: Simulation) -> None:
    control = SimulatorControl(simulation)
    with pytest.raises(BadFault, match="boom"):
        await control.add_trouble({"kind": "boom"})
    with pytest.raises(BadSwitch, match="not allowed"):
        await control.set_switches({"trtc.capacity": "many"})


async def test_switches_are_turned_and_reset(simulation: Simulation) -> None:
    control = SimulatorControl(simulation)
    assert not any(each.changed for each in await control.switches())
    states = {each.switch.name: each for each in await control.set_switches({"trtc.capacity": 5})}
    assert (states["trtc.capacity"].value, states["trtc.capacity"].changed) == (5, True)
    assert not any(each.changed for each in await control.reset_switches())

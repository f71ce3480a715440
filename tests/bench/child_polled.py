"""The simulator with its limits, in a process of its own; tells what was asked once its input ends."""

from __future__ import annotations

import json
import sys

from roomscribe.domain.clock import SystemClock
from roomscribe.services.simulation import Simulation
from roomscribe.simulator.server import SimulatorServer
from roomscribe.vendors.registry import load_registry
from tests.bench.polled import GENERATIONS, SETTINGS, Notes

simulation = Simulation(load_registry(), settings=SETTINGS)
notes = Notes(simulation.application, SystemClock())
server = SimulatorServer(notes)
server.start()
accounts = {each.generation.id: dict(each.values) for each in simulation.accounts if each.generation.id in GENERATIONS}
sys.stdout.write(json.dumps({"url": server.url, "accounts": accounts}) + "\n")
sys.stdout.flush()
sys.stdin.read()
sys.stdout.write(json.dumps({"asked": notes.asked, "refused": notes.refused}) + "\n")
sys.stdout.flush()
server.stop()

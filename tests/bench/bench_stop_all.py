"""Two hundred live tasks at two vendors, and "Stop everything I started": how soon, how fast, and with what result.

The real program with its window runs in a process of its own against a simulator in this one, which notes when each
request comes. A person presses the command's key and confirms; time counts from that press. What a vendor permits its
account is compared with the busiest second and with the mean of all first stops; where the vendor publishes no number,
with the console's own. The vendor's refusals for too many calls are counted, and every row must have its own receipt.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from typing import Any

from roomscribe.services.pacing import STOP
from roomscribe.services.rates import UNDOCUMENTED_RATE
from roomscribe.services.simulation import Simulation
from roomscribe.simulator.server import SimulatorServer
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry
from tests.bench.heartbeat import FRAME_MS
from tests.bench.measuring import child, figure, row
from tests.support.stop_notes import StopNotes, busiest

GENERATIONS = ("trtc-1", "agora-7")
TASKS = 100
"""At each vendor: what TRTC permits an application. Its 2.0 counts translations, of which the example has two, so that
50 tasks would be all (tencent.md §2)."""
SPEED = 5.0
"""World seconds per real second, so that the bots need not be waited for."""


def main() -> None:
    registry = load_registry()
    generations = [registry.generation(each) for each in GENERATIONS]
    simulation = Simulation(registry, speed=SPEED)
    notes = StopNotes(simulation.application)
    server = SimulatorServer(notes)
    server.start()
    try:
        with tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder:
            announced = _announcement(simulation, generations, server.url)
            found = child("child_stop_all", folder, announced, str(TASKS), timeout=400.0)
    finally:
        server.stop()
    _show(found, notes, generations, {each.id: registry.vendor_of(each.id).id for each in generations})


def _announcement(simulation: Simulation, generations: list[Generation], url: str) -> str:
    accounts = {each.generation.id: dict(each.values) for each in simulation.accounts}
    return json.dumps({"url": url, "accounts": {each.id: accounts[each.id] for each in generations}})


def _show(found: dict[str, Any], notes: StopNotes, generations: list[Generation], vendors: dict[str, str]) -> None:
    click, count = found["click"], len(generations) * TASKS
    every = sorted(at for times in notes.stops.values() for at in times if at >= click)
    figure(f"from click to first request, {count} tasks", (every[0] - click) * 1000, "ms", aim=100.0)
    figure("from click to the last wish on disk", found["wished"] * 1000, "ms")
    for generation in generations:
        vendor = vendors[generation.id]
        documented = (generation.abilities.calls_per_second or {}).get(STOP)
        permitted, aim = documented or UNDOCUMENTED_RATE, None if documented is None else 1.0
        first = sorted(notes.first[vendor])
        row(
            f"  {vendor}: stops in its busiest second / permitted",
            busiest(notes.stops[vendor]),
            permitted,
            "",
            aim=aim,
        )
        mean = (len(first) - 1) / (first[-1] - first[0])
        row(f"  {vendor}: stops a second, mean / permitted", mean, permitted, "")
    refused = [call for at, call in notes.refused if at >= click]
    figure("refused for too many calls, stops and questions", len(refused), "", aim=0)
    for call, times in Counter(refused).items():
        figure(f"  {call}", times, "")
    figure(f"rows without a receipt of their own, of {count}", count - found["receipts"], "", aim=0)
    figure("tasks that were not asked at all", count - len(notes.tasks), "", aim=0)
    stall = found["stall"]
    figure("longest stall of the window meanwhile", stall["ms"], "ms", aim=FRAME_MS)
    figure("  of it computing, not waiting for a processor", stall["cpu_ms"], "ms")
    for line in stall["stack"].splitlines():
        print(f"  {line}")


if __name__ == "__main__":
    main()

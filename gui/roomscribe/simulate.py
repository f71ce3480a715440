"""`roomscribe simulate`: the simulator alone, for QA, scripts and other programs."""

from __future__ import annotations

import json
import signal
import sys
import threading
from types import FrameType

from roomscribe.services.simulation import Simulation
from roomscribe.vendors.registry import load_registry


def simulate(*, port: int, speed: float, as_json: bool) -> int:
    """Serve until Ctrl-C or a terminate signal. Once ready, one JSON line tells the URL and the demo accounts.

    The line holds invented keys of simulated accounts; they open nothing but this simulator.
    """
    try:
        simulation = Simulation(load_registry(), port=port, speed=speed)
    except OSError as error:
        sys.stderr.write(f"roomscribe: port {port} of 127.0.0.1 can't be used: {error.strerror}\n")
        return 1
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    simulation.start()
    sys.stdout.write(json.dumps(simulation.announcement()) + "\n")
    sys.stdout.flush()
    if not as_json:
        sys.stderr.write("The simulator is ready. Press Ctrl-C to end it.\n")
    ended.wait()
    simulation.stop()
    return 0

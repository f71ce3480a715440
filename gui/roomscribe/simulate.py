"""`roomscribe simulate`: the simulator alone, for QA, scripts and other programs."""

from __future__ import annotations

import json
import signal
import sys
import threading
from types import FrameType

from roomscribe.services.simulation import Simulation
from roomscribe.simulator.webhooks import EVERY_APPLICATION, BadTarget
from roomscribe.vendors.registry import load_registry


def simulate(*, port: int, speed: float, scenario: str, as_json: bool, webhook: str = "", webhook_key: str = "") -> int:
    """Serve until Ctrl-C or a terminate signal. Once ready, one JSON line tells the URL and the demo accounts.

    Notifications of every application go to `webhook`, signed with `webhook_key`; "" for none, or without a signature.
    The line holds invented keys of simulated accounts; they open nothing but this simulator.
    """
    registry = load_registry()
    for add_on in registry.broken:
        sys.stderr.write(f"roomscribe: the vendor add-on {add_on.name} can't be used: {add_on.reason}\n")
    try:
        simulation = Simulation(registry, port=port, speed=speed, scenario=scenario)
    except OSError as error:
        sys.stderr.write(f"roomscribe: port {port} of 127.0.0.1 can't be used: {error.strerror}\n")
        return 1
    try:
        _connect(simulation, webhook, webhook_key)
    except BadTarget as error:
        simulation.stop()
        sys.stderr.write(f"roomscribe: --webhook{'-key' if error.at == 'key' else ''}: {error.error}\n")
        return 2
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


def _connect(simulation: Simulation, webhook: str, key: str) -> None:
    if key and not webhook:
        raise BadTarget("A key needs an address: use --webhook, too.", at="key")
    if webhook:
        simulation.webhooks.set_target(EVERY_APPLICATION, webhook, key)

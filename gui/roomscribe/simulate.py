"""`roomscribe simulate`: the simulator alone, for QA, scripts and other programs."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from types import FrameType

from roomscribe.services.simulation import NO_SETTINGS, Simulation, at_rest
from roomscribe.simulate_listing import json_listing, listing
from roomscribe.simulator.settings_file import BadSettings, read_settings_file, settings_text
from roomscribe.simulator.steering import Steering
from roomscribe.simulator.webhooks import EVERY_APPLICATION, BadTarget
from roomscribe.vendors.registry import load_registry


class Show(StrEnum):
    """What can be told instead of serving."""

    SWITCHES = "switches"
    """Every switch, with what it means."""
    SETTINGS = "settings"
    """A settings file."""


def simulate(
    *,
    port: int,
    speed: float | None,
    scenario: str,
    as_json: bool,
    webhook: str = "",
    webhook_key: str = "",
    settings_file: Path | None = None,
    show: str | None = None,
) -> int:
    """Serve until Ctrl-C or a terminate signal. Once ready, one JSON line tells the URL and the demo accounts.

    `speed` wins over the settings file's. With `show`, a `Show`, it tells that and serves nothing. Notifications of
    every application go to `webhook`, signed with `webhook_key`; "" for none, or without a signature. The line
    holds invented keys of simulated accounts; they open nothing but this simulator.
    """
    registry = load_registry()
    for add_on in registry.broken:
        sys.stderr.write(f"roomscribe: the vendor add-on {add_on.name} can't be used: {add_on.reason}\n")
    try:
        settings = read_settings_file(settings_file) if settings_file else NO_SETTINGS
        chosen = speed if speed is not None else settings.speed
        if show:
            _choose_encoding(Show(show))
            return _tell(_told(Show(show), at_rest(registry, settings), chosen, as_json=as_json))
        simulation = Simulation(registry, port=port, speed=chosen or 1.0, scenario=scenario, settings=settings)
    except BadSettings as bad:
        sys.stderr.write(f"roomscribe: {settings_file}: {bad}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"roomscribe: port {port} of 127.0.0.1 can't be used: {error.strerror}\n")
        return 1
    try:
        _connect(simulation, webhook, webhook_key)
    except BadTarget as error:
        simulation.stop()
        sys.stderr.write(f"roomscribe: --webhook{'-key' if error.at == 'key' else ''}: {error.error}\n")
        return 2
    _serve(simulation, as_json=as_json)
    return 0


def _serve(simulation: Simulation, *, as_json: bool) -> None:
    """Until somebody ends it."""
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


def _choose_encoding(show: Show) -> None:
    """A settings file is UTF-8 wherever it is printed; the listing is what the terminal can show of it."""
    if isinstance(sys.stdout, TextIOWrapper):
        if show is Show.SETTINGS:
            sys.stdout.reconfigure(encoding="utf-8")
        else:
            sys.stdout.reconfigure(errors="replace")


def _tell(text: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # somebody read the beginning, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _told(show: Show, steering: Steering, speed: float | None, *, as_json: bool) -> str:
    if show is Show.SETTINGS:
        return settings_text(steering.switches, speed, steering.world.faults.waiting())
    return json_listing(steering.switches) if as_json else listing(steering.switches)


def _connect(simulation: Simulation, webhook: str, key: str) -> None:
    if key and not webhook:
        raise BadTarget("A key needs an address: use --webhook, too.", at="key")
    if webhook:
        simulation.webhooks.set_target(EVERY_APPLICATION, webhook, key)

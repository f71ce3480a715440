"""The simulator's settings file: TOML with a section of switches for each group, its speed, and its first faults."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from roomscribe.simulator.clock import FASTEST, SLOWEST
from roomscribe.simulator.faults import BadFault, Fault
from roomscribe.simulator.steering import Steering
from roomscribe.simulator.switches import BadSwitch, Data, Switch, Switchboard

SPEED, FAULTS = "speed", "faults"
LARGEST_FILE = 1_000_000
"""Bytes."""


class BadSettings(Exception):
    """The file can't be read, or says something that is not allowed."""

    def __init__(self, error: str, *, at: str = "") -> None:
        super().__init__(f"{at}: {error}" if at else error)
        self.error = error
        """One sentence: what is wrong, and what is allowed."""
        self.at = at
        """The key, e.g. `trtc.stopped_seconds`; "" for the file itself."""


@dataclass(frozen=True, kw_only=True)
class SimulatorSettings:
    """What a file says; its switches and faults are checked when they are applied."""

    speed: float | None = None
    """How many times faster time passes; None where the file does not say."""
    switches: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """By group and key."""
    faults: object = ()

    def apply(self, steering: Steering) -> None:
        """Set the switches and add the faults; `BadSettings` for the first that is not allowed."""
        groups = {each.group for each in steering.switches.switches()}
        for group in self.switches:
            if group not in groups:
                raise BadSettings(f"There is no such section; use {', '.join(sorted(groups))}.", at=group)
        named = {f"{group}.{key}": value for group, keys in self.switches.items() for key, value in keys.items()}
        try:
            steering.switches.change(named)
            steering.add_faults(list(self.faults) if isinstance(self.faults, tuple) else self.faults)
        except (BadSwitch, BadFault) as bad:
            raise BadSettings(bad.error, at=bad.at) from None


def read_settings_file(path: Path) -> SimulatorSettings:
    """What the file says; `BadSettings` where it can't be read or is no TOML of this kind."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)  # a device tells no size, and may have no end
    except OSError as error:
        raise BadSettings(f"The file can't be read: {error.strerror}.") from None
    if len(content) > LARGEST_FILE:
        raise BadSettings(f"The file is larger than {LARGEST_FILE} bytes.")
    try:
        text = content.decode("utf-8-sig")  # some editors mark UTF-8 with invisible bytes at its beginning
    except UnicodeDecodeError:
        raise BadSettings("The file is no UTF-8 text.") from None
    return parse_settings(text)


def parse_settings(text: str) -> SimulatorSettings:
    """The same for a text."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # thousands of digits are a ValueError of Python's own
        raise BadSettings(f"The file is no TOML: {error}.") from None
    switches: dict[str, Mapping[str, object]] = {}
    for name, value in data.items():
        if name in (SPEED, FAULTS):
            continue
        if not isinstance(value, dict):
            raise BadSettings(f"There is no such setting; use {SPEED}, {FAULTS}, or a section of switches.", at=name)
        switches[name] = value
    return SimulatorSettings(speed=_speed(data.get(SPEED)), switches=switches, faults=data.get(FAULTS, ()))


def _speed(value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not SLOWEST <= value <= FASTEST:
        raise BadSettings(f"It must be a number from {SLOWEST:g} to {FASTEST:g}.", at=SPEED)
    return float(value)


def settings_text(switches: Switchboard, speed: float | None = None, faults: Iterable[Fault] = ()) -> str:
    """A file that says what holds now; what has its default is commented out."""
    return "\n".join([*_lines(speed, tuple(faults)), *_sections(switches)]) + "\n"


def _lines(speed: float | None, faults: tuple[Fault, ...]) -> Iterator[str]:
    yield "# Settings of RoomScribe's simulator, for `roomscribe simulate --settings FILE`."
    yield "# What is commented out has its default."
    yield ""
    yield "# How many times faster time passes."
    yield f"#{SPEED} = 1.0" if speed is None else f"{SPEED} = {_toml(speed)}"
    yield ""
    yield "# What goes wrong from the beginning, as often as you like. GET /_sim/faults lists what one can have."
    if not faults:
        yield f"#[[{FAULTS}]]"
        yield '#kind = "http"'
        yield "#status = 502"
        yield "#count = 3"
    for fault in faults:
        yield f"[[{FAULTS}]]"
        yield from (f"{name} = {_toml(value)}" for name, value in fault.as_data().items())


def _sections(switches: Switchboard) -> Iterator[str]:
    group = ""
    for each in switches.switches():
        if each.group != group:
            group = each.group
            yield ""
            yield f"[{group}]"
        yield ""
        yield from _switch_lines(each, switches.value(each.name))


def _switch_lines(each: Switch, value: Data) -> Iterator[str]:
    yield f"# {each.meaning} ({each.source})"
    yield f"# Takes {each.allowed}."
    yield f"{'#' if value == each.default else ''}{each.key} = {_toml(value)}"


def _toml(value: object) -> str:
    # What JSON and TOML write alike: a number, a truth value, a text in quotes; but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

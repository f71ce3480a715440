"""`roomscribe simulate --list-switches`: what the simulator can be told, for people and for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from roomscribe.simulator.control.switches import switch_data
from roomscribe.simulator.switches import Switch, Switchboard

WIDTH = 100
"""Characters of a line of the listing."""


def listing(switches: Switchboard) -> str:
    """Every switch for people to read, by section."""
    lines: list[str] = []
    group = ""
    for each in switches.switches():
        if each.group != group:
            group = each.group
            lines += ["", f"[{group}]"] if lines else [f"[{group}]"]
        lines += _lines(each, switches)
    return "\n".join(lines) + "\n"


def json_listing(switches: Switchboard) -> str:
    """The same for programs, in one line."""
    return json.dumps(switch_data(switches)) + "\n"


def _lines(each: Switch, switches: Switchboard) -> Iterator[str]:
    value = switches.value(each.name)
    usual = "" if value == each.default else f"  (default: {_shown(each.default)})"
    yield f"  {each.name} = {_shown(value)}{usual}"
    yield from textwrap.wrap(
        f"{each.meaning} ({each.source})", WIDTH, initial_indent="      ", subsequent_indent="      "
    )
    yield f"      Takes {each.allowed}."


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

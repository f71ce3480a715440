"""Every switch of every vendor's simulator says what it is, and some code reads it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from roomscribe.services.simulation import known_switches
from roomscribe.simulator.switches import Switch
from roomscribe.vendors.registry import load_registry

VENDORS = Path(__file__).parents[3] / "gui" / "roomscribe" / "vendors"
SWITCHES = known_switches(load_registry()).switches()
DECLARATION = re.compile(r"= switch\(")


@cache
def sources(group: str) -> tuple[str, ...]:
    """The sources of a group's vendor."""
    folder = VENDORS / group.partition("-")[0]
    return tuple(path.read_text("utf-8") for path in sorted(folder.rglob("*.py")))


@cache
def readers(group: str) -> str:
    """The sources of a group's vendor, without the modules that declare switches."""
    return "\n".join(source for source in sources(group) if not DECLARATION.search(source))


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: switch.name)
def test_a_switch_is_explained_and_obeyed(switch: Switch) -> None:
    assert re.fullmatch(r"[a-z0-9-]+\.[a-z0-9_]+", switch.name)
    assert re.fullmatch(r"[A-Za-z].*\.", switch.meaning), "one sentence"
    assert re.fullmatch(r"(agora|tencent)\.md §\d+(\.\d+)?(, C\d+)?", switch.source)
    assert switch.check(switch.default) == switch.default
    # `walk` and its like read the settings where they are declared; all others are read outside.
    declared = "\n".join(sources(switch.group))
    read = re.search(rf"\.{switch.key}\b", readers(switch.group)) or re.search(rf"self\.{switch.key}\b", declared)
    assert read, "nobody reads it"


def test_there_is_one_for_every_open_question() -> None:
    assert len(SWITCHES) == len({each.name for each in SWITCHES}) > 150

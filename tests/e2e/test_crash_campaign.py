"""A handful of runs of the crash campaign; `python packaging/dev.py bench --campaign` plays five hundred."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.crashes.campaign import figures, play
from tests.support.crashes.run import Outcome
from tests.support.crashes.scenario import make

SEEDS = (10, 18, 29, 45, 65, 67)
"""Between them every generation, every moment, a watchdog that is alone, and a network that is cut."""


@pytest.mark.timeout(240)
async def test_nothing_is_lost_when_consoles_are_killed(tmp_path: Path) -> None:
    told: list[Outcome] = []
    outcomes = await play([make(seed) for seed in SEEDS], tmp_path, at_once=len(SEEDS), tell=told.append)
    shown = [f"{each.scenario}\n{each.violations}\n{each.story}" for each in outcomes if each.violations]
    assert not shown, "\n\n".join(shown)
    assert told == outcomes
    assert f"runs {len(SEEDS)}" in figures(outcomes)

"""Many runs beside each other, and what they have shown."""

from __future__ import annotations

import asyncio
import shutil
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from roomscribe.vendors.registry import load_registry
from tests.support.crashes.judge import Stalls
from tests.support.crashes.nursery import Nursery
from tests.support.crashes.run import Outcome, Run
from tests.support.crashes.scenario import Scenario
from tests.support.process_guard import watchdogs

BEAT, STALL = 0.05, 0.25
"""Seconds between two looks at the time, and from which one that came late counts as a stall of the computer."""


async def play(
    scenarios: Iterable[Scenario], folder: Path, *, at_once: int, tell: Callable[[Outcome], None]
) -> list[Outcome]:
    """Play every scenario, so many at a time; `tell` hears of each as it ends."""
    registry, stalls, outcomes, waiting = load_registry(), Stalls(), [], list(scenarios)[::-1]
    heartbeat = asyncio.get_running_loop().create_task(_beat(stalls))

    async def one_after_another(nursery: Nursery) -> None:
        while waiting:
            scenario = waiting.pop()
            place = folder / str(scenario.seed)
            place.mkdir()
            try:
                outcome = await Run(scenario, place, registry, nursery, stalls).play()
            except Exception:
                outcome = Outcome(scenario, violations=[f"the run broke: {traceback.format_exc()}"])
            outcomes.append(outcome)
            tell(outcome)
            if not outcome.violations:
                shutil.rmtree(place)

    try:
        with Nursery() as nursery:
            await asyncio.gather(*(one_after_another(nursery) for _ in range(at_once)))
    finally:
        for each in watchdogs(folder):  # of runs that were broken off
            each.kill()
        heartbeat.cancel()
        await asyncio.gather(heartbeat, return_exceptions=True)
    return outcomes


def figures(outcomes: list[Outcome]) -> str:
    """What a campaign has shown, in lines."""
    moments = Counter(moment for each in outcomes for moment in each.moments)
    violations = [f"seed {each.scenario.seed}: {text}" for each in outcomes for text in each.violations]
    lines = [
        f"runs {len(outcomes)}, of those with the whole program {sum(each.scenario.window for each in outcomes)}",
        f"crashes {sum(each.crashes for each in outcomes)}"
        f" ({', '.join(f'{moment.value} {count}' for moment, count in sorted(moments.items()))})",
        f"watchdogs killed {sum(each.watchdogs for each in outcomes)},"
        f" connections cut {sum(each.cuts for each in outcomes)},"
        f" tasks that ended with no console there {sum(each.alone for each in outcomes)}",
        f"tasks {sum(each.tasks for each in outcomes)}, requests {sum(each.requests for each in outcomes)}",
        f"violations {len(violations)}",
    ]
    return "\n".join([*lines, *violations])


async def _beat(stalls: Stalls) -> None:
    while True:
        before = time.time()
        await asyncio.sleep(BEAT)
        if (over := time.time() - before - BEAT) > STALL:
            stalls.found.append((time.time(), over))

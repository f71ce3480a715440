"""The crash campaign at its full size: consoles are killed at random instants, and nothing may be lost.

    python packaging/dev.py bench --campaign [--runs 500] [--seed N] [--windows 0.05] [--at-once N]

Each run has a seed, which is the campaign's plus its number. `--seed 1234 --runs 1` plays the scenario of 1234 again.
Ctrl-C ends it early, with the figures so far.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.measuring import environment
from tests.support.crashes.campaign import figures, play
from tests.support.crashes.run import Outcome
from tests.support.crashes.scenario import make

RUNS = 500
WINDOWS = 0.05
"""The share of runs with the whole program and its window."""


def main() -> int:
    """Play them; 1 where a promise was broken, or not all were played."""
    wish = _wish()
    os.environ.update(environment())
    scenarios = [make(wish.seed + number, windows=wish.windows) for number in range(wish.runs)]
    print(f"seeds {wish.seed} to {wish.seed + wish.runs - 1}", flush=True)
    began, outcomes = time.monotonic(), list[Outcome]()

    def tell(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if outcome.violations:
            print(f"\nseed {outcome.scenario.seed}: {outcome.scenario}", flush=True)
            print("\n".join([*outcome.violations, outcome.story]), flush=True)
        if len(outcomes) % 25 == 0:
            print(f"{len(outcomes)} of {wish.runs} after {time.monotonic() - began:.0f} s", flush=True)

    with contextlib.suppress(KeyboardInterrupt), tempfile.TemporaryDirectory(prefix="roomscribe-crashes-") as folder:
        asyncio.run(play(scenarios, Path(folder), at_once=wish.at_once, tell=tell))
    print(figures(outcomes))
    return 1 if len(outcomes) < wish.runs or any(each.violations for each in outcomes) else 0


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench --campaign")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--windows", type=float, default=WINDOWS)
    parser.add_argument("--at-once", type=int, default=6 * (os.cpu_count() or 1))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

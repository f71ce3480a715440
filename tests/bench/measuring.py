"""What the benchmarks share: children that report about themselves, and lines that compare."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from typing import Any


def child(module: str, *arguments: str, timeout: float = 120.0) -> dict[str, Any]:
    """Run a module of this package in a fresh process and return the JSON of its last line."""
    environment = {**os.environ, "QT_API": "pyside6"}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def median(numbers: Sequence[float]) -> float:
    """The middle one: robust against a neighbour's noise."""
    return statistics.median(numbers)


def row(name: str, ours: float, limit: float, unit: str, *, aim: float) -> None:
    """One figure against a limit measured in the same run: both, their ratio, and the aim."""
    ratio = ours / limit if limit else float("inf")
    verdict = "ok" if ratio <= aim else "MISSED"
    sys.stdout.write(f"{name:<52} {ours:9.2f} / {limit:9.2f} {unit:<4} = {ratio:5.2f}  (aim ≤ {aim:g})  {verdict}\n")
    sys.stdout.flush()


def figure(name: str, ours: float, unit: str, *, aim: float) -> None:
    """One figure with an absolute aim."""
    verdict = "ok" if ours <= aim else "MISSED"
    sys.stdout.write(f"{name:<52} {ours:9.2f} {unit:<4} (aim ≤ {aim:g})  {verdict}\n")
    sys.stdout.flush()


def resident_megabytes() -> float:
    """Memory of this process that is in RAM now, in MB."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6

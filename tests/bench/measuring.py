"""What the benchmarks share: children that report about themselves, and lines that compare."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SCREEN = Path(__file__).with_name("screen.json")
OFFSCREEN_LACKS = "This plugin does not support"
"""What Qt's offscreen platform says about itself."""


def child(module: str, *arguments: str, timeout: float = 120.0, silent: bool = False) -> dict[str, Any]:
    """Run a module of this package in a fresh process and return the JSON of its last line.

    `silent`: it must say nothing on stderr.
    """
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment(),
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if not line.startswith(OFFSCREEN_LACKS)]
    if done.returncode or (silent and said):
        raise SystemExit(f"{module} failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def environment() -> dict[str, str]:
    """That of an installed program: Qt without a screen, and modules that are compiled once and not at each start."""
    found = {**os.environ, "QT_API": "pyside6"}
    if found.setdefault("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        # Its own screen is smaller than our window, which would shrink to it.
        found["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREEN}"
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


def median(numbers: Sequence[float]) -> float:
    """The middle one: robust against a neighbour's noise."""
    return statistics.median(numbers)


def row(name: str, ours: float, limit: float, unit: str, *, aim: float | None = None) -> None:
    """One figure against another one measured in the same run: both, their ratio, and the aim where there is one."""
    ratio = ours / limit if limit else float("inf")
    _line(f"{name:<52} {ours:9.2f} / {limit:9.2f} {unit:<4} = {ratio:5.2f}", ratio, aim)


def figure(name: str, ours: float, unit: str, *, aim: float | None = None) -> None:
    """One figure, with an absolute aim where there is one."""
    _line(f"{name:<52} {ours:9.2f} {unit:<4}", ours, aim)


def _line(text: str, value: float, aim: float | None) -> None:
    verdict = "" if aim is None else f"  (aim ≤ {aim:g})  {'ok' if value <= aim else 'MISSED'}"
    sys.stdout.write(f"{text}{verdict}\n")
    sys.stdout.flush()


def resident_megabytes() -> float:
    """Memory of this process that is in RAM now, in MB."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6

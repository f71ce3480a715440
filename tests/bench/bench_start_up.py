"""How long the program takes to appear and how much memory it holds, against an empty window.

Each run is a fresh process: the real program (no demo) on an empty data directory, the same on a directory that an
earlier run left, and the least such a program can be (`child_empty_window`: PySide6, qasync, httpx). Time counts from
just before the process is started to the end of the first painted frame; "ready" is when ledger, keyring and profiles
are open too. Memory is what is resident one idle second after that. The contenders take turns, one run is thrown away
because it warms the disk cache, and the lines show medians.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.bench.measuring import child, figure, median, row

RUNS = 7


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder:
        used = Path(folder, "used")
        _run("child_main_window", str(used))
        empty, fresh, again = [], [], []
        for turn in range(RUNS):
            empty.append(_run("child_empty_window"))
            fresh.append(_run("child_main_window", str(Path(folder, f"fresh-{turn}"))))
            again.append(_run("child_main_window", str(used)))
    for name, runs in (("first start", fresh), ("later start", again)):
        row(f"{name}, first frame / empty window", _of(runs, "painted"), _of(empty, "painted"), "s", aim=2.0)
        figure(f"{name}, ready", _of(runs, "ready"), "s")
        row(f"{name}, resident memory / empty window", _of(runs, "megabytes"), _of(empty, "megabytes"), "MB", aim=1.6)


def _run(module: str, *arguments: str) -> dict[str, float]:
    """What a child reported, its moments as seconds since just before it was started."""
    begun = time.monotonic()  # one clock for the whole computer
    found = child(module, *arguments)
    return {name: value if name == "megabytes" else value - begun for name, value in found.items()}


def _of(runs: list[dict[str, float]], name: str) -> float:
    return median([run[name] for run in runs])


if __name__ == "__main__":
    main()

"""The table with ten and fifty thousand rows: stalls, keystrokes, sorting, memory, and a start with a full ledger.

Everything happens in the real window (`child_table`), without vendors: 70 % of the rows run, and a timer puts a
thousand changes a second into the store. A heartbeat (`heartbeat`) tells the longest time between two beats of the
interface thread, by the clock and by what that thread computed; where the first is over a frame, the stack it stood on
is printed. The limits beside them are measured in the same run: an empty window, and a `QTableWidget` that does the
same work (`child_table_widget`). Milliseconds of keystrokes, sorting and grouping are what a person waits: by the clock
from the key or the click until the rows in sight are painted as they should be (`child_table` says how, and what was
measured before). Beside them stand what the interface thread computed, and its longest block until all is done. The
start is the program's own, on a ledger with ten thousand rows and on an empty one, by turns.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.heartbeat import FRAME_MS
from tests.bench.measuring import child, figure, median, row

ROWS, MANY = 10_000, 50_000
STARTS = 5


def main() -> None:
    empty = child("child_stall_empty", "5")
    figure("longest stall of an empty window (this machine)", empty["ms"], "ms")
    figure("  of which computing", empty["busiest_ms"], "ms")
    peer = child("child_table_widget", str(ROWS), timeout=300.0)
    found = {rows: child("child_table", str(rows), timeout=600.0) for rows in (ROWS, MANY)}
    _stalls(found[ROWS], peer)
    for rows, aim in ((ROWS, 16.0), (MANY, 50.0)):
        _acts(rows, found[rows], aim)
    _memory(found[ROWS], peer)
    figure("a change in sight is painted after (median)", found[ROWS]["change"]["median"], "ms", aim=50.0)
    figure("  worst of 60", found[ROWS]["change"]["worst"], "ms")
    _starts()


def _stalls(ours: dict[str, Any], peer: dict[str, Any]) -> None:
    for name in ("at rest", "scrolling"):
        stall = ours[name]
        title = f"longest stall, {ROWS} rows, {stall['changes per second']:.0f} changes/s, {name}"
        row(title, stall["ms"], peer["ms"], "ms")
        row("  of which computing", stall["busiest_ms"], peer["busiest_ms"], "ms")
        _stack(stall)
        figure("  most that was computed between two beats", stall["busiest_ms"], "ms", aim=FRAME_MS)


def _stack(stall: dict[str, Any]) -> None:
    for line in (stall["busiest_stack"] or stall["stack"]).splitlines():
        sys.stdout.write(f"      {line}\n")


def _acts(rows: int, found: dict[str, Any], aim: float) -> None:
    figure(f"filter, {rows} rows: a keystroke (median)", found["key"]["median"], "ms", aim=aim)
    _spread(found, "key", aim)
    figure("  the first one, before texts are ready", found["cold key"]["ms"], "ms")
    figure(f"filter with five keys, {rows} rows: a letter (median)", found["term"]["median"], "ms", aim=aim)
    _spread(found, "term", aim)
    figure(f"sort, {rows} rows: click to painted in order (median)", found["sort"]["median"], "ms", aim=aim)
    _spread(found, "sort", aim)
    figure(f"group, {rows} rows (median)", found["group"]["median"], "ms")
    _spread(found, "group", None)
    figure(f"choose all of {rows} rows, and none (median)", found["choose"]["median"], "ms")
    _spread(found, "choose", None)
    chosen = found["all chosen"]
    per_second = f"{chosen['changes per second']:.0f}"
    figure(
        f"  longest stall while all are chosen, {per_second} changes/s (computing)",
        chosen["busiest_ms"],
        "ms",
        aim=FRAME_MS,
    )
    _stack(chosen)
    palette = found["palette"]
    figure(f"palette, {palette['tasks']} live tasks: opened", palette["open"], "ms")
    figure("  a keystroke (median)", palette["median"], "ms", aim=FRAME_MS)
    figure("  slowest of all", palette["worst"], "ms", aim=FRAME_MS)
    figure("  until every task was looked through, at most", palette["complete"], "ms")
    figure("  longest stall meanwhile (computing)", palette["stall"]["busiest_ms"], "ms", aim=FRAME_MS)


def _spread(found: dict[str, Any], name: str, aim: float | None) -> None:
    each, stall = found[name], found[f"{name} stall"]
    figure(f"  slowest: {each['which'][-30:]}", each["worst"], "ms", aim=aim)
    figure("  computed (median)", each["computed"], "ms")
    figure("  longest stall meanwhile (computing)", stall["busiest_ms"], "ms", aim=FRAME_MS)
    _stack(stall)


def _memory(ours: dict[str, Any], peer: dict[str, Any]) -> None:
    per, theirs = ours["warm megabytes"] * 1000 / ROWS, peer["megabytes"] * 1000 / ROWS
    row("memory of the table per 1,000 rows / QTableWidget", per, theirs, "MB")


def _starts() -> None:
    with tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder:
        full, none = Path(folder, "full"), Path(folder, "none")
        child("child_fill_ledger", str(full), str(ROWS), timeout=300.0)
        for directory in (full, none):
            child("child_main_window", str(directory))
        begun: dict[str, list[dict[str, float]]] = {"full": [], "none": []}
        for _ in range(STARTS):
            for name, directory in (("full", full), ("none", none)):
                at = time.monotonic()
                told = child("child_main_window", str(directory))
                begun[name].append({each: told[each] - at for each in ("painted", "ready")})
    for moment, aim in (("painted", 1.15), ("ready", 1.15)):
        ours, limit = (median([each[moment] for each in begun[name]]) for name in ("full", "none"))
        row(f"start with {ROWS} ledger rows / with none: {moment}", ours, limit, "s", aim=aim)


if __name__ == "__main__":
    main()

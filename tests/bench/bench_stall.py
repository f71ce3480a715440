"""How long the interface thread ever leaves its event loop alone while fifty tasks are watched, and during one's acts.

The simulator is a process of its own (`roomscribe simulate --json`). The real program shows its window, starts 25 tasks
at each vendor, sorts the table, opens a task's timeline and is then left alone for 20 seconds, in which it polls at its
own pace. A timer beats every millisecond on the interface thread (`heartbeat`); the longest time between two beats is
the figure. Of that time, "computing" is what the thread itself used of the processor: the rest it waited for one. A
second thread notes where the first one stands when it is late, and that stack is printed when a frame was exceeded.
Times in which it stood at the event loop, waiting, and the whole process got no processor are no stalls of ours: the
longest of them is printed apart.
After that a person's acts are done one by one, each watched for 0.6 seconds. The first line is the same heartbeat in an
empty window before and after: what this computer does, at this moment, to a program that does nothing.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import Any

from tests.bench.heartbeat import FRAME_MS
from tests.bench.measuring import child, environment, figure

SECONDS = 20.0


def main() -> None:
    before = child("child_stall_empty", str(SECONDS / 2))
    found = _fifty_tasks()
    after = child("child_stall_empty", str(SECONDS / 2))
    noise = max(each[name] for each in (before, after) for name in ("ms", "starved_ms"))
    figure("longest stall of an empty window (this machine)", noise, "ms")
    name = f"longest stall, {found['live']} tasks polled, {found['answers']} answers"
    _show(name, found["polling"])
    for name, stall in found["acts"].items():
        _show(f"  {name}", stall)


def _fifty_tasks() -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder,
        subprocess.Popen(
            [sys.executable, "-m", "roomscribe", "simulate", "--json"],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        ) as simulator,
    ):
        assert simulator.stdout is not None
        try:
            return child("child_fifty_tasks", folder, str(SECONDS), simulator.stdout.readline())
        finally:
            simulator.terminate()


def _show(name: str, stall: dict[str, Any]) -> None:
    figure(name, stall["ms"], "ms", aim=FRAME_MS)
    if stall["starved_ms"]:
        figure("      and got no processor for", stall["starved_ms"], "ms")
    if stall["ms"] > FRAME_MS:
        sys.stdout.write(f"      of which computing: {stall['cpu_ms']:.1f} ms\n")
        for line in stall["stack"].splitlines():
            sys.stdout.write(f"      {line}\n")


if __name__ == "__main__":
    main()

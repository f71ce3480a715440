"""What the tests of the watchdog look at: the process, what could be read of it, and when stops arrived."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil

from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.services.console import ConsoleServices
from tests.e2e.canaries import Canaries
from tests.e2e.clouds import AGORA, TRTC, Cloud
from tests.support.consoles import PATIENCE, until
from tests.support.process_guard import watchdogs

STOP = {TRTC: "StopAITranscription", AGORA: "stop"}
"""The vendors' names of the call that stops a task."""
LATE = 5.0
"""Seconds after its end time within which a task must be asked to stop."""
GONE = 40.0
"""Seconds after which a watchdog without tasks must have ended; it waits some for the next one."""


@dataclass
class StopTimes:
    """When the first stop arrived at each vendor, by the simulator's server, in UTC seconds."""

    cloud: Cloud
    data_dir: Path
    first: dict[str, float] = field(default_factory=dict)
    there: list[psutil.Process] = field(default_factory=list)
    """The watchdogs that were there at these moments: who sent a stop waits for its answer."""

    def __post_init__(self) -> None:
        for generation, call in STOP.items():
            self.cloud.before[call] = partial(self._note, generation)

    def _note(self, generation: str) -> None:
        if generation not in self.first:
            arrived = time.time()
            self.there += watchdogs(self.data_dir, reaps=False)
            self.first[generation] = arrived


async def the_watchdog(data_dir: Path) -> psutil.Process:
    """The one watchdog, once it is there; one that came second needs a moment to see that."""
    await until(lambda: len(watchdogs(data_dir)) == 1, PATIENCE)
    (process,) = watchdogs(data_dir)
    return process


async def none_left(data_dir: Path) -> None:
    """Wait until the last one has ended by itself."""
    await until(lambda: not watchdogs(data_dir), GONE)


def secrets_of(process: psutil.Process, data_dir: Path, canaries: Canaries) -> list[str]:
    """Which secrets can be read of a process from outside, or in any file of the data directory."""
    place = Path("/proc") / str(process.pid)
    found = [each for name in ("cmdline", "environ") for each in canaries.found_in(name, (place / name).read_bytes())]
    return [*found, *canaries.found_below(data_dir)]


async def told_by_watchdog(services: ConsoleServices, task: Task) -> bool:
    """Whether the journal says that the watchdog did it, before the receipt and after nobody else was there."""
    kinds = [(entry.kind, entry.detail.get("by")) for entry in await services.ledger.journal(task.id)]
    watched, receipt = (EntryKind.WATCHED, "watchdog"), (EntryKind.RECEIPT, None)
    return watched in kinds and receipt in kinds and kinds.index(watched) < kinds.index(receipt)

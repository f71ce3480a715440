"""Watches the interface thread: how long it ever leaves its event loop alone, and what it is doing then."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from dataclasses import dataclass, field, replace
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 1
LOOK = 0.003
"""Seconds between two looks of the watching thread."""
FRAME_MS = 16.0
"""One frame: what counts as a stall."""
STARVED = 0.25
"""A process that used less than this share of a processor was not stalling: the computer was busy with others."""
IDLE = "run_forever"
"""Where the interface thread stands while it waits for events."""


@dataclass(frozen=True)
class Stall:
    """The longest time between two beats, less the millisecond that they are apart anyhow."""

    ms: float = 0.0
    cpu_ms: float = 0.0
    """Of these, how long this thread itself was computing; the rest it waited, for the processor or for Python."""
    stack: str = ""
    """Where it stood, when it was longer than a frame."""
    starved_ms: float = 0.0
    """The longest time in which the whole process got no processor while the interface thread waited for events."""
    busiest_ms: float = 0.0
    """The most that this thread computed between two beats: what a stall would be on a computer that does nothing
    else."""
    busiest_stack: str = ""
    """Where it stood then, when it was longer than a frame."""

    def plain(self) -> dict[str, object]:
        """For a line of JSON."""
        return {"ms": self.ms, "cpu_ms": self.cpu_ms, "stack": self.stack, "starved_ms": self.starved_ms} | {
            "busiest_ms": self.busiest_ms,
            "busiest_stack": self.busiest_stack,
        }


@dataclass
class _Beat:
    at: float = field(default_factory=time.perf_counter)
    cpu: float = field(default_factory=time.thread_time)
    process_cpu: float = field(default_factory=time.process_time)


class Heartbeat(QObject):
    """A timer on the interface thread, and a thread that looks where it stands whenever the timer is late."""

    def __init__(self) -> None:
        super().__init__()
        self._main = threading.get_ident()
        self._last = _Beat()
        self._worst = Stall()
        self._starved = 0.0
        self._busiest = (0.0, "")
        self._seen: list[str] = []
        """Stacks of the stall that goes on now."""
        self._over = threading.Event()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def restart(self) -> None:
        """Forget what was seen so far."""
        self._last = _Beat()
        self._worst = Stall()
        self._starved = 0.0
        self._busiest = (0.0, "")
        self._seen.clear()

    def worst(self) -> Stall:
        """The longest stall since the last restart."""
        self._beat()
        busiest_ms, busiest_stack = self._busiest
        return replace(self._worst, starved_ms=self._starved, busiest_ms=busiest_ms, busiest_stack=busiest_stack)

    def close(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._over.set()
        self._watcher.join()

    def _beat(self) -> None:
        now = _Beat()
        late = (now.at - self._last.at) * 1000 - BEAT_MS
        stack = self._seen[len(self._seen) // 2] if self._seen else ""
        computed = (now.cpu - self._last.cpu) * 1000
        if computed > self._busiest[0]:
            self._busiest = computed, stack if computed > FRAME_MS else ""
        if late > FRAME_MS and self._was_starved(now, stack):
            self._starved = max(self._starved, late)
        elif late > self._worst.ms:
            self._worst = Stall(late, computed, stack if late > FRAME_MS else "")
        self._seen.clear()
        self._last = now

    def _was_starved(self, now: _Beat, stack: str) -> bool:
        used = (now.process_cpu - self._last.process_cpu) / (now.at - self._last.at)
        return used < STARVED and IDLE in stack.partition("\n")[0]

    def _watch(self) -> None:
        while not self._over.wait(LOOK):
            if (time.perf_counter() - self._last.at) * 1000 > FRAME_MS / 2:
                frame = sys._current_frames().get(self._main)
                self._seen.append(_told(frame))


def _told(frame: FrameType | None) -> str:
    """The innermost lines of a stack, the innermost first."""
    lines = traceback.extract_stack(frame)[-9:]
    return "\n".join(f"{line.filename.rpartition('/')[2]}:{line.lineno} {line.name}" for line in reversed(lines))

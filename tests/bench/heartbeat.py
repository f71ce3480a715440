"""Watches the interface thread: how long it ever leaves its event loop alone, and what it is doing then."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 1
LOOK = 0.003
"""Seconds between two looks of the watching thread."""
FRAME_MS = 16.0
"""One frame: what counts as a stall."""


@dataclass(frozen=True)
class Stall:
    """The longest time between two beats, less the millisecond that they are apart anyhow."""

    ms: float = 0.0
    cpu_ms: float = 0.0
    """Of these, how long this thread itself was computing; the rest it waited, for the processor or for Python."""
    stack: str = ""
    """Where it stood, when it was longer than a frame."""

    def plain(self) -> dict[str, object]:
        """For a line of JSON."""
        return {"ms": self.ms, "cpu_ms": self.cpu_ms, "stack": self.stack}


@dataclass
class _Beat:
    at: float = field(default_factory=time.perf_counter)
    cpu: float = field(default_factory=time.thread_time)


class Heartbeat(QObject):
    """A timer on the interface thread, and a thread that looks where it stands whenever the timer is late."""

    def __init__(self) -> None:
        super().__init__()
        self._main = threading.get_ident()
        self._last = _Beat()
        self._worst = Stall()
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
        self._seen.clear()

    def worst(self) -> Stall:
        """The longest stall since the last restart."""
        self._beat()
        return self._worst

    def close(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._over.set()
        self._watcher.join()

    def _beat(self) -> None:
        now = _Beat()
        late = (now.at - self._last.at) * 1000 - BEAT_MS
        if late > self._worst.ms:
            seen = self._seen[len(self._seen) // 2] if self._seen and late > FRAME_MS else ""
            self._worst = Stall(late, (now.cpu - self._last.cpu) * 1000, seen)
        self._seen.clear()
        self._last = now

    def _watch(self) -> None:
        while not self._over.wait(LOOK):
            if (time.perf_counter() - self._last.at) * 1000 > FRAME_MS / 2:
                frame = sys._current_frames().get(self._main)
                self._seen.append(_told(frame))


def _told(frame: FrameType | None) -> str:
    """The innermost lines of a stack, the innermost first."""
    lines = traceback.extract_stack(frame)[-9:]
    return "\n".join(f"{line.filename.rpartition('/')[2]}:{line.lineno} {line.name}" for line in reversed(lines))

"""How much of a row's flash is left: news fades for half a second, unless people want no motion."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

FADE_MS = 500
FRAME_MS = 40
FEW, COARSE_MS = 6, 125
"""How many rows fade smoothly; more of them take as much time to paint as all else does, and nobody follows each."""


class Freshness(QObject):
    """Remembers which rows have just changed."""

    faded = Signal()
    """One step; whoever paints should paint again."""

    def __init__(self, still: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._still = still
        self._since: dict[str, int] = {}
        self._clock = QElapsedTimer()
        self._clock.start()
        self._frames = QTimer(self, interval=FRAME_MS)
        self._frames.timeout.connect(self._step)

    def begin(self, task_ids: Iterable[str]) -> None:
        """These rows have news."""
        if self._still():
            return
        now = self._clock.elapsed()
        self._since.update(dict.fromkeys(task_ids, now))
        wanted = FRAME_MS if len(self._since) <= FEW else COARSE_MS
        if not self._frames.isActive() or self._frames.interval() != wanted:
            self._frames.start(wanted)

    @property
    def fading(self) -> bool:
        """Whether any row has something to show."""
        return bool(self._since)

    def left(self, task_id: str) -> float:
        """From 1 (just changed) to 0 (nothing to show)."""
        since = self._since.get(task_id)
        if since is None:
            return 0.0
        return max(0.0, 1.0 - (self._clock.elapsed() - since) / FADE_MS)

    def close(self) -> None:
        """Fade nothing more."""
        self._since.clear()
        self._frames.stop()

    def _step(self) -> None:
        self._since = {task_id: since for task_id, since in self._since.items() if self.left(task_id)}
        if not self._since:
            self._frames.stop()
        self.faded.emit()

"""Collects cyclic garbage on the interface thread only.

Python collects on whichever thread happens to allocate. When that is a worker and the garbage holds a QObject, Qt is
destroyed on the wrong thread: at best it complains about timers, at worst the process ends.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

INTERVAL_MS = 500
"""Short enough that a young collection stays far below a frame."""


@contextmanager
def collected_here() -> Iterator[None]:
    """While this lasts, garbage is collected on the calling thread, which must run Qt's event loop."""
    was_enabled = gc.isenabled()
    gc.disable()
    # Modules and classes live as long as the program; without them a full collection is short, too.
    gc.freeze()
    timer = QTimer()
    timer.timeout.connect(collect_what_is_due)
    timer.start(INTERVAL_MS)
    try:
        yield
    finally:
        timer.stop()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def collect_what_is_due() -> None:
    """Collect the oldest generation that has reached Python's own threshold, if any."""
    for generation, (count, threshold) in reversed(
        list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if threshold and count > threshold:
            gc.collect(generation)
            return

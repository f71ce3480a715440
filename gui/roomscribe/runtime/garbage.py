"""Collects cyclic garbage on the interface thread only.

Python collects on whichever thread happens to allocate. When that is a worker and the garbage holds a QObject, Qt is
destroyed on the wrong thread: at best it complains about timers, at worst the process ends.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

INTERVAL_MS = 200
"""Short enough that a young collection stays far below a frame, unless thousands of objects come."""
SOON_MS = 50
"""The same while they do."""
YOUNG = 1_000
"""Young objects that are so many for one interval."""
MANY = 2_500
"""Objects of which a full collection could take half a frame: tasks that were loaded or renewed. Each names some thirty
others, which have to be fetched from far away: two to four microseconds."""
SOME = 1_000
"""Objects of the middle generation with which it is collected early: later there would be several times as many."""
LONGEST = 0.006
"""Seconds that a full collection may take before what it found alive is left out of the next ones."""


_collected_here = False
"""Whether the collector is ours, and what lived before is left out: else one collection looks at everything."""


@contextmanager
def collected_here() -> Iterator[None]:
    """While this lasts, garbage is collected on the calling thread, which must run Qt's event loop."""
    global _collected_here
    was_enabled, _collected_here = gc.isenabled(), True
    gc.disable()
    keep_what_lives()
    timer = QTimer()

    def on_timeout() -> None:
        timer.setInterval(SOON_MS if _young() > YOUNG else INTERVAL_MS)
        collect_what_is_due()

    timer.timeout.connect(on_timeout)
    timer.start(INTERVAL_MS)
    try:
        yield
    finally:
        timer.stop()
        _collected_here = False
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def keep_what_lives() -> None:
    """Look no more at anything that lives now: modules, classes and the window, which live as long as the program.

    A collection takes as long as there are objects to look at. What dies later is still freed by its reference count;
    only a cycle among these objects would stay.
    """
    gc.freeze()


def collect_between() -> None:
    """To be called by long work on the interface thread between two of its slices: the objects that it makes are looked
    at a few at a time, and not all of them when the timer comes."""
    if _collected_here and _young() > YOUNG:
        collect_what_is_due()


def collect_what_is_due() -> None:
    """Collect the oldest generation that has reached Python's own threshold or its size here, if any."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [number for number in range(3) if thresholds[number] and counts[number] > thresholds[number]]
    if not due and thresholds[0] and _young() > thresholds[0]:
        due = [0]
    if not due:
        return
    generation = due[-1]
    if generation == 0 and len(gc.get_objects(1)) > SOME:
        generation = 1
    if generation == 2 and len(gc.get_objects(2)) > MANY:
        gc.collect(1)
        keep_what_lives()
        return
    begun = time.perf_counter()
    gc.collect(generation)
    if generation == 2 and time.perf_counter() - begun > LONGEST:
        keep_what_lives()


def _young() -> int:
    """How many young objects there are. Python counts those that came less those that went, and where each new task
    takes the place of an old one that is none while thousands wait to be looked at."""
    count = gc.get_count()[0]
    return count if count > YOUNG else len(gc.get_objects(0))

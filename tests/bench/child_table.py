"""The table with many rows in the real window: its longest stalls, how long filter and sorting take, and its memory.

python -m tests.bench.child_table ROWS
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from roomscribe.runtime.quick_start import quick_start

quick_start()  # as the command line does it

import PySide6  # noqa: E402, F401 - first, so that qasync picks it
import qasync  # noqa: E402
from PySide6.QtCore import QObject, Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from roomscribe.domain.clock import SystemClock  # noqa: E402
from roomscribe.domain.tasks import Task  # noqa: E402
from roomscribe.runtime.garbage import collected_here, keep_what_lives  # noqa: E402
from roomscribe.ui.main_window import MainWindow  # noqa: E402
from roomscribe.ui.task_table.columns import COLUMNS  # noqa: E402
from roomscribe.ui.task_table.grouping import GROUPINGS  # noqa: E402
from roomscribe.ui.theme import Theme  # noqa: E402
from roomscribe.vendors.registry import load_registry  # noqa: E402
from tests.bench.heartbeat import Heartbeat  # noqa: E402
from tests.bench.measuring import median, resident_megabytes  # noqa: E402
from tests.bench.table_rows import BEAT_MS, PER_SECOND, SECONDS, changes, many_tasks  # noqa: E402
from tests.qt.ui.window_examples import Scene, shut  # noqa: E402

ROWS = int(sys.argv[1])
KEYS = ("5", "50", "501", "5012", "501", "", "run", "runn", "kim 7", "")
"""What somebody has typed so far, key by key."""
TERMS = "state:running vendor:trtc room:5* age:>30s -owner:me"
"""Typed letter by letter."""
POSITION = {column.id: position for position, column in enumerate(COLUMNS)}
DOWN = Qt.SortOrder.DescendingOrder


class Painted(QObject):
    """Tells when the table's rows were painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.last = 0.0
        self._paint = window.table.view.paintEvent
        window.table.view.paintEvent = self._on_paint  # type: ignore[method-assign]

    def _on_paint(self, event: Any) -> None:
        self._paint(event)
        self.last = time.perf_counter()


class Vendor(QObject):
    """Brings news at a steady rate."""

    def __init__(self, scene: Scene, tasks: list[Task]) -> None:
        super().__init__()
        self._store = scene.store
        self._news = changes(tasks)
        self._began, self._told = time.perf_counter(), 0
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tell)
        self._timer.start()

    def stop(self) -> int:
        self._timer.stop()
        return self._told

    def _tell(self) -> None:
        # What a late turn missed comes with the next, but not all of it at once.
        due = int((time.perf_counter() - self._began) * PER_SECOND) - self._told
        for _ in range(min(due, 3 * PER_SECOND * BEAT_MS // 1000)):
            self._store.put(next(self._news))
            self._told += 1


async def main() -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme("light")
    theme.apply(app)
    tasks = many_tasks(ROWS)
    scene = Scene(theme, [])
    scene.clock, scene.registry = SystemClock(), load_registry()  # type: ignore[assignment]
    window = scene.window()
    window.resize(1440, 860)
    window.show()
    await asyncio.sleep(0.5)
    before = resident_megabytes()
    scene.store.load(tasks)
    window.reload()
    await settled(window)
    keep_what_lives()
    table_megabytes = resident_megabytes() - before
    found: dict[str, Any] = {"rows": ROWS, "megabytes": table_megabytes}
    heartbeat, painted = Heartbeat(), Painted(window)
    found["cold key"] = await acted(window, partial(type_keys, window, "5"))
    await warm(window)
    found["warm megabytes"] = resident_megabytes() - before
    heartbeat.restart()
    typed = [await acted(window, partial(type_keys, window, keys)) for keys in KEYS]
    found["key"], found["key stall"] = spread(typed), heartbeat.worst().plain()
    heartbeat.restart()
    typed = [await acted(window, partial(type_keys, window, TERMS[:end])) for end in range(1, len(TERMS) + 1)]
    found["term"], found["term stall"] = spread(typed), heartbeat.worst().plain()
    heartbeat.restart()
    sorts = {}
    for name, position in POSITION.items():
        sorts[name] = await acted(window, partial(window.table.view.sortByColumn, position, DOWN))
    worst = max(sorts, key=lambda name: sorts[name]["cpu"])
    found["sort"], found["sort stall"] = spread(list(sorts.values())), heartbeat.worst().plain()
    found["slowest sort"] = {"column": worst, **sorts[worst]}
    heartbeat.restart()
    groups = [await acted(window, partial(window.table.groups.choose, by.id)) for by in GROUPINGS[::-1]]
    found["group"], found["group stall"] = spread(groups), heartbeat.worst().plain()
    window.table.view.sortByColumn(POSITION["state"], DOWN)
    type_keys(window, "5")
    await settled(window)
    for name, scrolls in (("at rest", False), ("scrolling", True)):
        found[name] = await under_load(scene, window, heartbeat, tasks, scrolls=scrolls)
    type_keys(window, "")
    window.table.view.sortByColumn(POSITION["started"], DOWN)
    await settled(window)
    found["change"] = await change_to_paint(scene, window, painted, tasks)
    heartbeat.close()
    sys.stdout.write(json.dumps(found) + "\n")
    shut(window)


def type_keys(window: MainWindow, text: str) -> None:
    window.bar.filter.setText(text)


async def settled(window: MainWindow) -> None:
    while window.table.model.busy:  # noqa: ASYNC110 - each turn of the loop counts here
        await asyncio.sleep(0.002)
    await asyncio.sleep(0.1)


async def warm(window: MainWindow) -> None:
    """Wait until the texts are ready, as they are some seconds after the start."""
    type_keys(window, "")
    await settled(window)
    while not all(row.has_text for row in window.table.model.book.rows.values()):  # noqa: ASYNC110 - each turn of the loop counts here
        await asyncio.sleep(0.2)


async def acted(window: MainWindow, act: Callable[[], None]) -> dict[str, float]:
    """Milliseconds until what was asked for is painted: by the clock, and what this thread computed of it."""
    await asyncio.sleep(0.03)
    begun, computed = time.perf_counter(), time.thread_time()
    act()
    while window.table.model.busy:  # noqa: ASYNC110 - looking at each turn would be most of what is computed
        await asyncio.sleep(0.003)
    window.table.view.viewport().repaint()
    return {"ms": (time.perf_counter() - begun) * 1000, "cpu": (time.thread_time() - computed) * 1000}


def spread(found: list[dict[str, float]]) -> dict[str, float]:
    return {
        "median": median([each["cpu"] for each in found]),
        "worst": max(each["cpu"] for each in found),
        "worst by the clock": max(each["ms"] for each in found),
    }


async def under_load(
    scene: Scene, window: MainWindow, heartbeat: Heartbeat, tasks: list[Task], *, scrolls: bool
) -> dict[str, Any]:
    """A thousand changes a second for some seconds: somebody scrolls, or nobody reads and rows move."""
    bar = window.table.view.verticalScrollBar()
    vendor = Vendor(scene, tasks)
    await asyncio.sleep(0.5)
    heartbeat.restart()
    over = time.perf_counter() + SECONDS
    step = 0
    while time.perf_counter() < over:
        await asyncio.sleep(0.016)
        if scrolls:
            step += 1
            bar.setValue(abs(step * 47 % (2 * 6000) - 6000))
    told, stall = vendor.stop(), heartbeat.worst().plain()
    bar.setValue(0)
    await asyncio.sleep(0.7)
    return {"changes per second": told / (SECONDS + 0.5), **stall}


async def change_to_paint(scene: Scene, window: MainWindow, painted: Painted, tasks: list[Task]) -> dict[str, float]:
    """Milliseconds from the store's change of a row in sight to its painting, while others change, too."""
    vendor = Vendor(scene, tasks)
    took = []
    for number in range(60):
        await asyncio.sleep(0.037)
        first, last = window.table.view.in_sight()
        task = window.table.model.task(window.table.model.index(first + number % (last - first), 0))
        assert task is not None
        begun = time.perf_counter()
        scene.store.put(scene.store.get(task.id).__class__(**{**vars(task), "vendor_state": f"news {number}"}))
        while window.table.model.book.rows[task.id].task.vendor_state != f"news {number}" or painted.last < begun:  # noqa: ASYNC110 - each turn of the loop counts here
            await asyncio.sleep(0)
        took.append((painted.last - begun) * 1000)
    vendor.stop()
    return {"median": median(took), "worst": max(took)}


application = QApplication(sys.argv)
application.setQuitOnLastWindowClosed(False)
with collected_here(), asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
    runner.run(main())

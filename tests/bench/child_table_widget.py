"""The naive peer: a `QTableWidget` with the same rows, the same changes and the same scrolling; its longest stall.

python -m tests.bench.child_table_widget ROWS
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

import PySide6  # noqa: F401 - first, so that qasync picks it
import qasync
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.tasks import Task
from roomscribe.runtime.garbage import collected_here, keep_what_lives
from roomscribe.ui.task_table.columns import COLUMNS, filter_text
from roomscribe.ui.task_table.glance import Glance
from roomscribe.vendors.registry import load_registry
from tests.bench.heartbeat import Heartbeat
from tests.bench.measuring import resident_megabytes
from tests.bench.table_rows import BEAT_MS, PER_SECOND, SECONDS, changes, many_tasks

ROWS = int(sys.argv[1])
WORDS = "5"


class Table:
    """An item for each cell, sorted by Qt, filtered by hiding rows: what the documentation shows first."""

    def __init__(self, tasks: list[Task]) -> None:
        self.glance = Glance(clock=SystemClock(), registry=load_registry(), me="me")
        self.widget = QTableWidget(len(tasks), len(COLUMNS))
        self.widget.resize(1030, 420)
        self._items: dict[str, list[QTableWidgetItem]] = {}
        for row, task in enumerate(tasks):
            items = [QTableWidgetItem(column.text(task, self.glance)) for column in COLUMNS]
            for at, item in enumerate(items):
                self.widget.setItem(row, at, item)
            self._items[task.id] = items
        self.widget.setSortingEnabled(True)
        self.widget.sortItems(0, Qt.SortOrder.DescendingOrder)
        for task in tasks:
            self._hide(task)

    def show_news(self, task: Task) -> None:
        """Write what is new into the row's items."""
        for column, item in zip(COLUMNS, self._items[task.id], strict=True):
            text = column.text(task, self.glance)
            if item.text() != text:
                item.setText(text)
        self._hide(task)

    def _hide(self, task: Task) -> None:
        wanted = WORDS in filter_text(task, self.glance)
        self.widget.setRowHidden(self._items[task.id][1].row(), not wanted)


async def main() -> None:
    tasks = many_tasks(ROWS)
    before = resident_megabytes()
    table = Table(tasks)
    table.widget.show()
    await asyncio.sleep(1.0)
    found: dict[str, Any] = {"megabytes": resident_megabytes() - before}
    keep_what_lives()
    news, told, begun = changes(tasks), 0, time.perf_counter()

    def tell() -> None:
        nonlocal told
        due = int((time.perf_counter() - begun) * PER_SECOND) - told
        for _ in range(min(due, 3 * PER_SECOND * BEAT_MS // 1000)):
            table.show_news(next(news))
            told += 1

    timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tell)
    timer.start()
    heartbeat = Heartbeat()
    bar, step = table.widget.verticalScrollBar(), 0
    while time.perf_counter() < begun + SECONDS:
        await asyncio.sleep(0.016)
        step += 1
        bar.setValue(abs(step % 240 - 120))
    timer.stop()
    found |= {"changes per second": told / SECONDS, **heartbeat.worst().plain()}
    heartbeat.close()
    sys.stdout.write(json.dumps(found) + "\n")
    table.widget.close()


application = QApplication(sys.argv)
application.setQuitOnLastWindowClosed(False)
with collected_here(), asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
    runner.run(main())

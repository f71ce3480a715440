"""The table with many rows in the real window: its longest stalls, how long filter and sorting take, and its memory.

python -m tests.bench.child_table ROWS

An act is done when the rows in sight are painted as it wants them: the first painting that the window does by itself
after the model has said so. Rows out of sight may follow, and what they compute counts as a stall where it is one, but
not as the act's time. (Before, an act ended when all rows were in order and one painting had been forced on top of the
window's own, so two were counted; and only what the interface thread computed was told, not what a person waits.)
Letters are typed as keys into the focused field, so the suggestions below it are part of a keystroke; before, the text
was set from outside, for which nothing is suggested.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import product
from types import SimpleNamespace
from typing import Any, cast

from roomscribe.runtime.quick_start import quick_start

quick_start()  # as the command line does it

import PySide6  # noqa: E402, F401 - first, so that qasync picks it
import qasync  # noqa: E402
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QKeyEvent  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from roomscribe.domain.clock import SystemClock  # noqa: E402
from roomscribe.domain.tasks import Task  # noqa: E402
from roomscribe.runtime.garbage import collected_here, keep_what_lives  # noqa: E402
from roomscribe.services.extender import Extender  # noqa: E402
from roomscribe.ui.endings.command import Endings  # noqa: E402
from roomscribe.ui.endings.tools import EndTools  # noqa: E402
from roomscribe.ui.main_window import MainWindow  # noqa: E402
from roomscribe.ui.task_table.columns import COLUMNS  # noqa: E402
from roomscribe.ui.task_table.grouping import GROUPINGS  # noqa: E402
from roomscribe.ui.theme import Theme  # noqa: E402
from roomscribe.vendors.registry import load_registry  # noqa: E402
from tests.bench.heartbeat import Heartbeat  # noqa: E402
from tests.bench.measuring import median, resident_megabytes  # noqa: E402
from tests.bench.palette_acts import palette_acts  # noqa: E402
from tests.bench.table_rows import BEAT_MS, PER_SECOND, SECONDS, changes, many_tasks  # noqa: E402
from tests.qt.ui.window_examples import Scene, shut  # noqa: E402

ROWS = int(sys.argv[1])
KEYS = (*"5012", "<", "", *"run", "<", "", *"kim 7", "")
"""Letters, `<` for one taken back, and "" for all of them at once."""
TERMS = "state:running vendor:trtc room:5* age:>30s -owner:me"
"""Typed letter by letter."""
UNCHANGED = 0.05
"""Seconds without a painting after which there was nothing to paint."""
POSITION = {column.id: position for position, column in enumerate(COLUMNS)}
DOWN = Qt.SortOrder.DescendingOrder
NOBODY = cast(Any, None)
"""Nothing is extended here."""
Do = Callable[[Callable[[], None]], Awaitable[dict[str, float]]]
"""Carries out an act, and says how long it took: `acted`."""


class Painted(QObject):
    """Tells when the table's rows were painted, and when first since an act as that act wants them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.last = 0.0
        self._window = window
        self._right: tuple[float, float] | None = None
        self._waits = False
        for page in (window.table.view, window.table._nothing):
            self._watch(page)

    def expect(self) -> None:
        """An act begins."""
        self._waits, self._right = True, None

    def right(self) -> tuple[float, float] | None:
        """When, on the clock and on this thread's, the painting of the act was done."""
        return self._right

    def _watch(self, page: Any) -> None:
        paint = page.paintEvent

        def on_paint(event: Any) -> None:
            # Some columns alone are painted where a second has passed, and that is nobody's act.
            whole = page is not self._window.table.view or event.rect().width() >= page.viewport().width()
            right = self._waits and whole and not self._window.table.model.unsettled_in_sight
            paint(event)
            self.last = time.perf_counter()
            if right:
                self._waits, self._right = False, (self.last, time.thread_time())

        page.paintEvent = on_paint


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
    extender = Extender(registry=scene.registry, ledger=NOBODY, recorder=NOBODY, store=scene.store, clock=scene.clock)
    services = SimpleNamespace(extender=extender, store=scene.store, registry=scene.registry, clock=scene.clock)
    ends = Endings(window, cast(EndTools, services), scene.spawner)  # what can be extended is counted, too
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
    do = partial(acted, window, painted)
    window.activateWindow()
    window.bar.filter.setFocus()
    found["cold key"] = await do(partial(press, window, "5"))
    await warm(window)
    found["warm megabytes"] = resident_megabytes() - before
    found |= await typing(window, do, heartbeat)
    found |= await sorting_and_grouping(window, do, heartbeat)
    found |= await choosing(scene, window, do, heartbeat, tasks)
    found["palette"] = await palette_acts(window, scene.store.live(), heartbeat)
    found |= await news_coming(scene, window, painted, heartbeat, tasks)
    heartbeat.close()
    sys.stdout.write(json.dumps(found) + "\n")
    ends.close()
    shut(window)


async def typing(window: MainWindow, do: Do, heartbeat: Heartbeat) -> dict[str, Any]:
    """Letter by letter, words and then terms."""
    found: dict[str, Any] = {}
    heartbeat.restart()
    typed = {f"{number} “{key}”": await do(partial(press, window, key)) for number, key in enumerate(KEYS)}
    found["key"], found["key stall"] = spread(typed), heartbeat.worst().plain()
    heartbeat.restart()
    typed = {TERMS[: at + 1]: await do(partial(press, window, key)) for at, key in enumerate(TERMS)}
    found["term"], found["term stall"] = spread(typed), heartbeat.worst().plain()
    return found


async def sorting_and_grouping(window: MainWindow, do: Do, heartbeat: Heartbeat) -> dict[str, Any]:
    """By every column in both directions, and by everything that groups."""
    found: dict[str, Any] = {}
    press(window, "")
    await settled(window)
    window.table.view.setFocus()
    heartbeat.restart()
    sorts = {}
    for position, way in product(window.table.view.columns_shown(), ("up", "down")):
        name = f"{COLUMNS[position].id} {way}"
        sorts[name] = await do(partial(click, window, position))
        await settled(window)
    found["sort"], found["sort stall"] = spread(sorts), heartbeat.worst().plain()
    heartbeat.restart()
    groups = {}
    for by in GROUPINGS[::-1]:
        groups[by.id] = await do(partial(window.table.groups.choose, by.id))
        await settled(window)
    found["group"], found["group stall"] = spread(groups), heartbeat.worst().plain()
    return found


async def choosing(scene: Scene, window: MainWindow, do: Do, heartbeat: Heartbeat, tasks: list[Task]) -> dict[str, Any]:
    """All rows and none, and changes while all are chosen."""
    found: dict[str, Any] = {}
    heartbeat.restart()
    view = window.table.view
    chosen = {"all": await do(view.selectAll)}
    await asyncio.sleep(0.5)
    found["choose stall"] = heartbeat.worst().plain()
    found["all chosen"] = await under_load(scene, window, heartbeat, tasks, scrolls=False)
    chosen["none"] = await do(view.clearSelection)
    found["choose"] = spread(chosen)
    return found


async def news_coming(
    scene: Scene, window: MainWindow, painted: Painted, heartbeat: Heartbeat, tasks: list[Task]
) -> dict[str, Any]:
    """Changes of the rows that a filter leaves, and of all."""
    found: dict[str, Any] = {}
    window.table.view.sortByColumn(POSITION["state"], DOWN)
    type_keys(window, "5")
    await settled(window)
    for name, scrolls in (("at rest", False), ("scrolling", True)):
        found[name] = await under_load(scene, window, heartbeat, tasks, scrolls=scrolls)
    type_keys(window, "")
    window.table.view.sortByColumn(POSITION["started"], DOWN)
    await settled(window)
    found["change"] = await change_to_paint(scene, window, painted, tasks)
    return found


def type_keys(window: MainWindow, text: str) -> None:
    window.bar.filter.setText(text)


def press(window: MainWindow, key: str) -> None:
    """A key in the filter's field, as in `KEYS`."""
    field = window.bar.filter
    code, text = Qt.Key(ord(key.upper())) if key not in ("", "<") else Qt.Key.Key_Backspace, key.strip("<")
    if not key:
        field.selectAll()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text))


def click(window: MainWindow, position: int) -> None:
    """On a column's title: what is sorted by it already is sorted the other way round."""
    header = window.table.view.horizontalHeader()
    left, width = header.sectionViewportPosition(position), header.sectionSize(position)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(left + width // 2, header.height() // 2))


async def settled(window: MainWindow) -> None:
    while window.table.model.busy:  # noqa: ASYNC110 - each turn of the loop counts here
        await asyncio.sleep(0.002)
    await asyncio.sleep(0.1)


async def warm(window: MainWindow) -> None:
    """Wait until what rows are found and sorted by is ready, as it is some seconds after the start."""
    type_keys(window, "")
    await settled(window)
    book = window.table.model.book
    while not all(row.has_text and book.keys.prepared(row) for row in book.rows.values()):  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.2)


async def acted(window: MainWindow, painted: Painted, act: Callable[[], None]) -> dict[str, float]:
    """Milliseconds until the rows in sight are painted as `act` wants them: by the clock, and what was computed of it.

    Where nothing of what is in sight becomes another, until the model says that it is right.
    """
    await asyncio.sleep(0.03)
    model, right_at = window.table.model, (0.0, 0.0)
    painted.expect()
    begun, computed = time.perf_counter(), time.thread_time()
    act()
    while (done := painted.right()) is None:
        await asyncio.sleep(0.004)  # looking at each turn would be most of what is computed
        if model.unsettled_in_sight:
            right_at = (0.0, 0.0)
        elif not right_at[0]:
            right_at = time.perf_counter(), time.thread_time()
        elif time.perf_counter() > right_at[0] + UNCHANGED:
            done = right_at
            break
    return {"ms": (done[0] - begun) * 1000, "cpu": (done[1] - computed) * 1000}


def spread(found: dict[str, dict[str, float]]) -> dict[str, Any]:
    worst = max(found, key=lambda name: found[name]["ms"])
    return {
        "median": median([each["ms"] for each in found.values()]),
        "worst": found[worst]["ms"],
        "which": worst,
        "computed": median([each["cpu"] for each in found.values()]),
        "most computed": max(each["cpu"] for each in found.values()),
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

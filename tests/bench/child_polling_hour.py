"""The real program with its window, which asks about a few tasks at a simulated cloud as often as is permitted.

python -m tests.bench.child_polling_hour DATA_DIR ANNOUNCEMENT TASKS ASKED_BEFORE ASKED

Prints what there is once ASKED_BEFORE questions were answered, and once ASKED were.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from pathlib import Path

from roomscribe.runtime.quick_start import quick_start

quick_start()  # as the command line does it

import httpx  # noqa: E402
import shiboken6  # noqa: E402
from PySide6.QtCore import QAbstractEventDispatcher, QObject  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from roomscribe import app  # noqa: E402
from roomscribe.domain.tasks import Task  # noqa: E402
from roomscribe.ledger.ledger import Ledger  # noqa: E402
from roomscribe.services.demo import DemoAccount, add_demo_profiles  # noqa: E402
from roomscribe.services.intervals import Intervals  # noqa: E402
from tests.bench.measuring import resident_megabytes  # noqa: E402
from tests.bench.polled import launch, permit, running  # noqa: E402
from tests.support.consoles import until  # noqa: E402

AT_ONCE, NEVER = 0.02, 1e6
"""Seconds between two questions about a task, were they permitted; and while nothing is asked."""
REST = 11.0
"""Seconds for which nothing is asked before it is counted: a cancelled timer of Qt's loop lives on until its time,
which is ten seconds away at most (`net.http.TIMEOUT`)."""
IDLE = 1.0 + (httpx.Limits().keepalive_expiry or 0.0)
"""Seconds after which the next question drops the connections that weren't used meanwhile. As many as there were
questions at once stay until then, which is by chance."""
APART = 0.13
"""Seconds between two looks."""
MOMENTS = 120
"""How often is counted. Each time the ledger is read once: after so many cursors sqlite3 lets go of what it remembers
of those before them, so that in one of the moments there is next to nothing of that."""


class Answers:
    """Counts the answers that are shown."""

    count = 0

    def task_added(self, task: Task) -> None:
        """Nothing is known of it yet."""

    def task_changed(self, task: Task) -> None:
        self.count += 1


class QtTimers:
    """Counts the active timers of the whole application: of widgets, of Qt's parts that hang on them, of what Python
    holds. Those of the event loop are Qt's, too."""

    def __init__(self) -> None:
        gc.unfreeze()  # what was there when the window opened is kept out of the collector's sight
        self._early = self._held()
        gc.freeze()

    def count(self) -> int:
        """How many there are now."""
        known = {*self._early, *self._held()}
        for top in QApplication.topLevelWidgets():
            known |= {top, *top.findChildren(QObject)}
        dispatcher = QAbstractEventDispatcher.instance()
        return sum(len(dispatcher.registeredTimers(each)) for each in known if shiboken6.isValid(each))

    def _held(self) -> list[QObject]:
        return [each for each in gc.get_objects() if isinstance(each, QObject)]


class NewObjects:
    """Counts by how many objects there are more than at first. Those kept out of the collector's sight count, too: a
    connection made before they were, and replaced after, is no growth; and what the program keeps out meanwhile is."""

    def __init__(self) -> None:
        gc.freeze()
        self._first = gc.get_freeze_count()

    def count(self) -> int:
        """How many there are now."""
        return len(gc.get_objects()) + gc.get_freeze_count() - self._first


async def counts(ledger: Ledger, timers: QtTimers, objects: NewObjects) -> dict[str, float]:
    """The least of many moments: what is under way in all of them is what stays."""
    moments = []
    resident_megabytes()  # what it loads is there from now on
    for _ in range(MOMENTS):
        await ledger.task("nobody's")
        gc.collect()
        moments.append(
            {
                "active Qt timers": timers.count(),
                "tasks of the loop": len(asyncio.all_tasks()),
                "objects": objects.count(),
                "memory, MB": resident_megabytes(),
            }
        )
    return {name: min(moment[name] for moment in moments) for name in moments[0]}


async def measure(console: app.Console) -> int:
    """Start the tasks, and count twice."""
    services, announced = console.services, json.loads(sys.argv[2])
    tasks, asked_before, asked = map(int, sys.argv[3:6])
    interval = AT_ONCE
    Intervals.of = lambda self, task: interval  # type: ignore[method-assign]
    generations = [services.registry.generation(each) for each in announced["accounts"]]
    accounts = [
        DemoAccount(each, services.registry.vendor_of(each.id).id, announced["accounts"][each.id])
        for each in generations
    ]
    await add_demo_profiles(accounts, announced["url"], services.profiles, services.vault)
    await permit(services, generations)
    await launch(services, generations, tasks)
    services.watcher.take_over()
    await until(lambda: running(services), 120.0)
    answers, timers, objects = Answers(), QtTimers(), NewObjects()
    services.store.subscribe(answers)
    found = []
    for count in (asked_before, asked):
        interval = AT_ONCE
        for task in services.store.live():
            services.watcher.nudge(task.id)
        while answers.count < count:  # noqa: ASYNC110 - without a time limit, which would be a timer that is counted
            await asyncio.sleep(APART)
        interval = NEVER
        await asyncio.sleep(IDLE)
        last, one_of_each = answers.count, {task.profile_id: task.id for task in services.store.live()}
        for task_id in one_of_each.values():
            services.watcher.nudge(task_id)
        while answers.count < last + len(one_of_each):  # noqa: ASYNC110 - as above
            await asyncio.sleep(APART)
        await asyncio.sleep(REST)
        console.theme.changed.emit()  # forget what was painted before: `task_table.painting.TEXTS_KEPT` bounds that
        console.desk.window.repaint()
        found.append(await counts(services.ledger, timers, objects))
    sys.stdout.write(json.dumps({"before": found[0], "after": found[1], "answers": answers.count}) + "\n")
    return 0


sys.exit(app.run(app.Options(data_dir=Path(sys.argv[1]), watchdog=False), measure))

"""Keeps the banner about unproven stops as it should be, once a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from roomscribe.services.clock_watch import ClockNews, ClockWatch
from roomscribe.services.lost_starts import runs_unseen
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Grade, Notice
from roomscribe.ui.stopping.tools import StopTools
from roomscribe.ui.stopping.words import NOT_WRITTEN
from roomscribe.ui.unproven.alarm import UNPROVEN, StopAlarm
from roomscribe.ui.unproven.words import clock_notice, unproven_notice
from roomscribe.vendors.registry import Registry

EVERY_SECOND = 1000


class UnprovenStops(QObject):
    """Says in a banner which stops nobody has confirmed, and what the clock watch has noticed."""

    def __init__(self, window: MainWindow, tools: StopTools, registry: Registry, clock_watch: ClockWatch) -> None:
        super().__init__(window)
        self._window = window
        self._tools, self._registry = tools, registry
        self._alarm = StopAlarm()
        self._second = QTimer(self, interval=EVERY_SECOND)
        self._second.timeout.connect(self.look)
        self._unsubscribe = clock_watch.subscribe(self._tell_of_the_clock)

    def open(self) -> None:
        """The rows of an earlier session are there."""
        self._second.start()

    def close(self) -> None:
        """Say nothing more."""
        self._second.stop()
        self._unsubscribe()

    def look(self) -> None:
        """Show, change or withdraw the banner."""
        shown = any(notice.key == UNPROVEN for notice in self._window.notices.notices())
        now = self._tools.clock.now()
        change = self._alarm.look(self._tools.store.live(), now, shown=shown)
        if change is None:
            return
        if not change:
            self._window.notices.withdraw(UNPROVEN)
            return
        ids = [task.id for task in change]
        generation = self._registry.find(change[0].generation)

        def show() -> None:
            self._window.select_task(ids[0])

        def again() -> None:
            self._tools.spawner.spawn(self._again(ids), name="stop again")

        self._window.show_notice(unproven_notice(change, generation, now, show=show, again=again))

    async def _again(self, task_ids: Sequence[str]) -> None:
        tasks = [self._tools.store.get(task_id) for task_id in task_ids]
        # What has ended meanwhile refuses, and that is what was wanted.
        run = self._tools.run(tasks, at_once=True)
        await run.carry_out()
        if (why := run.unwritten()) is not None:
            self._window.show_notice(Notice(grade=Grade.BAD, text=NOT_WRITTEN, remedy=why, key="stops-not-written"))

    def _tell_of_the_clock(self, news: ClockNews) -> None:
        registry = self._registry
        # What can't be stopped from here is not being stopped, and its row says so.
        over = [each for each in news.overdue if registry.knows(each.generation)]
        over = [each for each in over if not runs_unseen(each, registry.generation(each.generation))]
        if over or not news.overdue:
            self._window.show_notice(clock_notice(replace(news, overdue=tuple(over))))

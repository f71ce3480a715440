"""The whole program inside a test: the composition of `app.py`, its real window, and the hands of a person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLineEdit, QTableView, QWidget

from roomscribe import app
from roomscribe.domain.drafts import Draft
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.runtime.garbage import collected_here
from roomscribe.services.console import ConsoleServices
from roomscribe.ui.desk import Desk
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.task_table.roles import TaskRole
from tests.support.consoles import PATIENCE, until

PACE = 0.2
"""Seconds between two questions about a task that is waited for; vendors refuse whoever asks all the time."""

D = TypeVar("D", bound=QDialog)


@dataclass(frozen=True)
class Program:
    """A running program, and what a person does to it."""

    desk: Desk
    services: ConsoleServices
    left: asyncio.Event
    """Set once somebody has left."""

    @classmethod
    def of(cls, console: app.Console) -> Program:
        """The program behind a script's console."""
        left = asyncio.Event()
        console.desk.left.connect(left.set)
        return cls(console.desk, console.services, left)

    @property
    def window(self) -> MainWindow:
        return self.desk.window

    @property
    def panel(self) -> LaunchPanel:
        return self.desk.panel

    async def until(self, condition: Callable[[], object]) -> None:
        await until(condition, PATIENCE)

    # Dialogs

    async def dialog(self, kind: type[D]) -> D:
        """The dialog of this kind, once it is open."""
        await self.until(lambda: self._open(kind))
        return self._open(kind)[0]

    def _open(self, kind: type[D]) -> list[D]:
        return [each for each in self.window.findChildren(kind) if each.isVisible()]

    # Starting

    def fill(self, profile_id: str, **values: object) -> None:
        """Fill the form with the generation's example, some values changed."""
        generation = self.services.registry.generation(self.services.profiles.get(profile_id).generation)
        fresh = {each.key: each.initial() for each in generation.fields}
        self.panel.fill(Draft(profile_id=profile_id, values={**fresh, **generation.example, **values}, minutes=30))
        form = self.panel.form()
        assert form is not None
        # A form is built in slices, and what the test looks for next must be there.
        form.finish()

    async def start(self, profile_id: str, **values: object) -> Task:
        """Start a task from the form; its row once the start has been answered or has failed."""
        before = {task.id for task in self.services.store.tasks()}
        self.fill(profile_id, **values)
        try:
            await self.until(self.panel.start.isEnabled)
        except TimeoutError:
            raise AssertionError(f"Start is disabled: {self.panel.start.toolTip()}") from None
        click(self.panel.start)
        await self.until(lambda: self.panel.start.text() == "Start task")
        (task,) = [task for task in self.services.store.tasks() if task.id not in before]
        return task

    async def start_until(self, state: TaskState, profile_id: str, **values: object) -> Task:
        """Start a task and wait until it is in this state."""
        return await self.task_is((await self.start(profile_id, **values)).id, state)

    async def task_is(self, task_id: str, *states: TaskState) -> Task:
        """The task's row, once it is in one of these states; asked about more often than the watcher would."""
        now, asked_at = asyncio.get_running_loop().time, 0.0

        def arrived() -> bool:
            nonlocal asked_at
            if now() > asked_at + PACE:
                self.services.watcher.nudge(task_id)
                asked_at = now()
            return self.services.store.get(task_id).state in states

        try:
            await self.until(arrived)
        except TimeoutError:
            task = self.services.store.get(task_id)
            raise AssertionError(f"still {task.state}, wanted {states}; {task.error}") from None
        return self.services.store.get(task_id)

    async def stop(self, task_id: str) -> Task:
        """Stop a task by the window's button, and wait for its end."""
        self.window.select_task(task_id)
        self.window.commands.stop.trigger()
        return await self.task_is(task_id, TaskState.STOPPED, TaskState.GONE)

    # Looking

    def live(self) -> str:
        """What the status bar says about live tasks, without waiting for its next second."""
        self.window.status.refresh()
        return self.window.status.live.text()

    def cell(self, task_id: str, column: str, role: int = Qt.ItemDataRole.DisplayRole) -> str:
        """What a row of the table shows under a column's title."""
        self.window.table.show_news()  # it may wait until nobody reads
        rows = self.window.table.model
        titles = [rows.headerData(at, Qt.Orientation.Horizontal) for at in range(rows.columnCount())]
        for row in range(rows.rowCount()):
            if rows.index(row, 0).data(TaskRole.TASK).id == task_id:
                return str(rows.index(row, titles.index(column)).data(role))
        raise AssertionError(f"no row for {task_id}")


@asynccontextmanager
async def starting(
    data_dir: Path, *, demo: bool = False, watchdog: bool = False
) -> AsyncIterator[tuple[asyncio.Future[Program], asyncio.Task[int]]]:
    """The program from its first moment: the program once it is there, and its exit code. It is left in the end.

    Without a watchdog where a test does not ask for one: it would act between two sessions, as it should.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    font, palette = application.font(), application.palette()
    ready: asyncio.Future[Program] = asyncio.get_running_loop().create_future()

    async def script(console: app.Console) -> int:
        program = Program.of(console)
        ready.set_result(program)
        await program.left.wait()
        return 0

    options = app.Options(demo=demo, data_dir=data_dir, theme="light", watchdog=watchdog)
    with collected_here():
        ended = asyncio.get_running_loop().create_task(app._main(application, options, script))
        try:
            yield ready, ended
        finally:
            if ready.done():
                ready.result().left.set()
            await ended
            application.setStyleSheet("")
            application.setPalette(palette)
            application.setFont(font)


@asynccontextmanager
async def opened(data_dir: Path, *, demo: bool = False, watchdog: bool = False) -> AsyncIterator[Program]:
    """The program on a data directory, until the test (or the person in it) leaves; as for `starting`."""
    async with starting(data_dir, demo=demo, watchdog=watchdog) as (ready, ended):
        await until(lambda: ready.done() or ended.done(), PATIENCE)
        yield ready.result()


# Hands


def click(widget: QWidget) -> None:
    """Press and release the left button, as on a screen: not on what is hidden or disabled."""
    assert widget.isVisible(), f"{widget} is hidden"
    assert widget.isEnabled(), f"{widget} is disabled: {widget.toolTip()}"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(parent: QWidget, text: str) -> None:
    """Click the visible button with this text."""
    buttons = [each for each in parent.findChildren(QAbstractButton) if each.isVisible()]
    found = [each for each in buttons if each.text() == text]
    assert found, f"no button {text!r} among {[each.text() for each in buttons]}"
    click(found[0])


def write(parent: QWidget, name: str, text: str) -> None:
    """Type into the line with this accessible name, in place of what stands there."""
    # The last one: lines of a service that was chosen before stay until the next turn of the event loop.
    line = [each for each in parent.findChildren(QLineEdit) if each.accessibleName() == name][-1]
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def choose(parent: QWidget, name: str, entry: str) -> None:
    """Choose an entry of the combo box with this accessible name."""
    box = next(each for each in parent.findChildren(QComboBox) if each.accessibleName() == name)
    at = box.findText(entry, Qt.MatchFlag.MatchContains)
    assert at >= 0, f"{name} does not offer {entry!r}"
    box.setCurrentIndex(at)


def click_row(table: QTableView, row: int) -> None:
    """Click the first cell of a row."""
    at = table.visualRect(table.model().index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

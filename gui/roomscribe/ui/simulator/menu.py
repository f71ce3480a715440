"""The menu "Simulator": there while the built-in simulator runs."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from roomscribe.domain.lengths import spoken
from roomscribe.domain.text import T, Text
from roomscribe.runtime.dialogs import ask
from roomscribe.services.simulator_control import SimulatorControl
from roomscribe.services.spawning import Spawner
from roomscribe.simulator.faults import ALWAYS, FaultKind
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Grade, Notice
from roomscribe.ui.simulator.switch_dialog import SwitchDialog
from roomscribe.ui.simulator.trouble_dialog import TroubleDialog
from roomscribe.ui.theme import Theme

KEY = "simulator"
"""A later message takes the place of the one before."""
PAUSE = 0.5
"""Seconds between two looks whether what was announced has happened."""
LATE = 3.0
"""Seconds of the quick entry for slow answers."""


class SimulatorMenu(QObject):
    """Connects the menu's commands with the simulator, once there is one."""

    def __init__(self, window: MainWindow, spawner: Spawner, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._spawner = spawner
        self._theme = theme
        self._control: SimulatorControl | None = None
        commands = window.commands
        commands.simulate_trouble.triggered.connect(self._on_trouble)
        commands.fail_next.triggered.connect(self._on_fail_next)
        commands.lose_next.triggered.connect(self._on_lose_next)
        commands.slow_down.triggered.connect(self._on_slow_down)
        commands.no_trouble.triggered.connect(self._on_no_trouble)
        commands.switches.triggered.connect(self._on_switches)

    def show_for(self, control: SimulatorControl) -> None:
        """A simulator runs now."""
        self._control = control
        self._window.bar.show_simulator_menu(True)

    def _on_trouble(self) -> None:
        if self._control is not None:
            dialog = TroubleDialog(self._control, spawner=self._spawner, theme=self._theme, parent=self._window)
            self._open(dialog, "simulate trouble")

    def _on_switches(self) -> None:
        if self._control is not None:
            dialog = SwitchDialog(self._control, spawner=self._spawner, theme=self._theme, parent=self._window)
            self._open(dialog, "switches of the simulator")

    def _on_fail_next(self) -> None:
        self._add({"kind": FaultKind.HTTP.value}, T("The next call to the simulator fails with HTTP 502."))

    def _on_lose_next(self) -> None:
        text = T("The next call to the simulator takes effect, and its answer is lost.")
        self._add({"kind": FaultKind.DROP_AFTER.value}, text)

    def _on_slow_down(self) -> None:
        slow = {"kind": FaultKind.DELAY.value, "seconds": LATE, "count": ALWAYS}
        self._add(slow, T("Every answer of the simulator comes {time} late.", time=spoken(LATE)))

    def _on_no_trouble(self) -> None:
        if self._control is not None:
            self._do(self._control.clear_troubles(), T("The simulator makes no trouble any more."))

    def _add(self, data: dict[str, object], done: Text) -> None:
        if self._control is not None:
            self._spawner.spawn(self._add_and_follow(self._control, data, done), name="simulate trouble")

    async def _add_and_follow(self, control: SimulatorControl, data: dict[str, object], done: Text) -> None:
        """Say what will happen, until it has."""
        trouble = await control.add_trouble(data)
        notice = Notice(grade=Grade.INFO, text=done, key=KEY)
        self._window.show_notice(notice)
        # The simulator lives in a thread of its own, and tells nobody that a fault has happened.
        while any(each.id == trouble.id for each in await control.troubles()):  # noqa: ASYNC110
            await asyncio.sleep(PAUSE)
        if notice in self._window.notices.notices():
            self._window.notices.withdraw(KEY)

    def _do(self, act: Coroutine[Any, Any, object], done: Text) -> None:
        self._spawner.spawn(self._tell_after(act, done), name="simulate trouble")

    async def _tell_after(self, act: Coroutine[Any, Any, object], done: Text) -> None:
        await act
        self._window.show_notice(Notice(grade=Grade.INFO, text=done, key=KEY))

    def _open(self, dialog: QDialog, name: str) -> None:
        self._spawner.spawn(ask(dialog), name=name)

"""Leaving: asks what becomes of the live tasks before the window closes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from roomscribe.services.console import ConsoleServices
from roomscribe.services.spawning import Spawner
from roomscribe.services.watchdog.link import Cover
from roomscribe.ui.dialogs.leave_dialog import LeaveChoice, LeaveDialog, ask_leave
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.theme import Theme


class Leaving(QObject):
    """One question at a time, however often somebody asks to close."""

    left = Signal()
    """The person has left: the window may close."""

    def __init__(
        self,
        window: MainWindow,
        services: ConsoleServices,
        spawner: Spawner,
        theme: Theme,
        *,
        cover: Callable[[], Awaitable[Cover]],
    ) -> None:
        """`cover` asks the watchdog which tasks it can stop."""
        super().__init__(window)
        self._window = window
        self._services = services
        self._spawner = spawner
        self._theme = theme
        self._cover = cover
        self._asking = False

    def begin(self) -> None:
        """Somebody wants to close the window."""
        if not self._asking:
            self._asking = True
            self._spawner.spawn(self._ask(), name="leave")

    async def _ask(self) -> None:
        services = self._services
        try:
            if any(services.lease.minds(task) for task in services.store.live()):
                dialog = LeaveDialog(
                    store=services.store,
                    registry=services.registry,
                    stopper=services.stopper,
                    nudge=services.watcher.nudge,
                    rates=services.rates,
                    spawner=self._spawner,
                    clock=services.clock,
                    theme=self._theme,
                    keys_last=services.vault.status.persistent,
                    cover=self._cover,
                    mine=services.lease.minds,
                    costs=services.billing.costs,
                    parent=self._window,
                )
                if await ask_leave(dialog) is LeaveChoice.STAY:
                    return
            self.left.emit()
        finally:
            self._asking = False

"""The composition root: what is built, in which order, and how it is taken down."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from roomscribe.domain.clock import SteadyClock, SystemClock
from roomscribe.domain.profiles import Profile
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.places import data_directory
from roomscribe.runtime import loop
from roomscribe.runtime.application import OFFSCREEN, new_application
from roomscribe.runtime.frames import first_frame
from roomscribe.runtime.garbage import keep_what_lives
from roomscribe.runtime.supervisor import Supervisor
from roomscribe.services.console import ConsoleServices, build_services
from roomscribe.services.demo import add_demo_profiles
from roomscribe.services.leaks import leak_guard
from roomscribe.services.settings import THEME, WATCHDOG, Settings
from roomscribe.services.simulator_control import SimulatorControl
from roomscribe.services.watchdog.link import WatchdogLink
from roomscribe.ui.desk import Desk
from roomscribe.ui.dialogs.ledger_dialog import opened
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import load_registry

if TYPE_CHECKING:  # loaded when somebody wants the demo
    from roomscribe.services.simulation import Simulation

GRACE = 1.0
"""Seconds that cancelled work gets at the end."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line asked for."""

    demo: bool = False
    data_dir: Path | None = None
    theme: str = ""
    """`light` or `dark`; empty for what the settings say."""
    watchdog: bool = True
    """A watchdog may run, unless the settings say no; False leaves no process behind, whatever they say."""

    def directory(self) -> Path:
        """Where everything is kept."""
        return data_directory(self.data_dir, demo=self.demo)


@dataclass(frozen=True, kw_only=True)
class Console:
    """The running program, as scripts such as the tour see it."""

    desk: Desk
    services: ConsoleServices
    theme: Theme


Script = Callable[[Console], Awaitable[int]]
"""Drives the console in a person's place and returns the exit code."""


def open_console(*, demo: bool, data_dir: Path | None) -> int:
    """Open the window and run until the person leaves."""
    if not _has_display():
        sys.stderr.write("roomscribe: there is no display. `roomscribe tour --out DIR` works without one.\n")
        return 1
    return run(Options(demo=demo, data_dir=data_dir))


def tour(out: Path, *, theme: str) -> int:
    """Drive the real window through the main job at every vendor; pictures and `tour.json` go to `out`."""
    from roomscribe.ui.tour.script import take_tour

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.stderr.write(f"roomscribe: the folder {out} can't be made: {error.strerror}\n")
        return 1
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = OFFSCREEN

    def tell(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    async def script(console: Console) -> int:
        return await take_tour(console.desk, console.services, out, tell)

    with tempfile.TemporaryDirectory(prefix="roomscribe-tour-") as data:
        return run(Options(demo=True, data_dir=Path(data), theme=theme), script)


def _has_display() -> bool:
    """Whether Qt finds a screen; it would end the process with a core dump where it does not."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(options: Options, script: Script | None = None) -> int:
    """Run the program, driven by a person or by a script."""
    app = new_application(sys.argv[0])
    app.setApplicationName("RoomScribe")
    app.setDesktopFileName("roomscribe")
    return loop.run(app, lambda: _main(app, options, script))


async def _main(app: QApplication, options: Options, script: Script | None) -> int:
    program = _Program(app, options)
    try:
        return await program.run(script)
    finally:
        await program.aclose()


class _Program:
    """The parts, in the order in which they are built."""

    def __init__(self, app: QApplication, options: Options) -> None:
        self._options = options
        directory = options.directory()
        self._supervisor = Supervisor()
        self._theme = Theme(options.theme or "system")
        self._services = build_services(directory, load_registry(), self._supervisor, SteadyClock(SystemClock()))
        self._settings = Settings(directory / "settings.json", guard=leak_guard(self._services.vault))
        self._watchdog = WatchdogLink(
            directory,
            registry=self._services.registry,
            store=self._services.store,
            vault=self._services.vault,
            spawner=self._supervisor,
            clock=self._services.clock,
        )
        self._simulation: Simulation | None = None
        self._desk: Desk | None = None
        self._app = app

    async def run(self, script: Script | None) -> int:
        """Open everything and wait until somebody leaves."""
        await self._settings.open()
        if not self._options.theme:
            self._theme = Theme(self._settings.get(THEME).value)
        self._watchdog.wanted = self._options.watchdog and self._settings.get(WATCHDOG)
        self._theme.apply(self._app)
        with self._theme.undressed():
            self._desk = desk = Desk(
                self._services,
                settings=self._settings,
                theme=self._theme,
                supervisor=self._supervisor,
                watchdog=self._watchdog,
                start_demo=self._start_demo,
            )
        left = asyncio.Event()
        desk.left.connect(left.set)
        desk.window.show()
        await first_frame(desk.window)
        if not await opened(self._services.open, self._services.begin_anew, self._theme, desk.window):
            return 1
        if self._options.demo:
            await self._start_demo()
        self._services.feed.completed.add(keep_what_lives)
        desk.open()
        keep_what_lives()
        try:
            await self._services.take_over()
        except LedgerUnusable as trouble:
            desk.failures.ledger_failed(trouble)
        if self._options.watchdog:
            self._watchdog.start()
        if script is not None:
            return await script(Console(desk=desk, services=self._services, theme=self._theme))
        await left.wait()
        return 0

    async def aclose(self) -> None:
        """Refuse new work, end what runs, close the window (it saves its layout), files, connections, simulator."""
        async with AsyncExitStack() as stack:
            # In the reverse order of this list, and each of them whatever becomes of those before.
            if self._simulation is not None:
                stack.push_async_callback(asyncio.to_thread, self._simulation.stop)
            stack.push_async_callback(self._settings.aclose)
            stack.push_async_callback(self._watchdog.aclose)
            stack.push_async_callback(self._services.aclose)
            if self._desk is not None:
                stack.callback(self._desk.close)
            stack.push_async_callback(self._supervisor.aclose, GRACE)

    async def _start_demo(self) -> list[Profile]:
        """Start the simulator beside the window and offer its accounts."""
        if self._simulation is None:
            self._simulation = await asyncio.to_thread(self._make_simulation)
        simulation = self._simulation
        if self._desk is not None:
            self._desk.simulator.show_for(SimulatorControl(simulation))
        return await add_demo_profiles(
            simulation.accounts, simulation.url, self._services.profiles, self._services.vault
        )

    def _make_simulation(self) -> Simulation:
        from roomscribe.services.simulation import Simulation

        simulation = Simulation(self._services.registry)
        simulation.start()
        return simulation

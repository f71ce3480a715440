"""The menu "Simulator": hidden until one runs, and its quick entries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QDialog

from roomscribe.services.simulator_control import SimulatorControl
from roomscribe.simulator.faults import FaultKind
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.simulator.menu import SimulatorMenu
from roomscribe.ui.simulator.switch_dialog import SwitchDialog
from roomscribe.ui.simulator.trouble_dialog import TroubleDialog
from roomscribe.ui.theme import Theme
from tests.qt.ui.window_examples import Scene, shut
from tests.support.consoles import TestConsole, until
from tests.support.dialogs import shown


@pytest.fixture
def window(theme: Theme) -> Iterator[MainWindow]:
    window = Scene(theme, []).window()
    window.show()
    yield window
    shut(window)
    window.deleteLater()


@pytest.fixture
def menu(window: MainWindow, console: TestConsole, theme: Theme) -> SimulatorMenu:
    return SimulatorMenu(window, console.spawner, theme)


def titles(window: MainWindow) -> list[str]:
    return [action.text().replace("&", "") for action in window.bar.menus.actions() if action.isVisible()]


def notices(window: MainWindow) -> str:
    return shown(window)


async def test_it_is_there_while_a_simulator_runs(
    window: MainWindow, menu: SimulatorMenu, control: SimulatorControl
) -> None:
    assert titles(window) == ["File", "Task", "View", "Help"]
    assert not window.commands.simulate_trouble.isEnabled()
    menu.show_for(control)
    assert titles(window) == ["File", "Task", "View", "Simulator", "Help"]
    assert window.commands.simulate_trouble.isEnabled()


async def test_the_quick_entries(window: MainWindow, menu: SimulatorMenu, control: SimulatorControl) -> None:
    menu.show_for(control)
    commands = window.commands
    for number, command in enumerate((commands.fail_next, commands.lose_next, commands.slow_down), start=1):
        command.trigger()
        await until(partial(_wait, control, number))
    await until(lambda: "comes 3 seconds late" in notices(window))
    fail, lose, slow = await control.troubles()
    assert (fail.kind, fail.left, fail.call) == (FaultKind.HTTP, 1, "*")
    assert (lose.kind, lose.left) == (FaultKind.DROP_AFTER, 1)
    assert (slow.kind, slow.left, slow.seconds) == (FaultKind.DELAY, None, 3.0)
    commands.no_trouble.trigger()
    await until(lambda: "no trouble any more" in notices(window))
    assert await control.troubles() == ()
    assert "comes 3 seconds late" not in notices(window), "a later message takes the place of the one before"


async def test_the_message_goes_when_it_has_happened(
    window: MainWindow, menu: SimulatorMenu, control: SimulatorControl
) -> None:
    menu.show_for(control)
    window.commands.lose_next.trigger()
    await until(lambda: "its answer is lost" in notices(window))
    (waiting,) = await control.troubles()
    await control.take_back(waiting.id)  # as if a call had met it
    await until(lambda: "its answer is lost" not in notices(window))


def _wait(control: SimulatorControl, number: int) -> bool:
    return len(control._simulation.world.faults.waiting()) == number


@pytest.mark.parametrize(("command", "kind"), [("simulate_trouble", TroubleDialog), ("switches", SwitchDialog)])
async def test_the_dialogs_open_and_close(
    window: MainWindow, menu: SimulatorMenu, control: SimulatorControl, command: str, kind: type[QDialog]
) -> None:
    menu.show_for(control)
    getattr(window.commands, command).trigger()

    def opened() -> list[QDialog]:
        return [each for each in window.findChildren(kind) if each.isVisible()]

    await until(opened)
    (dialog,) = opened()
    dialog.reject()
    await until(lambda: not opened())

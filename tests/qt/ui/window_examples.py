"""A whole window over example tasks, without network, ledger or keyring."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, cast

from roomscribe.domain.tasks import JournalEntry, Task
from roomscribe.services.rates import Budget
from roomscribe.services.settings import Settings
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.services.updater import Updater
from roomscribe.services.vault import Vault, VaultStatus
from roomscribe.ui.actions import TaskActions, TaskDialogs
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.theme import Theme
from roomscribe.ui.window_tools import WindowTools
from tests.qt.ui.task_examples import FixedClock, example_journal, example_registry


class Memory(Settings):
    """Settings without a file."""

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}
        self.guard = lambda text: None

    def get(self, setting: Any) -> Any:
        return self._kept.get(setting.key, setting.default)

    def set(self, setting: Any, value: Any) -> None:
        setting.to_json(value)
        self._kept[setting.key] = value


class AtOnce:
    """Carries coroutines out on the spot; they must not really wait."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        self.names.append(name)
        try:
            coro.send(None)
        except StopIteration:
            return cast("asyncio.Task[Any]", None)
        raise AssertionError(f"{name} waits for something")


class ExampleVault:
    """Says where secrets are kept."""

    def __init__(self) -> None:
        self.status = VaultStatus(persistent=True, backend="GNOME Keyring")
        self.listeners: list[Callable[[], None]] = []

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        self.listeners.append(callback)
        return lambda: self.listeners.remove(callback)


class ExampleUpdater:
    """Knows which tasks can be changed, and when."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def in_place(self, task: Task) -> bool:
        return task.generation.startswith("agora")

    def can_update(self, task: Task) -> bool:
        return task.state.value in ("running", "recovering", "starting")

    def wait(self, task: Task) -> float:
        return self.seconds


class ExampleStopper:
    """Remembers which tasks were wished to end."""

    def __init__(self) -> None:
        self.wished: list[str] = []
        self.failure: Exception | None = None

    async def wish(self, task_id: str, *, reason: str = "you") -> None:
        if self.failure is not None:
            raise self.failure
        self.wished.append(task_id)


class Answers:
    """What a person answers to the dialogs of acts."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.asked: list[tuple[str, str]] = []
        """Which dialog was shown, and for which tasks."""

    def dialogs(self) -> TaskDialogs:
        async def stop_many(tasks: Sequence[Task]) -> None:
            self.asked.append(("stop", " ".join(task.id for task in tasks)))

        async def change(task: Task) -> None:
            self._shown("change", task)

        async def restart(task: Task) -> None:
            self._shown("restart", task)

        return TaskDialogs(stop_many=stop_many, change=change, restart=restart)

    def _shown(self, what: str, task: Task) -> None:
        self.asked.append((what, task.id))
        if self.failure is not None:
            raise self.failure


class Scene:
    """Everything a window is made of, with handles for tests."""

    def __init__(self, theme: Theme, tasks: list[Task]) -> None:
        self.theme = theme
        self.clock = FixedClock()
        self.registry = example_registry()
        self.settings = Memory()
        self.spawner = AtOnce()
        self.vault = ExampleVault()
        self.updater = ExampleUpdater()
        self.stopper = ExampleStopper()
        self.answers = Answers()
        self.nudged: list[str] = []
        self.skew: float | None = 0.4
        self.journals: dict[str, list[JournalEntry]] = {}
        self.store = TaskStore()
        self.store.load(tasks)
        self.actions = TaskActions(
            stopper=cast(Stopper, self.stopper),
            updater=cast(Updater, self.updater),
            nudge=self.nudged.append,
            dialogs=self.answers.dialogs(),
            spawner=self.spawner,
        )

    def window(self) -> MainWindow:
        tools = WindowTools(
            store=self.store,
            registry=self.registry,
            journal=self.journal,
            budget=lambda: Budget(free=18, permitted=20),
            clock_skew=lambda: self.skew,
            vault=cast(Vault, self.vault),
            spawner=self.spawner,
            settings=self.settings,
            clock=self.clock,
            theme=self.theme,
        )
        return MainWindow(tools, self.actions)

    async def journal(self, task_id: str) -> list[JournalEntry]:
        return self.journals.get(task_id) or example_journal(self.store.get(task_id))


def shut(window: MainWindow) -> None:
    """Close a window as the program does."""
    window.may_close = True
    window.close()

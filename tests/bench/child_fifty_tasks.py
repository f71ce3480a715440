"""The real program with fifty live tasks at a simulator elsewhere: its longest stalls, while it watches and when asked.

python -m tests.bench.child_fifty_tasks DATA_DIR SECONDS ANNOUNCEMENT
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

from roomscribe.runtime.quick_start import quick_start

quick_start()  # as the command line does it

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QDialog  # noqa: E402

from roomscribe import app  # noqa: E402
from roomscribe.domain.drafts import Draft  # noqa: E402
from roomscribe.domain.states import TaskState  # noqa: E402
from roomscribe.domain.tasks import Task  # noqa: E402
from roomscribe.services.demo import DemoAccount, add_demo_profiles  # noqa: E402
from roomscribe.ui.details.panel import REQUEST, TIMELINE  # noqa: E402
from roomscribe.vendors.protocol import Generation  # noqa: E402
from tests.bench.heartbeat import Heartbeat  # noqa: E402
from tests.e2e.program import Program  # noqa: E402

TASKS = 25
"""At each vendor."""
SETTLED = 0.6
"""Seconds after an act in which its consequences count."""


class Answers:
    """Counts the rows' news: without any, nothing was measured."""

    def __init__(self) -> None:
        self.count = 0

    def task_added(self, _task: Task) -> None:
        """Not an answer."""

    def task_changed(self, _task: Task) -> None:
        self.count += 1


async def measure(console: app.Console) -> int:
    """Start the tasks, watch, then do everything once that a person does."""
    program = Program.of(console)
    services, window = program.services, program.window
    generations = await _add_accounts(program, json.loads(sys.argv[3]))
    for number in range(TASKS):
        await asyncio.gather(*(_start(program, each, number) for each in generations))
        await asyncio.sleep(0.06)  # TRTC 2.0 permits 20 starts a second
    await program.until(lambda: all(task.state is TaskState.RUNNING for task in services.store.live()))
    live = len(services.store.live())
    window.table.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    window.select_task(services.store.tasks()[10].id)
    window.details.tabs.setCurrentIndex(TIMELINE)
    await asyncio.sleep(2.0)
    heartbeat, answers = Heartbeat(), Answers()
    unsubscribe = services.store.subscribe(answers)
    polling = await _stall(heartbeat, lambda: None, float(sys.argv[2]))
    unsubscribe()
    acts = {name: await _stall(heartbeat, act, SETTLED) for name, act in _acts(program).items()}
    heartbeat.close()
    sys.stdout.write(json.dumps({"live": live, "answers": answers.count, "polling": polling, "acts": acts}) + "\n")
    return 0


async def _add_accounts(program: Program, announcement: dict[str, object]) -> list[Generation]:
    services = program.services
    # One generation of each vendor: tasks of two generations in the same room would clash, and never be sent.
    generations = [vendor.generations[0] for vendor in services.registry.vendors]
    accounts = []
    for each in generations:
        vendor = services.registry.vendor_of(each.id).id
        accounts.append(DemoAccount(each, vendor, announcement[vendor]))  # type: ignore[arg-type]
    await add_demo_profiles(accounts, str(announcement["url"]), services.profiles, services.vault)
    return generations


async def _start(program: Program, generation: Generation, number: int) -> None:
    profile = next(each for each in program.services.profiles.all() if each.generation == generation.id)
    fresh = {each.key: each.initial() for each in generation.fields}
    wanted = {generation.room_key: str(1000 + number), "max_idle_time": 600}
    values = {**fresh, **generation.example, **wanted}
    await program.services.launcher.start(Draft(profile_id=profile.id, values=values, minutes=30))


async def _stall(heartbeat: Heartbeat, act: Callable[[], None], seconds: float) -> dict[str, object]:
    heartbeat.restart()
    act()
    await asyncio.sleep(seconds)
    return heartbeat.worst().plain()


def _acts(program: Program) -> dict[str, Callable[[], None]]:
    """What a person does, by name, in the order in which it is done."""
    window, panel, commands = program.window, program.desk.panel, program.window.commands
    profiles = program.services.profiles.all()
    tasks = program.services.store.tasks()
    changeable = next(task.id for task in tasks if task.vendor == "agora")

    def show_form(number: int) -> None:
        panel.set_profiles(profiles, profiles[number].id)

    def start() -> None:
        program.fill(profiles[0].id, room="4711")
        panel.start.click()

    def choose_changeable() -> None:
        window.select_task(changeable)

    return {
        "the second vendor's form, first time": lambda: show_form(1),
        "the first vendor's form": lambda: show_form(0),
        "the second vendor's form again": lambda: show_form(1),
        "filling a form and pressing Start": start,
        "selecting another row": choose_changeable,
        "opening the request's page": lambda: window.details.tabs.setCurrentIndex(REQUEST),
        "typing the filter's first letter": lambda: QTest.keyClicks(window.bar.filter, "1"),
        "typing another letter": lambda: QTest.keyClicks(window.bar.filter, "0"),
        "clearing the filter": window.bar.filter.clear,
        "sorting by another column": lambda: window.table.view.sortByColumn(2, Qt.SortOrder.DescendingOrder),
        "opening the accounts": commands.profiles.trigger,
        "closing the accounts": lambda: _close(program),
        "opening a new account": commands.new_profile.trigger,
        "closing the new account": lambda: _close(program),
        "opening a change of a task": commands.update.trigger,
        "closing the change": lambda: _close(program),
        "changing to dark colours": lambda: _use_mode(program, "dark"),
        "changing to light colours": lambda: _use_mode(program, "light"),
    }


def _close(program: Program) -> None:
    (dialog,) = (each for each in program.window.findChildren(QDialog) if each.isVisible())
    dialog.reject()


def _use_mode(program: Program, mode: str) -> None:
    (action,) = (each for each in program.window.commands.modes.actions() if each.data() == mode)
    action.trigger()


sys.exit(app.run(app.Options(data_dir=Path(sys.argv[1]), watchdog=False), measure))

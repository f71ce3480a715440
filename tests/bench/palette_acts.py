"""How long the command palette takes to open over many tasks, and to follow each letter."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from roomscribe.domain.states import STATE_WORDS
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.runtime.dialogs import open_at_once, turn
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.palette.dialog import PaletteDialog
from roomscribe.ui.palette.entries import Entry, menu_entries
from roomscribe.ui.task_table.looks import LOOKS
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say
from tests.bench.heartbeat import Heartbeat
from tests.bench.measuring import median

TYPED = "501<2 stop zz"
"""Letter by letter, `<` takes one back: rooms, a room and a word, a command's name, nothing."""


async def palette_acts(window: MainWindow, tasks: Sequence[Task], heartbeat: Heartbeat) -> dict[str, Any]:
    """Milliseconds by the clock from the wish to the painted list, and what the interface thread computed at most.

    `complete`: until the whole search is done, too.
    """
    heartbeat.restart()
    begun = time.perf_counter()
    dialog = _dialog(window, tasks)
    painted = _watched(dialog)
    await turn()  # as `ask` does
    open_at_once(dialog)
    opened = await _painted(painted, begun) - begun
    await _searched(dialog)
    took, complete = [], []
    for letter in TYPED:
        await asyncio.sleep(0.05)
        begun = time.perf_counter()
        _press(dialog, letter)
        took.append(await _painted(painted, begun) - begun)
        await _searched(dialog)
        complete.append(time.perf_counter() - begun)
    dialog.close()
    dialog.deleteLater()
    return {
        "open": opened * 1000,
        "median": median(took) * 1000,
        "worst": max(took) * 1000,
        "complete": max(complete) * 1000,
        "tasks": len(tasks),
        "stall": heartbeat.worst().plain(),
    }


def _dialog(window: MainWindow, tasks: Sequence[Task]) -> PaletteDialog:
    theme: Theme = window.table.view._painter._theme

    def of_task(task: Task) -> Entry:
        look = LOOKS[task.state]
        return Entry(
            id=f"task/{task.id}",
            title=say(T("Go to room {room}", room=task.room)),
            about=f"{say(STATE_WORDS[task.state])} · {task.profile_name}",
            icon=theme.icon(look.icon, look.tone),
            run=lambda: None,
        )

    return PaletteDialog(
        theme,
        lambda: list(menu_entries(window.bar.menus, {})),
        recent=(),
        tasks=tasks,
        of_task=of_task,
        task_words=say(T("Go to room {room}", room="")),
        parent=window,
    )


def _watched(dialog: PaletteDialog) -> list[float]:
    """When its list was painted last."""
    painted, paint = [0.0], dialog.list.paintEvent

    def on_paint(event: Any) -> None:
        paint(event)
        painted[0] = time.perf_counter()

    dialog.list.paintEvent = on_paint  # type: ignore[method-assign]
    return painted


async def _painted(painted: list[float], since: float) -> float:
    while painted[0] < since:  # noqa: ASYNC110 - each turn of the loop counts here
        await asyncio.sleep(0.001)
    return painted[0]


async def _searched(dialog: PaletteDialog) -> None:
    while dialog.searching:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.004)


def _press(dialog: PaletteDialog, letter: str) -> None:
    code, text = (Qt.Key.Key_Backspace, "") if letter == "<" else (Qt.Key(ord(letter.upper())), letter)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(dialog.line, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text))

"""Copying and exporting rows from the window."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.net.redaction import HIDDEN, Redactor
from roomscribe.services.rows.filters import PlainWords
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.task_table.acts import TableActs
from roomscribe.ui.task_table.arrangement import POSITION
from roomscribe.ui.theme import Theme
from tests.qt.ui.task_examples import task
from tests.qt.ui.window_examples import Scene, shut
from tests.support.consoles import until

SECRET = "a-secret-that-somebody-typed-as-a-room"


class Spawned:
    """Starts coroutines as the supervisor does."""

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[Any]] = []

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        self.tasks.append(asyncio.get_running_loop().create_task(coro, name=name))
        return self.tasks[-1]


@pytest.fixture
def spawned() -> Spawned:
    return Spawned()


@pytest.fixture
def window(qtbot: QtBot, spawned: Spawned) -> Iterator[MainWindow]:
    rooms = ("=cmd|x", "课堂", f"my {SECRET}")
    tasks = [task(number + 1, room, TaskState.RUNNING) for number, room in enumerate(rooms)]
    tasks[0] = replace(tasks[0], note="=1+1\nlate", tags=("qa", "ja"))
    scene = Scene(Theme("light"), tasks)
    window = scene.window()
    qtbot.addWidget(window, before_close_func=shut)
    window.show()
    acts = TableActs(window, lambda: Redactor(secrets=[SECRET]), spawned)
    yield window
    acts.close()


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_nothing_can_be_copied_before_a_row_is_chosen(window: MainWindow):
    assert not window.commands.copy_rows.isEnabled()
    window.table.view.selectRow(0)
    assert window.commands.copy_rows.isEnabled()
    assert window.commands.copy_json.isEnabled()


def test_the_usual_keys_copy_the_chosen_rows_as_they_are_seen(window: MainWindow, qtbot: QtBot):
    window.table.view.selectAll()
    qtbot.keyClick(window.table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, *rows = [line.split("\t") for line in copied().splitlines()]
    assert head[:3] == ["State", "Room", "Vendor"]
    assert [row[1] for row in rows] == ["'=cmd|x", "课堂", f"my {HIDDEN}"]
    assert {len(row) for row in rows} == {len(head)}


def test_what_people_wrote_is_copied_with_the_row(window: MainWindow):
    window.table.view.selectRow(0)
    window.commands.copy_rows.trigger()
    head, row = (line.split("\t") for line in copied().splitlines())
    cells = dict(zip(head, row, strict=True))
    assert (cells["Note"], cells["Tags"], cells["Error"]) == ("'=1+1 late", "qa, ja", "")
    window.commands.copy_json.trigger()
    (told,) = json.loads(copied())
    assert (told["note"], told["tags"]) == ("=1+1\nlate", ["qa", "ja"])
    for column in ("tags", "notes"):
        window.table.arrangement.toggles[POSITION[column]].trigger()
    window.commands.copy_rows.trigger()
    assert sorted(copied().splitlines()[0].split("\t")) == sorted(head), "once, where the table shows them"


def test_rows_are_copied_as_json(window: MainWindow):
    window.table.view.selectRow(1)
    window.commands.copy_json.trigger()
    (told,) = json.loads(copied())
    assert (told["room"], told["state"]) == ("课堂", "running")


def names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def told(window: MainWindow) -> str:
    return " ".join(str(each.text) for each in window.notices.notices())


async def exported(window: MainWindow, spawned: Spawned, path: Path, command: str) -> None:
    getattr(window.commands, command).trigger()
    await until(lambda: window.findChildren(QFileDialog))
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.findChildren(QLineEdit)[0].setText(str(path))
    dialog.accept()
    await asyncio.gather(*spawned.tasks)


@pytest.mark.parametrize(("command", "name"), [("export_csv", "out.csv"), ("export_json", "out.json")])
async def test_what_the_filter_shows_is_exported(
    window: MainWindow, spawned: Spawned, tmp_path: Path, command: str, name: str
):
    window.table.set_filter(PlainWords("my"))
    await exported(window, spawned, tmp_path / name, command)
    text = (tmp_path / name).read_text("utf-8-sig")
    assert SECRET not in text
    assert HIDDEN in text
    assert "课堂" not in text
    assert names(tmp_path) == [name], "nothing half is left behind"
    assert told(window) == f"1 task was written to {tmp_path / name}."


async def test_a_place_that_cannot_be_written_is_told(window: MainWindow, spawned: Spawned, tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    await exported(window, spawned, blocked / "out.csv", "export_csv")
    assert "could not be written" in told(window)

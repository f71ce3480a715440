"""A table can be dropped anywhere on the window in which a batch is put together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from roomscribe.ui.batch.plan_dialog import PlanDialog
from roomscribe.ui.batch.sources import FILE, MATRIX, PASTED
from roomscribe.ui.batch.tools import BatchTools
from tests.qt.ui.batch.plan_stage import Begun, paste
from tests.support.consoles import TestConsole, until

COPY = Qt.DropAction.CopyAction
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drop(window: QWidget, on: QWidget, data: QMimeData) -> bool:
    """Drop something in the middle of a widget, as Qt does: on it, or what is around it and accepts drops."""
    target: QWidget | None = on
    while target is not None and not target.acceptDrops():
        target = target.parentWidget() if target is not window else None
    if target is None:
        return False
    at = target.mapFrom(window, on.mapTo(window, on.rect().center()))
    enter = QDragEnterEvent(QPoint(at), COPY, data, LEFT, NONE)
    QApplication.sendEvent(target, enter)
    move = QDragMoveEvent(QPoint(at), COPY, data, LEFT, NONE)
    QApplication.sendEvent(target, move)
    if not (enter.isAccepted() and move.isAccepted()):
        return False
    event = QDropEvent(QPointF(at), COPY, data, LEFT, NONE)
    QApplication.sendEvent(target, event)
    return event.isAccepted()


@pytest.fixture
def dialog(qtbot: Any, tools: BatchTools, console: TestConsole) -> PlanDialog:
    generation = tools.registry.generation("trtc-1")
    made = PlanDialog(tools, console.draft(generation), console.profile(generation), begin=Begun().begin)
    qtbot.addWidget(made)
    made.show()
    return made


PLACES: dict[str, tuple[int, Callable[[PlanDialog], QWidget]]] = {
    "choose": (FILE, lambda dialog: dialog.sources.choose),
    "message": (FILE, lambda dialog: dialog._empty),
    "buttons": (FILE, lambda dialog: dialog.start),
    "text": (PASTED, lambda dialog: dialog.sources.pasted.viewport()),
    "rooms": (MATRIX, lambda dialog: dialog.sources.rooms.viewport()),
}


@pytest.mark.parametrize("place", PLACES)
async def test_a_file_is_taken_wherever_it_is_dropped(dialog: PlanDialog, tmp_path: Path, place: str) -> None:
    (tmp_path / "qa.csv").write_text("room,bot\n5,b\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "qa.csv"))])
    page, widget = PLACES[place]
    dialog.sources.setCurrentIndex(page)
    assert drop(dialog, widget(dialog), data)
    assert (dialog.sources.currentIndex(), dialog.sources.file) == (FILE, tmp_path / "qa.csv")
    assert dialog.sources.pasted.toPlainText() == dialog.sources.rooms.toPlainText() == ""
    await until(lambda: len(dialog.model.rows) == 1 and not dialog.reading)
    (tmp_path / "b.csv").write_text("room,bot\n5,b\n6,c\n")
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "b.csv"))])
    assert drop(dialog, dialog.view.viewport(), data), "on the rows, too"
    await until(lambda: len(dialog.model.rows) == 2 and not dialog.reading)


async def test_what_is_no_file_is_dropped_where_text_belongs(dialog: PlanDialog) -> None:
    data = QMimeData()
    data.setText("room,bot\n5,b")
    assert not drop(dialog, dialog._empty, data)
    dialog.sources.setCurrentIndex(PASTED)
    assert drop(dialog, dialog.sources.pasted.viewport(), data)
    assert dialog.sources.pasted.toPlainText() == "room,bot\n5,b"
    await paste(dialog, "")

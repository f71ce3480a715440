"""How often rows that have just changed are painted as they fade."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from roomscribe.ui.task_table.freshness import COARSE_MS, FEW, FRAME_MS, Freshness


def steps(fading: Freshness) -> int:
    """Milliseconds between two of them."""
    (timer,) = fading.findChildren(QTimer)
    return timer.interval() if timer.isActive() else 0


def test_many_rows_fade_in_fewer_steps(qtbot: QtBot) -> None:
    parent = QObject()
    fading = Freshness(lambda: False, parent)
    fading.begin(str(each) for each in range(FEW))
    assert steps(fading) == FRAME_MS
    fading.begin(["one more"])
    assert steps(fading) == COARSE_MS
    assert fading.left("0") > 0
    fading.close()


def test_all_fade_to_their_end_and_then_nothing_is_painted(qtbot: QtBot) -> None:
    parent = QObject()
    fading = Freshness(lambda: False, parent)
    fading.begin(map(str, range(2 * FEW)))
    qtbot.waitUntil(lambda: not fading.fading)
    assert not fading.left("0")
    fading.begin(["alone"])
    assert steps(fading) == FRAME_MS
    fading.close()

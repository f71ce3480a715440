"""Chips are drawn once and then only put where they belong."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QImage, QPainter

from roomscribe.domain.states import TaskState
from roomscribe.ui.task_table import drawn_chips
from roomscribe.ui.task_table.chip import chip_size, paint_chip
from roomscribe.ui.task_table.drawn_chips import DrawnChips
from roomscribe.ui.task_table.looks import LOOKS
from roomscribe.ui.theme import Theme, metrics

RUNNING, FAILED = LOOKS[TaskState.RUNNING], LOOKS[TaskState.FAILED]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of the chips that were drawn."""
    words: list[str] = []

    def draw(painter: Any, where: Any, look: Any, font: Any, theme: Any) -> None:
        words.append(look.word.source)
        paint_chip(painter, where, look, font, theme)

    monkeypatch.setattr(drawn_chips, "paint_chip", draw)
    return words


def test_each_kind_is_drawn_once_for_a_font_until_it_is_forgotten(theme: Theme, drawn: list[str]) -> None:
    chips, picture, font = DrawnChips(theme), QImage(300, 40, QImage.Format.Format_ARGB32), QFont()
    room = QRect(0, 0, 200, 30)
    painter = QPainter(picture)
    wanted = [chips.paint(painter, room, look, QFont(font)) for look in (RUNNING, FAILED, RUNNING)]
    assert drawn == [RUNNING.word.source, FAILED.word.source]
    assert wanted == [0, 0, 0]
    larger = QFont(font)
    larger.setPointSize(font.pointSize() + 4)
    chips.paint(painter, room, RUNNING, larger)
    chips.forget()
    chips.paint(painter, room, RUNNING, larger)
    assert drawn[2:] == [RUNNING.word.source] * 2
    painter.end()


def test_the_first_one_without_room_tells_what_it_wants(theme: Theme) -> None:
    chips, picture, font = DrawnChips(theme), QImage(300, 40, QImage.Format.Format_ARGB32), QFont()
    painter = QPainter(picture)
    wanted = [chips.paint(painter, QRect(0, 0, 20, 30), RUNNING, font) for _ in range(2)]
    assert wanted == [chip_size(RUNNING, font).width() + 2 * metrics.GAP, 0]
    painter.end()

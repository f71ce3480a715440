"""Layouts that fill a widget: nothing is left around, and so much between as was asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QBoxLayout, QWidget

from roomscribe.ui.layouts import filling_column, filling_row


@pytest.mark.parametrize(("make", "right_of"), [(filling_row, True), (filling_column, False)])
def test_the_parts_fill_the_widget(qtbot, make: Callable[[QWidget, int], QBoxLayout], right_of: bool) -> None:
    widget, first, second = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(widget)
    layout = make(widget, 7)
    layout.addWidget(first)
    layout.addWidget(second)
    widget.resize(107, 107)
    layout.activate()
    assert first.geometry().united(second.geometry()) == widget.rect()
    gap = second.x() - first.width() if right_of else second.y() - first.height()
    assert gap == 7


def test_without_a_spacing_it_is_the_styles(qtbot) -> None:
    widget, usual = QWidget(), QWidget()
    qtbot.addWidget(widget)
    qtbot.addWidget(usual)
    assert filling_row(widget).spacing() == QBoxLayout(QBoxLayout.Direction.LeftToRight, usual).spacing()

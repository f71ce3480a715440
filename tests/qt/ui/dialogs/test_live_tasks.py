"""The list of live tasks in the question at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt

from roomscribe.ui.dialogs.live_tasks import ROWS_IN_SIGHT, LiveTasksModel, LiveTasksView
from roomscribe.ui.theme import Theme
from tests.qt.ui.task_examples import FixedClock, example_registry, example_tasks
from tests.support.model_guard import makes


@makes(LiveTasksModel)
def test_it_scrolls_without_a_mouse(qtbot: Any, theme: Theme) -> None:
    tasks = [replace(example_tasks()[0], id=f"t{number}") for number in range(3 * ROWS_IN_SIGHT)]
    view = LiveTasksView(LiveTasksModel(tasks, example_registry(), FixedClock()), theme)
    qtbot.addWidget(view)
    view.show()
    assert view.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert not view.tabKeyNavigation()
    bar = view.verticalScrollBar()
    qtbot.keyClick(view, Qt.Key.Key_Down)  # the first row, as Tab would lead to
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == bar.maximum() > 0

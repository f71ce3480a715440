"""The steps of something that takes a while: what is done, what is under way, what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.parts import IconView, label
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say


class StepState(Enum):
    """How a step is doing: icon, its colour, and the word for those who do not see it."""

    WAITING = ("unsent", "faint", T("to come"))
    DOING = ("starting", "info", T("under way"))
    DONE = ("receipt", "ok", T("done"))
    FAILED = ("failed", "bad", T("failed"))


class StepList(QWidget):
    """Shows steps below each other, each with a line of detail."""

    def __init__(self, theme: Theme, steps: Sequence[Text], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[tuple[IconView, QLabel, QLabel]] = []
        self._titles = [say(step) for step in steps]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(metrics.PANEL)
        grid.setVerticalSpacing(metrics.HALF_GAP)
        grid.setColumnStretch(1, 1)
        for number, title in enumerate(self._titles):
            row = IconView(), label(title), label("", Role.NOTE)
            row[2].setContentsMargins(0, 0, 0, metrics.GAP)
            grid.addWidget(row[0], 2 * number, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(row[1], 2 * number, 1)
            grid.addWidget(row[2], 2 * number + 1, 1)
            self._rows.append(row)
            self.set_step(number, StepState.WAITING)

    def set_step(self, number: int, state: StepState, detail: str = "") -> None:
        """Show how a step is doing."""
        icon, title, note = self._rows[number]
        name, token, word = state.value
        icon.set_icon(self._theme.icon(name, token))
        set_role(title, Role.DIM if state is StepState.WAITING else Role.STRONG if state is StepState.DOING else "")
        title.setAccessibleName(f"{self._titles[number]}: {say(word)}")
        note.setText(detail)

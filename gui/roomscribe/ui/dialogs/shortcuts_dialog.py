"""The keyboard shortcuts, by what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.parts import button, label
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say, unmarked


@dataclass(frozen=True)
class ShortcutGroup:
    """Shortcuts that belong together."""

    title: Text
    rows: tuple[tuple[str, QKeySequence], ...]
    """What it does, already translated, and its keys."""


def group_of(title: Text, actions: Sequence[QAction]) -> ShortcutGroup:
    """The shortcuts of some actions, so that the list cannot differ from what the keys do."""
    rows = [(unmarked(action.text()).rstrip("…"), key) for action in actions for key in action.shortcuts()]
    return ShortcutGroup(title, tuple(rows))


class ShortcutsDialog(FramedDialog):
    """Lists shortcuts."""

    def __init__(self, groups: Sequence[ShortcutGroup], parent: QWidget | None = None) -> None:
        super().__init__(T("Keyboard shortcuts"), parent=parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(metrics.CARD)
        grid.setVerticalSpacing(metrics.GAP)
        grid.setColumnStretch(0, 1)
        for group in groups:
            if group.rows:
                self._add(grid, group)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        close = button(T("Close"), Role.PRIMARY)
        close.clicked.connect(self.accept)
        self.add_buttons(close)

    def _add(self, grid: QGridLayout, group: ShortcutGroup) -> None:
        heading = label(say(group.title), Role.SECTION)
        if grid.rowCount() > 1:
            heading.setContentsMargins(0, metrics.GAP, 0, 0)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for what, keys in group.rows:
            line = grid.rowCount()
            shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
            key = label(shown, Role.MONO)
            key.setAccessibleName(f"{what}: {shown}")
            grid.addWidget(label(what), line, 0)
            grid.addWidget(key, line, 1, Qt.AlignmentFlag.AlignRight)

"""What can be asked of the table's cells."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

from roomscribe.ui.task_table.columns import COLUMNS, Column


class TaskRole(IntEnum):
    """What can be asked of a cell besides its text."""

    SORT = Qt.ItemDataRole.UserRole
    TASK = Qt.ItemDataRole.UserRole + 2
    """The `Task`; None for a group's header."""
    TONE = Qt.ItemDataRole.UserRole + 3
    """Name of the colour token."""
    LOOK = Qt.ItemDataRole.UserRole + 4
    """Of the state column: the `Look`."""


TIMED_ROLES = [
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    TaskRole.TONE,
]
"""What a tick changes."""
TIMED = [position for position, column in enumerate(COLUMNS) if column.timed]


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Numbers stand on the right, and so do their headers."""
    side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

"""The order in which Tab visits widgets that were made later than their neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_before(anchor: QWidget, stops: Sequence[QWidget]) -> None:
    """Have Tab visit `stops` in this order right before `anchor`; Qt puts widgets made later at the window's end."""
    before = _stop_before(anchor, stops)
    for stop in stops:
        if before is not None:
            QWidget.setTabOrder(before, stop)
        before = stop
    if stops:
        QWidget.setTabOrder(stops[-1], anchor)


def _stop_before(anchor: QWidget, apart_from: Sequence[QWidget]) -> QWidget | None:
    before = anchor.previousInFocusChain()
    while before is not None and before is not anchor:
        # Qt ignores an order that names a widget which takes no focus.
        if before not in apart_from and before.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return before
        before = before.previousInFocusChain()
    return None

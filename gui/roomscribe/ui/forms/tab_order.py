"""The order in which Tab visits widgets that were made later than their neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget


def tab_before(anchor: QWidget, stops: Sequence[QWidget]) -> None:
    """Have Tab visit `stops` in this order right before `anchor`; Qt puts widgets made later at the window's end."""
    for stop in stops:
        # Behind the anchor, then the anchor behind it: so nobody has to look for what comes before the anchor.
        QWidget.setTabOrder(anchor, stop)
        QWidget.setTabOrder(stop, anchor)

"""How high a table's rows are."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from roomscribe.ui.theme import metrics


def row_height(view: QWidget) -> int:
    """Pixels: ours, or more where the system's letters are larger."""
    return max(metrics.ROW, view.fontMetrics().height() + 2 * metrics.GAP)

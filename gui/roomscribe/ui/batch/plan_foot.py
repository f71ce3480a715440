"""What stands below the rows of a plan: how many there are, what they cost, and which of them are shown and started."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from roomscribe.domain.text import T
from roomscribe.services.batch_cost import Total
from roomscribe.ui.batch.cost_words import total_lines, total_words
from roomscribe.ui.batch.plan_words import count_words
from roomscribe.ui.dialogs.parts import column, label
from roomscribe.ui.layouts import filling_row
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say


class PlanFoot(QWidget):
    """Offers only what there are rows for."""

    shown_changed = Signal()
    """Other rows are to be shown."""
    left_out_changed = Signal()
    """Rows with problems are to be left out, or not any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count, self.cost = label("", Role.DIM), label("", Role.DIM)
        self.only_wrong = QCheckBox(say(T("Show only rows with problems")))
        self.only_remarked = QCheckBox(say(T("Show only rows with remarks")))
        self.leave_out = QCheckBox(say(T("Leave out rows with problems")))
        # Below each other: side by side neither has the room for long words where the screen is small.
        sums = column(self.count, self.cost, spacing=metrics.LINE)
        sums.insertStretch(0, 1)
        sums.addStretch(1)
        boxes = QGridLayout()
        boxes.setHorizontalSpacing(metrics.CARD)
        boxes.setVerticalSpacing(metrics.HALF_GAP)
        for at, box in enumerate((self.only_wrong, self.leave_out, self.only_remarked)):
            boxes.addWidget(box, *divmod(at, 2))
        row = filling_row(self, metrics.CARD)
        row.addLayout(sums, 1)
        row.addLayout(boxes)
        for box in (self.only_wrong, self.only_remarked):
            box.toggled.connect(self.shown_changed)
        self.leave_out.toggled.connect(self.left_out_changed)

    def uncheck(self) -> None:
        """Other rows are coming: show and start them all."""
        for box in (self.only_wrong, self.only_remarked, self.leave_out):
            box.setChecked(False)

    def show_sums(self, rows: int, wrong: int, remarked: int, total: Total) -> None:
        """How many rows there are so far, with problems and with remarks, and what those without problems cost."""
        self.count.setText(say(count_words(rows, wrong, remarked)) if rows else "")
        for box, some in ((self.only_wrong, wrong), (self.leave_out, wrong), (self.only_remarked, remarked)):
            box.setVisible(bool(some))
        self.cost.setText(total_words(total))
        self.cost.setVisible(bool(total.rows))
        self.cost.setToolTip(total_lines(total))

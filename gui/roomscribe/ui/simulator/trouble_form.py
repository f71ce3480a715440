"""The form that describes a trouble."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from roomscribe.domain.text import T
from roomscribe.simulator.faults import ALWAYS, ANY_CALL, LONGEST_LINE, LONGEST_WAIT, FaultKind
from roomscribe.ui.dialogs.parts import CalmComboBox
from roomscribe.ui.dialogs.rows import Rows
from roomscribe.ui.layouts import filling_row
from roomscribe.ui.simulator.numbers import CalmSecondsBox, CalmSpinBox
from roomscribe.ui.simulator.trouble_words import KIND_NAMES, KIND_NOTES, USUAL_STATUS
from roomscribe.ui.theme import metrics
from roomscribe.ui.words import say

MOST = 1_000_000
PERCENT = 100


class TroubleForm(Rows):
    """Only what a kind can have is asked for."""

    def __init__(self, calls: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self.call = CalmComboBox(), CalmComboBox()
        for kind, name in KIND_NAMES.items():
            self.kind.addItem(say(name), kind)
        self.call.addItem(say(T("Every call")), ANY_CALL)
        for each in calls:
            self.call.addItem(each, each)
        self.status = CalmSpinBox(200, 599, USUAL_STATUS)
        self.code, self.message = QLineEdit(), QLineEdit()
        self.code.setMaxLength(LONGEST_LINE)
        self.seconds = CalmSecondsBox(0.1, LONGEST_WAIT, 3.0)
        self.count, self.always = CalmSpinBox(1, MOST, 1), QCheckBox(say(T("Until taken back")))
        self.after = CalmSpinBox(0, MOST, 0)
        self.percent = CalmSpinBox(1, PERCENT, PERCENT)
        self._kind_row = self.row(T("What happens"), self.kind, KIND_NOTES[FaultKind.HTTP])
        self.row(T("To which call"), self.call, T("Calls by the vendors' own names."))
        self._status_row = self.row(T("HTTP status"), self.status)
        self._code_row = self.row(T("Code"), self.code, T("As the vendor writes it, e.g. InternalError or 504."))
        self._message_row = self.row(T("Message"), self.message)
        self._seconds_row = self.row(T("Seconds late"), self.seconds)
        self.row(T("How many times"), _beside(self.count, self.always), focus=self.count)
        self.row(T("Calls before it"), self.after, T("So many of these calls still work."))
        self.row(T("Chance in percent"), self.percent, T("100 for certainly."))
        self.kind.currentIndexChanged.connect(self._follow)
        self.always.toggled.connect(self.count.setDisabled)
        self.code.textEdited.connect(self._on_code)
        self._follow()

    def data(self) -> dict[str, object] | None:
        """The trouble as the simulator reads it; None where something is missing, which is then said."""
        kind = self._chosen()
        found: dict[str, object] = {
            "kind": kind.value,
            "call": self.call.currentData(),
            "count": ALWAYS if self.always.isChecked() else self.count.value(),
            "after": self.after.value(),
            "probability": self.percent.value() / PERCENT,
        }
        match kind:
            case FaultKind.HTTP:
                found["status"] = self.status.value()
            case FaultKind.ERROR:
                if not self._check_code():
                    self.code.setFocus(Qt.FocusReason.OtherFocusReason)
                    return None
                found |= {"code": self.code.text().strip(), "message": self.message.text()}
            case FaultKind.DELAY:
                found["seconds"] = self.seconds.value()
        return found

    def _chosen(self) -> FaultKind:
        return FaultKind(self.kind.currentData())

    def _follow(self) -> None:
        kind = self._chosen()
        self._kind_row.set_help(say(KIND_NOTES[kind]))
        self._status_row.set_visible(kind is FaultKind.HTTP)
        self._code_row.set_visible(kind is FaultKind.ERROR)
        self._message_row.set_visible(kind is FaultKind.ERROR)
        self._seconds_row.set_visible(kind is FaultKind.DELAY)

    def _on_code(self) -> None:
        if self._code_row.message:
            self._check_code()

    def _check_code(self) -> bool:
        text = self.code.text().strip()
        fits = bool(text) and text.isascii() and text.isprintable()
        self._code_row.set_problem(None if fits else T("Enter the vendor's code, in plain letters and digits."))
        return fits


def _beside(number: QWidget, choice: QWidget) -> QWidget:
    both = QWidget()
    row = filling_row(both, metrics.PANEL)
    row.addWidget(number)
    row.addWidget(choice)
    row.addStretch(1)
    return both

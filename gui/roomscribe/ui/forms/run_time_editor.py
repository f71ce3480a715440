"""The editor for the run time: minutes, the usual ones at a click, and no end only when asked for by name."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from roomscribe.domain.fields import Field, Value
from roomscribe.domain.lengths import MINUTE, in_minutes, spoken
from roomscribe.domain.run_time import NO_END, PRESETS
from roomscribe.domain.text import T
from roomscribe.domain.typed_text import read_integer, show_number
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.flow_box import FlowBox
from roomscribe.ui.layouts import filling_column, filling_row
from roomscribe.ui.theme import Role, metrics, set_role
from roomscribe.ui.words import say


class RunTimeEditor(Editor):
    """Minutes. A typed 0 is refused, because a bot without an end must be wanted, not mistyped."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self.line = QLineEdit(self)
        unit = QLabel(say(field.unit) if field.unit else "", self)
        set_role(unit, Role.DIM)
        self.no_end = self._preset(say(T("No end")), NO_END)
        self.presets = {minutes: self._preset(str(minutes), minutes) for minutes in PRESETS}
        self.warning = QLabel(say(T("Runs, and is billed, until somebody stops it.")), self)
        set_role(self.warning, Role.ERROR)
        self.warning.setWordWrap(True)
        self.line.setFixedWidth(2 * metrics.CONTROL)
        typed = QWidget(self)
        row = filling_row(typed, metrics.HALF_GAP)
        row.addWidget(self.line)
        row.addWidget(unit)
        flow = FlowBox(self)
        flow.append(typed)
        flow.append(self.no_end)
        # In a line of their own, they are not torn apart where the form is narrow.
        usual = QHBoxLayout()
        usual.setSpacing(metrics.HALF_GAP)
        for button in self.presets.values():
            usual.addWidget(button, 1)
        column = filling_column(self, metrics.HALF_GAP)
        column.addWidget(flow)
        column.addLayout(usual)
        column.addWidget(self.warning)
        self._begin()
        self.line.textEdited.connect(self._on_typed)

    def value(self) -> Value:
        if self.no_end.isChecked():
            return NO_END
        value = read_integer(self.line.text())
        return value if value != NO_END else self.line.text()

    def stops(self) -> list[QWidget]:
        return [self.line, self.no_end, *self.presets.values()]

    def _show_value(self, value: Value) -> None:
        endless = value == NO_END and isinstance(value, int)
        with QSignalBlocker(self.line):
            self.line.setText("" if endless else show_number(value))
        self.no_end.setChecked(endless)
        self._follow()

    def _preset(self, words: str, minutes: int) -> QPushButton:
        button = QPushButton(words, self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        if minutes:
            set_role(button, Role.NARROW)
            button.setAccessibleName(say(spoken(*in_minutes(minutes * MINUTE))))
        button.clicked.connect(partial(self._on_preset, minutes))
        return button

    def _on_preset(self, minutes: int, _checked: bool = False) -> None:
        self._show_value(minutes)
        self._on_edited()

    def _on_typed(self, _text: str) -> None:
        self.no_end.setChecked(False)
        self._follow()
        self._on_edited()

    def _follow(self) -> None:
        value = self.value()
        for minutes, button in self.presets.items():
            button.setChecked(minutes == value)
        endless = self.no_end.isChecked()
        set_role(self.no_end, Role.DANGER if endless else "")
        self.line.setPlaceholderText("–" if endless else "")
        self.warning.setVisible(endless)

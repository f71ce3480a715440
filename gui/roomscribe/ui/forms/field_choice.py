"""Chooses which fields to set, where nobody knows what they are now."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from roomscribe.domain.fields import Field
from roomscribe.domain.text import T
from roomscribe.ui.forms.flow_box import FlowBox
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import Role, metrics, set_role
from roomscribe.ui.words import say


class FieldChoice(QWidget):
    """A box to tick for each field whose value is unknown; the others stay as they are."""

    changed = Signal()

    def __init__(self, fields: Iterable[Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        unknown = {field.key: field for field in fields}
        # A field that another one brings along needs no box of its own.
        roots = [field for field in unknown.values() if not any(when.key in unknown for when in field.shown_when)]
        self._fields = unknown
        self.boxes = {field.key: QCheckBox(say(field.label), self) for field in roots}
        heading = QLabel(say(T("What to set")), self)
        set_role(heading, Role.SECTION)
        flow = FlowBox(self)
        for field in roots:
            box = self.boxes[field.key]
            box.setToolTip(say(field.help))
            box.toggled.connect(self.changed)
            flow.append(box)
        column = filling_column(self, metrics.GAP)
        column.addWidget(heading)
        column.addWidget(flow)

    def left_out(self) -> frozenset[str]:
        """The fields that are not to be set: those not chosen, and those that they would bring along."""
        out = {key for key, box in self.boxes.items() if not box.isChecked()}
        while more := {key for key, field in self._fields.items() if key not in out and _needs(field, out)}:
            out |= more
        return frozenset(out)


def _needs(field: Field, left_out: set[str]) -> bool:
    return any(when.key in left_out for when in field.shown_when)

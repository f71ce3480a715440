"""A grid of labelled controls, each with room for a message and a note below it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from roomscribe.domain.text import Text
from roomscribe.ui.dialogs.parts import column, label
from roomscribe.ui.theme import Role, metrics, set_invalid, set_role
from roomscribe.ui.words import say

LABEL_WIDTH = 148
"""Labels stand in one column, whatever they say."""


class Row:
    """One labelled control."""

    def __init__(self, name: str, control: QWidget, note: str, *, focus: QWidget | None = None) -> None:
        self.focus = focus or control
        """What the label points to and the keyboard reaches."""
        self.name = label(name)
        self.name.setBuddy(self.focus)
        self.name.setMinimumHeight(metrics.CONTROL)
        self.name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.focus.setAccessibleName(name)
        self._help = note
        self._message = label("", Role.ERROR)
        self._message.hide()
        self._note = label(note, Role.NOTE)
        self._note.setVisible(bool(note))
        self.cell = QWidget()
        self.cell.setLayout(column(control, self._message, self._note, spacing=metrics.HALF_GAP))

    @property
    def message(self) -> str:
        """What is wrong with it, as shown; "" when nothing is."""
        return "" if self._message.isHidden() else self._message.text()

    def set_problem(self, problem: Text | None) -> None:
        """Show what is wrong, or that nothing is."""
        words = say(problem) if problem else ""
        self._message.setText(words)
        self._message.setVisible(bool(words))
        set_invalid(self.focus, bool(words))
        self.focus.setAccessibleDescription(words or self._note.text())

    def set_note(self, words: str, role: Role = Role.NOTE) -> None:
        """Show another note; "" brings the usual one back."""
        self._note.setText(words or self._help)
        set_role(self._note, role if words else Role.NOTE)
        self._note.setVisible(bool(words or self._help))
        if not self.message:
            self.focus.setAccessibleDescription(self._note.text())

    def set_help(self, words: str) -> None:
        """Make this the usual note."""
        shown = self._note.text() == self._help
        self._help = words
        if shown:
            self.set_note("")

    def set_visible(self, visible: bool) -> None:
        """Show or hide the whole row."""
        self.name.setVisible(visible)
        self.cell.setVisible(visible)


def set_problems(rows: Mapping[str, Row], problems: Mapping[str, Text]) -> None:
    """Show these at their rows, and nothing at the others; both by key."""
    for key, row in rows.items():
        row.set_problem(problems.get(key))


def focus_row(rows: Mapping[str, Row], key: str) -> None:
    """Put the keyboard into a row, if it is here."""
    if key in rows:
        rows[key].focus.setFocus()


class Rows(QWidget):
    """Labelled controls below each other, in sections."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.PANEL)
        self._grid.setVerticalSpacing(metrics.GAP)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)

    def section(self, title: Text) -> QLabel:
        """Begin a new part."""
        heading = label(say(title), Role.SECTION)
        if self._grid.rowCount() > 1:
            heading.setContentsMargins(0, metrics.GAP, 0, 0)
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)
        return heading

    def row(self, name: Text, control: QWidget, note: Text | None = None, *, focus: QWidget | None = None) -> Row:
        """Add a labelled control; `focus` is the part of it that takes the keyboard, where that is not all of it."""
        made = Row(say(name), control, say(note) if note else "", focus=focus)
        line = self._grid.rowCount()
        self._grid.addWidget(made.name, line, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(made.cell, line, 1)
        return made

    def wide(self, widget: QWidget) -> None:
        """Add something that needs the whole width."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

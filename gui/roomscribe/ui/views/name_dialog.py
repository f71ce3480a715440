"""Asks what a view shall be called."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.parts import button, set_enabled_because
from roomscribe.ui.dialogs.rows import Rows
from roomscribe.ui.theme import Role
from roomscribe.ui.words import say


class NameDialog(FramedDialog):
    """Accepted only with a name in which `problem` sees none."""

    def __init__(
        self,
        title: Text,
        act: Text,
        name: str,
        note: Text | None,
        problem: Callable[[str], Text | None],
        parent: QWidget,
    ) -> None:
        super().__init__(title, parent=parent)
        self._problem = problem
        self.name = QLineEdit(name)
        rows = Rows()
        self._row = rows.row(T("Name"), self.name, note)
        self.body.addWidget(rows)
        cancel, self.act = button(T("Cancel")), button(act, Role.PRIMARY)
        self.add_buttons(cancel, self.act)
        cancel.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)
        self.name.textChanged.connect(self._look)
        self._look(name)
        self.name.selectAll()
        self.name.setFocus()

    def _look(self, name: str) -> None:
        problem = self._problem(name)
        self._row.set_problem(problem if name.strip() else None)
        set_enabled_because(self.act, say(problem) if problem else "")
        if self.isVisible():
            self.fit()

"""One field of a form: its label, its editor, its help, and the message under it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QToolTip, QVBoxLayout, QWidget

from roomscribe.domain.fields import Field, FieldKind
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.editor import Editor
from roomscribe.ui.forms.table_editor import TableEditor
from roomscribe.ui.forms.texts_editors import LinesEditor
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.typed_words import LONGEST_IN_FORM, breakable
from roomscribe.ui.words import say

LABEL_WIDTH = 3 * metrics.CONTROL + metrics.CARD
"""All labels of a form have it, so that its editors stand in one column."""


class FieldLabel(QLabel):
    """A label that leads to its editor by click."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (editor := self.buddy()) is not None:
            editor.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)


class FieldRow(QWidget):
    """Label, editor, help and message. F1 anywhere in the row shows the help."""

    def __init__(self, field: Field, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.editor = editor
        self.message = QLabel(self)
        set_role(self.message, Role.ERROR)
        self.message.setWordWrap(True)
        # What was typed is quoted: `<b>` must not become bold.
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message.hide()
        head = self._make_head(theme)
        column = QVBoxLayout()
        column.setSpacing(metrics.HALF_GAP)
        column.addWidget(editor)
        column.addWidget(self.message)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(metrics.HALF_GAP)
        if editor.wide or isinstance(editor, (TableEditor, LinesEditor)):
            head.addStretch(1)
            grid.addLayout(head, 0, 0)
            grid.addLayout(column, 1, 0)
        else:
            grid.addLayout(head, 0, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(column, 0, 1)
            grid.setHorizontalSpacing(0)
            grid.setColumnStretch(1, 1)
            self.label.setWordWrap(True)
            self.label.setFixedSize(LABEL_WIDTH, max(metrics.CONTROL, self.label.heightForWidth(LABEL_WIDTH)))

    def show_problems(self, problems: list[Problem]) -> None:
        """Say what is wrong with the field, and in a table with which cell; nothing for an empty list."""
        whole = next((problem.message for problem in problems if problem.row is None), None)
        self.editor.set_problem(whole)
        if isinstance(self.editor, TableEditor):
            self.editor.show_cell_problems([problem for problem in problems if problem.row is not None])
        self.message.setText(breakable(say(whole), LONGEST_IN_FORM) if whole is not None else "")
        self.message.setVisible(whole is not None)

    def focus(self, problem: Problem | None = None) -> None:
        """Put the focus into the editor, into the very cell where the problem names one."""
        if isinstance(self.editor, TableEditor) and problem is not None and problem.row is not None:
            self.editor.focus_cell(problem.row, problem.column)
        else:
            self.editor.focus_first()

    def help_text(self) -> str:
        """The help as a small page: what the field does, and what the vendor calls it."""
        path = f"<br><small>{escape(self.field.path)}</small>" if self.field.path else ""
        return f"<p>{escape(say(self.field.help))}{path}</p>"

    def show_help(self) -> None:
        """Show the help beside the label."""
        QToolTip.showText(self.help.mapToGlobal(QPoint(0, self.help.height())), self.help_text(), self.help)

    def event(self, event: QEvent) -> bool:
        # Otherwise a window with F1 as a shortcut would take the key away from the field.
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1:
            event.accept()
            if event.type() == QEvent.Type.ShortcutOverride:
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.show_help()
        else:
            super().keyPressEvent(event)

    def _make_head(self, theme: Theme) -> QHBoxLayout:
        name = say(self.field.label)
        self.label = FieldLabel(name + ("\N{NO-BREAK SPACE}*" if self.field.required else ""), self)
        self.label.setBuddy(self.editor.stops()[-1] if self._ends_in_adder() else self.editor.stops()[0])
        if self.field.required:
            self.label.setAccessibleName(say(T("{label}, required", label=name)))
        self.help = QToolButton(self)
        set_role(self.help, Role.LINK)
        self.help.setIcon(theme.icon("help", "faint"))
        self.help.setIconSize(QSize(metrics.ICON_SMALL, metrics.ICON_SMALL))
        self.help.setFixedWidth(metrics.CHIP)
        self.help.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.help.setAccessibleName(say(T("Help for {label}", label=name)))
        self.help.clicked.connect(self.show_help)
        for widget in (self.label, self.help):
            widget.setToolTip(self.help_text())
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.label)
        head.addWidget(self.help)
        return head

    def _ends_in_adder(self) -> bool:
        return self.field.kind in (FieldKind.LANGUAGES, FieldKind.TEXTS, FieldKind.TABLE)

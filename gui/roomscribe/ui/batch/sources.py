"""Where the rows of a batch come from: a file, a pasted table, or every combination of rooms and languages."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QSizePolicy, QStackedWidget, QTabWidget, QWidget

from roomscribe.domain.sheet import MOST_ROWS
from roomscribe.domain.text import T, Text
from roomscribe.services.batch_matrix import TypedList, TypedMatrix
from roomscribe.ui.dialogs.parts import button, column, label
from roomscribe.ui.forms.quiet_timer import QuietTimer
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say

LINES = 4
"""Of the fields of this window that take several lines."""
FILE, PASTED, MATRIX = range(3)


class Sources(QTabWidget):
    """Says what was chosen; reading it is its owner's."""

    changed = Signal()
    """Something else is to be read."""
    typed = Signal()
    """It will be, after a pause in the typing."""
    file_wanted = Signal()
    """The person wants to choose a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: Path | None = None
        self.choose = button(T("Choose a file…"))
        self._file_name = label(say(T("CSV or JSON. A file can be dropped here, too.")), Role.DIM)
        self.pasted = self._edit(T("Pasted table"), T("room,bot_user_id\n5001,bot_1\n5002,bot_2"))
        self.rooms = self._edit(T("Rooms"), T("one a line"))
        self.spoken = self._edit(T("Spoken languages"), T("one choice a line; empty: as in the form"))
        self.targets = self._edit(T("Translations"), T("one choice a line, such as: Japanese, Korean"))
        self.own_rooms = QCheckBox(say(T("A room of its own for each row, with the row's number")))
        self.own_bots = QCheckBox(say(T("A bot of its own for each row")))
        self.own_bots.setChecked(True)
        self._wait = QuietTimer(self)
        self._wait.timeout.connect(self.changed)
        for page, title in ((self._file_page(), T("File")), (self._page(self.pasted), T("Paste"))):
            self.addTab(page, say(title))
        self.addTab(self._matrix_page(), say(T("Matrix")))
        self._take_height()
        self.choose.clicked.connect(self.file_wanted)
        self.currentChanged.connect(self._on_page)
        for edit in (self.pasted, self.rooms, self.spoken, self.targets):
            edit.textChanged.connect(self._wait.note_change)
            edit.textChanged.connect(self.typed)
        for box in (self.own_rooms, self.own_bots):
            box.toggled.connect(self.changed)

    def set_file(self, path: Path) -> None:
        """Take the rows from this file."""
        self.file = path
        self._file_name.setText(str(path))
        self.setCurrentIndex(FILE)
        self.changed.emit()

    @property
    def typing(self) -> bool:
        """Whether something was typed of which nobody has been told yet."""
        return self._wait.isActive()

    def stop(self) -> None:
        """Tell of nothing that was typed so far: it is being read, or the window is being closed."""
        self._wait.stop()

    def title(self) -> str:
        """What the batch is called."""
        match self.currentIndex():
            case 0:
                return self.file.name if self.file is not None else ""
            case 1:
                return say(T("Pasted table"))
            case _:
                return say(T("Matrix"))

    def empty(self) -> bool:
        """Whether nothing was given yet."""
        match self.currentIndex():
            case 0:
                return self.file is None
            case 1:
                return not _any_text(self.pasted)
            case _:
                return not _any_text(self.rooms, self.spoken, self.targets)

    @property
    def written(self) -> bool:
        """Whether a table or a matrix was written here, on whatever page: closing the window would lose it."""
        return _any_text(self.pasted, self.rooms, self.spoken, self.targets)

    def typed_matrix(self) -> TypedMatrix:
        """The combinations that are wanted, as they were typed."""
        return TypedMatrix(
            rooms=_typed(self.rooms),
            spoken=_typed(self.spoken),
            targets=_typed(self.targets),
            own_bots=self.own_bots.isChecked(),
            own_rooms=self.own_rooms.isChecked(),
        )

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # Qt itself counts the pages that are not in sight, too: another tab would take room from the rows.
        page, stack = self.currentWidget(), self.findChild(QStackedWidget)
        layout = page.layout() if page is not None else None
        if layout is None or stack is None:
            return self.sizeHint().height()
        around = self.minimumSizeHint().height() - stack.minimumSizeHint().height()
        inside = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        return around + inside

    def _on_page(self) -> None:
        self._take_height()
        self.changed.emit()

    def _take_height(self) -> None:
        """No more than the page in sight needs: the table has the rest."""
        for at in range(self.count()):
            least = QSizePolicy.Policy.Preferred if at == self.currentIndex() else QSizePolicy.Policy.Ignored
            if (page := self.widget(at)) is not None:
                page.setSizePolicy(QSizePolicy.Policy.Preferred, least)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _edit(self, name: Text, example: Text) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setAccessibleName(say(name))
        made.setPlaceholderText(say(example))
        made.setTabChangesFocus(True)
        made.setFixedHeight(made.fontMetrics().lineSpacing() * LINES + 2 * metrics.GAP)
        return made

    def _file_page(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(metrics.PANEL)
        row.addWidget(self.choose)
        row.addWidget(self._file_name, 1)
        words = T(
            "The first line names the columns, by a setting's name here or at the vendor: “Room”, “Bot”, “Run time” "
            "(minutes, or such as 1 h 30 min). An empty cell is as in the form, where the setting may be left out. A "
            "column “case” names rows in the report, which can be used as a table again."
        )
        page = QWidget()
        inside = column(label(say(words), Role.NOTE), spacing=metrics.PANEL)
        inside.setContentsMargins(0, metrics.PANEL, 0, 0)
        inside.insertLayout(0, row)
        inside.addStretch(1)
        page.setLayout(inside)
        return page

    def _matrix_page(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(metrics.PANEL)
        for edit in (self.rooms, self.spoken, self.targets):
            name = label(edit.accessibleName(), Role.STRONG)
            name.setBuddy(edit)
            row.addLayout(column(name, edit, spacing=metrics.HALF_GAP), 1)
        boxes = QHBoxLayout()
        boxes.setSpacing(metrics.CARD)
        boxes.addWidget(self.own_rooms)
        boxes.addWidget(self.own_bots)
        boxes.addWidget(label(say(T("At most {count} rows", count=MOST_ROWS)), Role.NOTE))
        boxes.addStretch(1)
        page = QWidget()
        inside = column()
        inside.setContentsMargins(0, metrics.PANEL, 0, 0)
        inside.addLayout(row)
        inside.addLayout(boxes)
        page.setLayout(inside)
        return page

    def _page(self, inside: QWidget) -> QWidget:
        page = QWidget()
        layout = column(inside)
        layout.setContentsMargins(0, metrics.PANEL, 0, 0)
        layout.addStretch(1)
        page.setLayout(layout)
        return page


def _typed(edit: QPlainTextEdit) -> TypedList:
    return TypedList(edit.accessibleName(), edit.toPlainText())


def _any_text(*edits: QPlainTextEdit) -> bool:
    return any(edit.toPlainText().strip() for edit in edits)

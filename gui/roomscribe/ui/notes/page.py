"""The page Notes: tags as chips above a text, both written down as soon as one is done with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.annotating import TAGS
from roomscribe.ui.forms.chips import ChipRow
from roomscribe.ui.theme import Role, Theme, metrics, set_invalid, set_role
from roomscribe.ui.words import say

_SAVES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteEdit(QPlainTextEdit):
    """A text that is done when the focus leaves it or Ctrl+Enter is pressed; Esc takes back what was not saved."""

    done = Signal()
    given_up = Signal()

    def event(self, event: QEvent) -> bool:
        # In the window Ctrl+Enter starts a task: not while somebody writes.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _saves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _saves(event):
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape and self.document().isModified():
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.done.emit()


class TagEdit(QLineEdit):
    """A field for one tag, as wide as what is typed into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        typed = self.fontMetrics().horizontalAdvance(self.text()) + 2 * metrics.CARD
        return QSize(max(metrics.EDITOR_LEAST, typed), super().sizeHint().height())


def _saves(event: QKeyEvent) -> bool:
    return event.key() in _SAVES and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class NotesPage(QWidget):
    """Shows one task's note and tags. What is changed is announced; what was refused stays as it was typed."""

    note_changed = Signal(str, str)
    """Local id of the task, the whole text."""
    tag_added = Signal(str, str)
    """Local id of the task, what was typed."""
    tag_removed = Signal(str, str)
    """Local id of the task, the tag."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._refused: dict[str, tuple[str, str]] = {}
        """By local id: a text that was not taken, and why."""
        self._refused_tags: dict[str, tuple[str, str]] = {}
        """The same of tags."""
        self.adder = TagEdit(self)
        self.adder.setPlaceholderText(say(T("Add a tag")))
        self.adder.setAccessibleName(say(T("Add a tag")))
        self.chips = ChipRow(theme, self.adder, self)
        self.note = NoteEdit(self)
        self.note.setAccessibleName(say(T("Note")))
        self.note.setPlaceholderText(say(T("What should others know about this task?")))
        self.note.setTabChangesFocus(True)
        self.tag_message, self.message = _plain_label(self), _plain_label(self)
        set_role(self.tag_message, Role.ERROR)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(metrics.CARD, metrics.PANEL, metrics.CARD, metrics.GAP)
        layout.setSpacing(metrics.GAP)
        layout.addWidget(self.chips)
        layout.addWidget(self.tag_message)
        layout.addWidget(self.note, 1)
        layout.addWidget(self.message)
        self.adder.returnPressed.connect(self._on_added)
        self.adder.editingFinished.connect(self._on_added)
        self.chips.removed.connect(self._on_removed)
        self.note.done.connect(self.save)
        self.note.given_up.connect(self._on_given_up)
        self._say("")
        self._say_of_tags("")

    def show_task(self, task: Task | None) -> None:
        """Show a task's; what is being typed stays, and what was typed for another task is saved before."""
        before = self._task
        another = before is None or task is None or task.id != before.id
        if another:
            self.save()
            self._on_added()
        self._task = task
        if task is None:
            return
        if another or before is None or task.tags != before.tags:
            self.chips.show_chips([(tag, "", "") for tag in task.tags])
        text, why = self._refused.get(task.id, (task.note, ""))
        if another or not self.note.document().isModified():
            self._fill(text)
            if another:
                self._say(why)
                self.note.document().setModified(bool(why))
        if another:
            typed, why = self._refused_tags.get(task.id, ("", ""))
            self.adder.setText(typed)
            self._say_of_tags(why)

    def save(self) -> None:
        """Announce the text where it is not what is written down."""
        task, text = self._task, self.note.toPlainText().strip()
        if task is None or not self.note.document().isModified():
            return
        self.note.document().setModified(False)
        if text != task.note or task.id in self._refused:
            self.note_changed.emit(task.id, text)

    def show_saved(self, task_id: str, field: str) -> None:
        """It is written down."""
        refused, say_why = self._place_of(field)
        if field == TAGS and task_id in refused:
            return  # another one was, which still stands there
        refused.pop(task_id, None)
        if self._is_shown(task_id):
            say_why("")

    def show_refusal(self, task_id: str, field: str, text: str, why: str) -> None:
        """It was not taken: what was typed ("" where it was a click) comes back to its place, with the reason."""
        refused, say_why = self._place_of(field)
        refused[task_id] = (text, why)
        if not self._is_shown(task_id):
            return
        if field == TAGS:
            # Somebody may be typing the next one by now.
            self.adder.setText(", ".join(part for part in (text, self.adder.text().strip()) if part))
        else:
            self._fill(text)
            self.note.document().setModified(True)
        say_why(why)

    def _place_of(self, field: str) -> tuple[dict[str, tuple[str, str]], Callable[[str], None]]:
        return (self._refused_tags, self._say_of_tags) if field == TAGS else (self._refused, self._say)

    def _is_shown(self, task_id: str) -> bool:
        return self._task is not None and self._task.id == task_id

    def _fill(self, text: str) -> None:
        if self.note.toPlainText().strip() != text:
            self.note.setPlainText(text)
        self.note.document().setModified(False)

    def _on_given_up(self) -> None:
        if self._task is not None:
            self._refused.pop(self._task.id, None)
            self.note.setPlainText(self._task.note)
            self.note.document().setModified(False)
            self._say("")

    def _on_added(self) -> None:
        typed = self.adder.text().strip()
        if self._task is None or not typed:
            return
        self._refused_tags.pop(self._task.id, None)
        self.adder.clear()
        self.tag_added.emit(self._task.id, typed)

    def _on_removed(self, position: object) -> None:
        if self._task is not None and isinstance(position, int) and position < len(self._task.tags):
            self._refused_tags.pop(self._task.id, None)
            self.tag_removed.emit(self._task.id, self._task.tags[position])

    def _say(self, why: str) -> None:
        set_role(self.message, Role.ERROR if why else Role.NOTE)
        self.message.setText(why or say(T("Saved when you leave the field or press Ctrl+Enter; Esc takes it back.")))
        _mark(self.note, why)

    def _say_of_tags(self, why: str) -> None:
        self.tag_message.setText(why)
        self.tag_message.setVisible(bool(why))
        _mark(self.adder, why)


def _mark(widget: QWidget, why: str) -> None:
    set_invalid(widget, bool(why))
    widget.setAccessibleDescription(why)


def _plain_label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    # What was typed may be quoted: `<b>` must not become bold.
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label

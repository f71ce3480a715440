"""The page Notes: tags as chips above a text, both written down as soon as one is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.annotating import NOTE, TAGS
from roomscribe.ui.dialogs.parts import label
from roomscribe.ui.forms.chips import ChipRow
from roomscribe.ui.notes.conflict import ConflictLine
from roomscribe.ui.task_names import place
from roomscribe.ui.theme import Role, Theme, metrics, set_invalid, set_role
from roomscribe.ui.words import say

NOT_ON_DISK = T("Kept in this window, and written down as soon as the register can be.")
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
        shown = self.text() or self.placeholderText()
        typed = self.fontMetrics().horizontalAdvance(shown) + 2 * metrics.CARD
        return QSize(max(metrics.EDITOR_LEAST, typed), super().sizeHint().height())


def _saves(event: QKeyEvent) -> bool:
    return event.key() in _SAVES and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


@dataclass(frozen=True)
class Unsaved:
    """A text that was not taken."""

    text: str
    why: str = ""
    seen: str = ""
    """The note as it was when somebody began to change it."""
    theirs: str | None = None
    """What somebody else has written meanwhile; None where that is not the reason."""
    by: str = ""


class NotesPage(QWidget):
    """Shows one task's note and tags. What is changed is announced; what was refused stays as it was typed."""

    note_changed = Signal(str, str, str)
    """Local id of the task, the whole text, and the note as it was before."""
    tag_added = Signal(str, str)
    """Local id of the task, what was typed."""
    tag_meant_for_all = Signal(object, str)
    """Local ids of the tasks that are chosen, what was typed."""
    tag_removed = Signal(str, str)
    """Local id of the task, the tag."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._chosen: tuple[str, ...] = ()
        """Local ids of the tasks that are chosen, where they are several."""
        self._seen = ""
        """The note as it was when somebody began to change it."""
        self._sent: dict[str, str] = {}
        """By local id: what the note was before the text that was announced last."""
        self._refused: dict[str, Unsaved] = {}
        """By local id."""
        self._refused_tags: dict[str, Unsaved] = {}
        """The same of tags."""
        self._not_on_disk: set[tuple[str, str]] = set()
        """Local ids and fields that hold here, but could not be written down yet."""
        self.whom = label("", Role.DIM)
        self.adder = TagEdit(self)
        self.chips = ChipRow(theme, self.adder, self)
        self.note = NoteEdit(self)
        self.note.setAccessibleName(say(T("Note")))
        self.note.setPlaceholderText(say(T("What should others know about this task?")))
        self.note.setTabChangesFocus(True)
        self.conflict = ConflictLine(self)
        self.tag_message, self.message = label(""), label("")
        set_role(self.tag_message, Role.ERROR)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(metrics.CARD, metrics.PANEL, metrics.CARD, metrics.GAP)
        layout.setSpacing(metrics.GAP)
        layout.addWidget(self.whom)
        layout.addWidget(self.chips)
        layout.addWidget(self.tag_message)
        layout.addWidget(self.note, 1)
        layout.addWidget(self.conflict)
        layout.addWidget(self.message)
        self.adder.returnPressed.connect(self._on_added)
        self.adder.editingFinished.connect(self._on_added)
        self.chips.removed.connect(self._on_removed)
        self.note.done.connect(self.save)
        self.note.given_up.connect(self._on_given_up)
        self.conflict.mine_kept.connect(self._on_mine_kept)
        self.conflict.theirs_taken.connect(self._on_given_up)
        self._name_whom()
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
        unsaved = self._refused.get(task.id)
        if unsaved is not None and unsaved.theirs is not None and task.note not in (unsaved.theirs, unsaved.seen):
            unsaved = self._refused[task.id] = replace(unsaved, seen=task.note, theirs=task.note, by="")
            self.conflict.ask(task.note, "")
        if another or not self.note.document().isModified():
            self._show_note(unsaved or Unsaved(task.note, seen=task.note), again=not another)
        if another:
            unsaved_tags = self._refused_tags.get(task.id, Unsaved(""))
            self.adder.setText(unsaved_tags.text)
            self._say_of_tags(unsaved_tags.why)
        self._name_whom()

    def show_written(self) -> None:
        """Everything that could not be written down has been."""
        self._not_on_disk.clear()
        if self._task is not None:
            self._say(self._refused.get(self._task.id, Unsaved("")).why)
            self._say_of_tags(self._refused_tags.get(self._task.id, Unsaved("")).why)

    def show_chosen(self, task_ids: Sequence[str]) -> None:
        """Tell whom a tag is for: all that are chosen. What was typed for others goes to them before."""
        chosen = tuple(task_ids) if len(task_ids) > 1 else ()
        if chosen != self._chosen:
            self._on_added()
            self._chosen = chosen
            self._name_whom()

    @property
    def for_many(self) -> bool:
        """Whether a tag goes to several tasks."""
        return self._task is not None and self._task.id in self._chosen

    def save(self) -> None:
        """Announce the text where it is not what is written down."""
        task, text = self._task, self.note.toPlainText().strip()
        if task is None or not self.note.document().isModified():
            return
        self.note.document().setModified(False)
        unsaved = self._refused.get(task.id)
        if unsaved is not None and unsaved.theirs is not None:
            self._refused[task.id] = replace(unsaved, text=text)  # whose shall stay is asked: nobody has said so yet
        elif text != task.note or unsaved is not None:
            seen, self._seen = self._seen, text
            self._send(task.id, text, seen)

    def save_all(self) -> None:
        """Announce also what nobody has decided about: both texts, as the page goes and nothing may be lost."""
        self.save()
        for task_id, unsaved in self._refused.items():
            if unsaved.theirs is not None and unsaved.text:
                both = f"{unsaved.theirs}\n\n{unsaved.text}".strip()
                self._send(task_id, both, unsaved.theirs)

    def _send(self, task_id: str, text: str, seen: str) -> None:
        self._sent[task_id] = seen
        self.note_changed.emit(task_id, text, seen)

    def show_saved(self, task_id: str, field: str, *, on_disk: bool = True) -> None:
        """It was taken, and is written down; `on_disk` False: it holds, and will be written down."""
        refused, say_why = self._place_of(field)
        (self._not_on_disk.discard if on_disk else self._not_on_disk.add)((task_id, field))
        if field == TAGS and task_id in refused:
            return  # another one was, which still stands there
        refused.pop(task_id, None)
        if self._is_shown(task_id):
            say_why("")
            if field != TAGS:
                self.conflict.hide()
                self.message.show()

    def show_changed_meanwhile(self, task_id: str, text: str, theirs: str, by: str) -> None:
        """Somebody else has written another note since this one was begun: ask whose shall stay."""
        why = say(T("Somebody else has changed the note."))
        if self._is_shown(task_id) and self.note.document().isModified():
            text = self.note.toPlainText().strip()  # somebody is still writing
        self._refused[task_id] = Unsaved(text, why, seen=self._sent.get(task_id, ""), theirs=theirs, by=by)
        if self._is_shown(task_id):
            self._show_note(self._refused[task_id])

    def show_refusal(self, task_id: str, field: str, text: str, why: str) -> None:
        """It was not taken: what was typed ("" where it was a click) comes back to its place, with the reason."""
        refused, say_why = self._place_of(field)
        refused[task_id] = Unsaved(text, why, self._sent.get(task_id, ""))
        if not self._is_shown(task_id):
            return
        if field == TAGS:
            # Somebody may be typing the next one by now.
            self.adder.setText(", ".join(part for part in (text, self.adder.text().strip()) if part))
        else:
            self._fill(text)
            self._seen = refused[task_id].seen
            self.note.document().setModified(True)
        say_why(why)

    def _show_note(self, unsaved: Unsaved, *, again: bool = False) -> None:
        """Show a text, with what is to be said of it; `again`: it is news about the task that is shown."""
        self._fill(unsaved.text)
        self._seen = unsaved.seen
        if again:
            return
        asked = unsaved.theirs is not None
        self._say(unsaved.why)
        self.message.setVisible(not asked)
        self.conflict.hide()
        if unsaved.theirs is not None:
            self.conflict.ask(unsaved.theirs, unsaved.by)
        self.note.document().setModified(bool(unsaved.why))

    def _name_whom(self) -> None:
        """Say whose note this is where several tasks are chosen, and to whom a tag goes."""
        many, task = self.for_many, self._task
        add = T("Add a tag to {count} tasks", count=len(self._chosen)) if many else T("Add a tag")
        self.adder.setPlaceholderText(say(add))
        self.adder.setAccessibleName(say(add))
        self.adder.updateGeometry()
        self.whom.setVisible(many)
        if many and task is not None:
            words = T(
                "Note and tags of {task}. A tag that you add goes to all {count} chosen tasks.",
                task=place(task),
                count=len(self._chosen),
            )
            self.whom.setText(say(words))
            self.note.setAccessibleName(say(T("Note of {task}", task=place(task))))
        else:
            self.note.setAccessibleName(say(T("Note")))

    def _place_of(self, field: str) -> tuple[dict[str, Unsaved], Callable[[str], None]]:
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
            self._show_note(Unsaved(self._task.note, seen=self._task.note))

    def _on_mine_kept(self) -> None:
        if self._task is None or (unsaved := self._refused.pop(self._task.id, None)) is None:
            return
        text, theirs = self.note.toPlainText().strip(), unsaved.theirs or ""
        self._show_note(Unsaved(text, seen=text))
        self._send(self._task.id, text, theirs)

    def _on_added(self) -> None:
        typed = self.adder.text().strip()
        if self._task is None or not typed:
            return
        self._refused_tags.pop(self._task.id, None)
        self.adder.clear()
        if self.for_many:
            self.tag_meant_for_all.emit(self._chosen, typed)
        else:
            self.tag_added.emit(self._task.id, typed)

    def _on_removed(self, position: object) -> None:
        if self._task is not None and isinstance(position, int) and position < len(self._task.tags):
            self._refused_tags.pop(self._task.id, None)
            self.tag_removed.emit(self._task.id, self._task.tags[position])

    def _say(self, why: str) -> None:
        set_role(self.message, Role.ERROR if why else Role.NOTE)
        how = say(T("Saved when you leave the field or press Ctrl+Enter; Esc takes it back."))
        self.message.setText(why or self._whether_written(NOTE) or how)
        _mark(self.note, why)

    def _say_of_tags(self, why: str) -> None:
        set_role(self.tag_message, Role.ERROR if why else Role.NOTE)
        self.tag_message.setText(why or self._whether_written(TAGS))
        self.tag_message.setVisible(bool(self.tag_message.text()))
        _mark(self.adder, why)

    def _whether_written(self, field: str) -> str:
        held = self._task is not None and (self._task.id, field) in self._not_on_disk
        return say(NOT_ON_DISK) if held else ""


def _mark(widget: QWidget, why: str) -> None:
    set_invalid(widget, bool(why))
    widget.setAccessibleDescription(why)

"""Writes down what somebody typed on the page Notes, and brings refusals back to their place."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextCursor

from roomscribe.domain.errors import BadRequest, ShuttingDown
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.annotating import NOTE, TAGS, Annotator, NoteChanged, Tagged
from roomscribe.services.listeners import Listeners
from roomscribe.services.spawning import Spawner
from roomscribe.ui.details.panel import NOTES
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notes.page import NOT_ON_DISK
from roomscribe.ui.notices import Grade, Notice
from roomscribe.ui.offers import offer
from roomscribe.ui.words import say


class Notes(QObject):
    """Connects the page and its command with the service."""

    def __init__(
        self, window: MainWindow, annotator: Annotator, spawner: Spawner, mended: Listeners[Callable[[int], None]]
    ) -> None:
        """`mended` are told when what could not be written has been written."""
        super().__init__(window)
        self._window, self._annotator, self._spawner = window, annotator, spawner
        self._page = window.details.notes
        self._page.note_changed.connect(self._on_note)
        self._page.tag_added.connect(self._on_tag_added)
        self._page.tag_removed.connect(self._on_tag_removed)
        self._page.tag_meant_for_all.connect(self._on_tag_for_all)
        mended.add(lambda _rows: self._page.show_written())
        window.close_requested.connect(self._page.save_all)  # while it can still be written
        window.commands.edit_note.triggered.connect(self._on_edit)
        window.table.selection_changed.connect(self._on_selection)
        self._offer()

    def _offer(self) -> None:
        task = self._window.table.current()
        offer(self._window.commands.edit_note, None if task is not None else T("Select a task first."))

    def _on_selection(self) -> None:
        self._offer()
        self._page.show_chosen(tuple(self._window.table.chosen_ids()))

    def _on_edit(self) -> None:
        self._window.details.tabs.setCurrentIndex(NOTES)
        if self._page.for_many:
            # Only a tag is for all of them.
            self._page.adder.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._page.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._page.note.moveCursor(QTextCursor.MoveOperation.End)

    def _on_note(self, task_id: str, text: str, seen: str) -> None:
        self._spawn(self._save(task_id, NOTE, text, note=text, seen=seen), "save a note")

    def _on_tag_for_all(self, task_ids: Sequence[str], typed: str) -> None:
        self._spawn(self._tag(task_ids, typed), "tag many tasks")

    def _on_tag_added(self, task_id: str, typed: str) -> None:
        self._spawn(self._save(task_id, TAGS, typed, add=[typed]), "add a tag")

    def _on_tag_removed(self, task_id: str, tag: str) -> None:
        self._spawn(self._save(task_id, TAGS, "", remove=[tag]), "remove a tag")

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        # The focus leaves the page once more when the window goes; what could be saved was saved before.
        with suppress(ShuttingDown):
            self._spawner.spawn(work, name=name)

    async def _save(self, task_id: str, field: str, typed: str, **change: Any) -> None:
        try:
            await self._annotator.annotate(task_id, **change)
        except NoteChanged as changed:
            self._page.show_changed_meanwhile(task_id, typed, changed.theirs, changed.by)
        except BadRequest as refusal:
            self._page.show_refusal(task_id, field, typed, say(refusal.message))
        except LedgerUnusable:
            self._page.show_saved(task_id, field, on_disk=False)
            raise  # the window says what is the matter with the register
        else:
            self._page.show_saved(task_id, field)

    async def _tag(self, task_ids: Sequence[str], typed: str) -> None:
        try:
            tagged = await self._annotator.tag(task_ids, [typed])
        except BadRequest as refusal:
            shown = self._window.table.current()
            self._page.show_refusal(shown.id if shown else task_ids[0], TAGS, typed, say(refusal.message))
        else:
            self._window.show_notice(_told(tagged))
            if tagged.unwritten is not None:
                raise tagged.unwritten


def _told(tagged: Tagged) -> Notice:
    key = "tagged"
    if not tagged.refused:
        remedy = None if tagged.unwritten is None else NOT_ON_DISK
        return Notice(grade=Grade.INFO, text=T("Tagged {count} tasks.", count=tagged.tagged), remedy=remedy, key=key)
    text = T(
        "Tagged {count} of {all} tasks; {refused} could not be.",
        count=tagged.tagged,
        all=tagged.tagged + tagged.refused,
        refused=tagged.refused,
    )
    return Notice(grade=Grade.WARN, text=text, remedy=tagged.why, key=key)

"""Notes and tags: what people write about a task, for people. The vendor never hears of them."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.domain.text import T
from roomscribe.services.recorder import Changes, Recorder

LONGEST_NOTE, LONGEST_TAG, MOST_TAGS = 2000, 32, 12
"""Characters, characters, tags."""
NOTE, TAGS = "note", "tags"
"""Fields that a `BadRequest` names."""


def tags_of(words: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: one word each, each once whatever its case. Raises `BadRequest` for too many or long."""
    kept: dict[str, str] = {}
    for word in words:
        for tag in word.replace(",", " ").split():
            if len(tag) > LONGEST_TAG:
                raise BadRequest(T("A tag has {count} characters at most.", count=LONGEST_TAG), field=TAGS)
            kept.setdefault(tag.casefold(), tag)
    if len(kept) > MOST_TAGS:
        raise BadRequest(T("A task has {count} tags at most.", count=MOST_TAGS), field=TAGS)
    return tuple(kept.values())


class Annotator:
    """Writes notes and tags down. Of two consoles that change the same one, the later has the last word."""

    def __init__(self, recorder: Recorder, guard: Callable[[str], None]) -> None:
        """`guard` raises `ValueError` for a text with a known secret."""
        self._recorder = recorder
        self._guard = guard

    async def annotate(self, task_id: str, *, note: str | None = None, tags: Iterable[str] | None = None) -> Task:
        """Change note, tags or both; None leaves them. On disk when it returns.

        Raises `BadRequest` with the field, `LedgerUnusable` where it can't be written down.
        """
        changes: Changes = {}
        if note is not None:
            changes[NOTE] = self._checked_note(note)
        if tags is not None:
            changes[TAGS] = tags_of(tags)
            self._refuse_secret("\n".join(changes[TAGS]), TAGS)

        def change(before: Task) -> Changes | None:
            news = {name: value for name, value in changes.items() if getattr(before, name) != value}
            return news or None

        entry = self._recorder.entry(task_id, EntryKind.ANNOTATED, detail={**changes, "by": getpass.getuser()})
        return await self._recorder.record(task_id, entry, change=change)

    def _checked_note(self, note: str) -> str:
        text = note.strip()
        if len(text) > LONGEST_NOTE:
            raise BadRequest(T("A note has {count} characters at most.", count=LONGEST_NOTE), field=NOTE)
        self._refuse_secret(text, NOTE)
        return text

    def _refuse_secret(self, text: str, field: str) -> None:
        # Here and not only at the ledger's door: what is refused there has been shown already.
        try:
            self._guard(text)
        except ValueError as error:
            message = T("A secret of an account stands in it. Take it out: notes and tags are kept in plain words.")
            raise BadRequest(message, field=field) from error

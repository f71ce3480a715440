"""Notes and tags: what people write about a task, for people. The vendor never hears of them."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.domain.text import T
from roomscribe.domain.typed_text import split_items
from roomscribe.services.recorder import Changes, Recorder

LONGEST_NOTE, LONGEST_TAG, MOST_TAGS = 2000, 32, 12
"""Characters, characters, tags."""
NOTE, TAGS = "note", "tags"
"""Fields that a `BadRequest` names."""


def tags_of(words: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: commas of any script part them, and each stands once whatever its case.

    Raises `BadRequest` for too many or too long ones.
    """
    kept: dict[str, str] = {}
    for word in words:
        for item in split_items(word):
            tag = " ".join(item.split())
            if len(tag) > LONGEST_TAG:
                raise BadRequest(T("A tag has {count} characters at most.", count=LONGEST_TAG), field=TAGS)
            kept.setdefault(tag.casefold(), tag)
    if len(kept) > MOST_TAGS:
        raise BadRequest(T("A task has {count} tags at most.", count=MOST_TAGS), field=TAGS)
    return tuple(kept.values())


class Annotator:
    """Writes notes and tags down. Of two consoles that change a note, the later has the last word."""

    def __init__(self, recorder: Recorder, guard: Callable[[str], None]) -> None:
        """`guard` raises `ValueError` for a text with a known secret."""
        self._recorder = recorder
        self._guard = guard

    async def annotate(
        self, task_id: str, *, note: str | None = None, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> Task:
        """Change the note (None leaves it), add tags and take tags away. On disk when it returns.

        Tags are added to and taken from those that the row has when its turn comes, not those that somebody saw: what
        was added a moment before, here or at another console, stays. `add` is as typed, `remove` whole tags.
        Raises `BadRequest` with the field, `LedgerUnusable` where it can't be written down.
        """
        text = self._checked_note(note) if note is not None else None
        added, removed = tags_of(add), {each.casefold() for each in remove}
        self._refuse_secret("\n".join(added), TAGS)

        def change(before: Task) -> Changes | None:
            tags = tags_of((*(tag for tag in before.tags if tag.casefold() not in removed), *added))
            return _news(before, {NOTE: before.note if text is None else text, TAGS: tags}) or None

        def lines(before: Task, after: Task) -> tuple[JournalEntry, ...]:
            news = _news(before, {NOTE: after.note, TAGS: after.tags})
            detail = {**news, "by": getpass.getuser()}
            return (self._recorder.entry(task_id, EntryKind.ANNOTATED, detail=detail),)

        return await self._recorder.record(task_id, change=change, lines=lines)

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


def _news(before: Task, values: Changes) -> Changes:
    return {name: value for name, value in values.items() if getattr(before, name) != value}

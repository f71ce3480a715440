"""Notes and tags: what people write about a task, for people. The vendor never hears of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.domain.text import T, Text
from roomscribe.domain.typed_text import split_items
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.recorder import Changes, Recorder
from roomscribe.services.user import user_name

LONGEST_NOTE, LONGEST_TAG, MOST_TAGS = 2000, 32, 12
"""Characters, characters, tags."""
NOTE, TAGS = "note", "tags"
"""Fields that a `BadRequest` names."""
AT_ONCE = 32
"""Rows whose tags go to the disk in one commit; the window gets its turn between two such slices."""


class NoteChanged(BadRequest):
    """Somebody has changed the note since it was seen; it stays as they wrote it."""

    def __init__(self, theirs: str, by: str) -> None:
        super().__init__(T("The note was changed meanwhile."), field=NOTE)
        self.theirs = theirs
        self.by = by
        """Their name; "" where nobody knows it."""


@dataclass(frozen=True)
class Tagged:
    """What became of tags that were meant for many tasks."""

    tagged: int
    """Tasks that have them now."""
    refused: int = 0
    why: Text | None = None
    """Of the first task that was refused."""
    unwritten: LedgerUnusable | None = None
    """Why some of those that have them have them only here for now; the next write has them."""


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
    """Writes notes and tags down, and writes over nobody else's note unseen."""

    def __init__(self, recorder: Recorder, guard: Callable[[str], None]) -> None:
        """`guard` raises `ValueError` for a text with a known secret."""
        self._recorder = recorder
        self._guard = guard

    async def annotate(
        self,
        task_id: str,
        *,
        note: str | None = None,
        seen: str | None = None,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
    ) -> Task:
        """Change the note (None leaves it), add tags and take tags away. On disk when it returns.

        `seen` is the note as it was when somebody began to change it: where it is another by now, nothing happens and
        `NoteChanged` tells it. None writes over whatever stands there.

        Tags are added to and taken from those that the row has when its turn comes, not those that somebody saw: what
        was added a moment before, here or at another console, stays. `add` is as typed, `remove` whole tags.
        Raises `BadRequest` with the field, and nothing has changed; `LedgerUnusable` where it holds here, but can't be
        written down yet.
        """
        text = self._checked_note(note) if note is not None else None
        added, removed = tags_of(add), {each.casefold() for each in remove}
        self._refuse_secret("\n".join(added), TAGS)

        def change(before: Task) -> Changes | None:
            if text is not None and seen is not None and before.note not in (seen, text):
                raise NoteChanged(before.note, "")
            tags = tags_of((*(tag for tag in before.tags if tag.casefold() not in removed), *added))
            return _news(before, {NOTE: before.note if text is None else text, TAGS: tags}) or None

        def lines(before: Task, after: Task) -> tuple[JournalEntry, ...]:
            news = _news(before, {NOTE: after.note, TAGS: after.tags})
            detail = {**news, "by": user_name()}
            return (self._recorder.entry(task_id, EntryKind.ANNOTATED, detail=detail),)

        try:
            return await self._recorder.record(task_id, change=change, lines=lines)
        except NoteChanged as changed:
            raise NoteChanged(changed.theirs, await self._author(task_id, changed.theirs)) from None

    async def tag(self, task_ids: Sequence[str], add: Iterable[str]) -> Tagged:
        """Add tags to many tasks. On disk when it returns, unless it says otherwise; a slice of them in one commit.

        Raises `BadRequest` where nobody could have these tags; a task that has too many already is counted as refused.
        """
        added = tags_of(add)
        self._refuse_secret("\n".join(added), TAGS)
        failures: list[BadRequest] = []
        unwritten: LedgerUnusable | None = None
        for first in range(0, len(task_ids), AT_ONCE):
            some = task_ids[first : first + AT_ONCE]
            results = await asyncio.gather(*(self.annotate(each, add=added) for each in some), return_exceptions=True)
            for result in results:
                if isinstance(result, BadRequest):
                    failures.append(result)
                elif isinstance(result, LedgerUnusable):
                    unwritten = result
                elif isinstance(result, BaseException):
                    raise result
        why = failures[0].message if failures else None
        return Tagged(len(task_ids) - len(failures), len(failures), why, unwritten)

    async def _author(self, task_id: str, note: str) -> str:
        try:
            entries = await self._recorder.journal(task_id)
        except LedgerUnusable:
            return ""  # that the note is theirs matters more than who they are
        said = (each.detail for each in reversed(entries) if each.kind is EntryKind.ANNOTATED)
        return next((str(detail.get("by") or "") for detail in said if detail.get(NOTE) == note), "")

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

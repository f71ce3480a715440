"""Finds entries by what is typed: commands by what their words begin with or by one piece, tasks by pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from roomscribe.domain.fuzzy import Found, find, folded, words_of
from roomscribe.domain.tasks import Task
from roomscribe.ui.palette.entries import Entry

MOST = 100
"""Entries that are shown: nobody reads on, one types another letter."""
AT_ONCE = 50
"""Tasks between two looks at the clock."""
WORTH_SHOWING = 0.4
"""Matches are left out that are worth less than this share of the best, such as a letter or two from the midst of a
word where other entries have words that begin with them."""
LEAST_OF_OTHERS = 3
"""Letters of which one word has to be, to be looked for in what is not seen: fewer begin too many words."""
RECENT, IMPOSSIBLE = 6, -12
"""What a match gains by having been used lately, and by not being possible now."""


@dataclass(frozen=True)
class Hit:
    """An entry that was found."""

    entry: Entry
    places: tuple[int, ...] = ()
    """Positions of the typed letters in the title."""


def find_entries(query: str, entries: Sequence[Entry], recent: Sequence[str]) -> list[Hit]:
    """The entries that match, best first; those used lately first where they match as well as others."""
    words = words_of(query)
    lately = set(recent)
    found: list[tuple[int, int, Hit]] = []
    for number, entry in enumerate(entries):
        match = _match(words, entry)
        if match is not None:
            found.append((-_worth(entry, match, lately), number, _hit(entry, match)))
    if not words:
        return [hit for _, _, hit in found]
    found.sort(key=lambda each: each[:2])
    best = -found[0][0] if found else 0
    # What can't be done now, or is a single letter in the midst of a word, is worth less than nothing.
    least = min(best, best * WORTH_SHOWING)
    return [hit for worth, _, hit in found if -worth >= least]


def _match(words: tuple[str, ...], entry: Entry) -> Found | None:
    """By what is seen of it, or by the beginnings of its other words, whichever matches better."""
    seen = find(words, entry.words)
    if not entry.also or max(map(len, words), default=0) < LEAST_OF_OTHERS:
        return seen
    text = f"{entry.title} {entry.also}"
    known = folded(text).split()
    if not all(any(each.startswith(word) for each in known) for word in words):
        return seen
    other = find(words, text)
    return max(filter(None, (seen, other)), key=lambda each: each.score, default=None)


def _worth(entry: Entry, match: Found, lately: set[str]) -> int:
    in_title = sum(at < len(entry.title) for at in match.places)
    return match.score + in_title + (RECENT if entry.id in lately else 0) + (IMPOSSIBLE if entry.why_not else 0)


def _hit(entry: Entry, match: Found) -> Hit:
    return Hit(entry, tuple(at for at in match.places if at < len(entry.title)))


@dataclass
class TaskSearch:
    """A search through many tasks that stops to let others work; exact rooms first, newest first among equals."""

    query: str
    tasks: Sequence[Task]
    constant: str = ""
    """Words that every task's entry has, such as “Go to room”."""
    best: list[list[Task]] = field(default_factory=lambda: [[], [], [], []])
    """The first `MOST` tasks of each rank: the room itself, its beginning, a part of it, other words."""
    count: int = 0
    """How many were found."""

    def steps(self) -> Iterator[None]:
        """The work, a few tasks at a time."""
        constant = folded(self.constant).split()
        typed = words_of(self.query)
        words = [word for word in typed if not any(each.startswith(word) for each in constant)]
        if not words and not any(len(word) > 1 for word in typed):
            return  # nothing, or one letter: that is no wish for a task yet
        whole = " ".join(words)
        for number, task in enumerate(reversed(self.tasks), 1):
            room = folded(task.room)
            text = f"{room} {folded(task.profile_name)} {task.bot} {task.vendor_task_id} {task.id}".lower()
            if all(word in text for word in words):
                self.count += 1
                rank = 0 if room == whole else 1 if room.startswith(whole) else 2 if whole in room else 3
                if len(self.best[rank]) < MOST:
                    self.best[rank].append(task)
            if number % AT_ONCE == 0:
                yield

    def first(self, most: int) -> list[Task]:
        """The best of them."""
        return [task for rank in self.best for task in rank][: max(0, most)]


TaskEntry = Callable[[Task], Entry]

"""What decides whether a task's row is shown, and what it may know about the row."""

from __future__ import annotations

from typing import Protocol

from roomscribe.domain.tasks import Task


class Facts(Protocol):
    """What a filter may ask about one row. Everything but `now` stays the same until the row's task has news."""

    @property
    def task(self) -> Task:
        """The row's task as the table knows it."""

    @property
    def text(self) -> str:
        """Everything by which people find a task, in small letters: room, ids, names, our words and the vendor's.

        Worked out when it is first asked for and kept until the task has news, so asking again costs next to nothing.
        """

    @property
    def now(self) -> float:
        """This moment, UTC seconds."""

    @property
    def me(self) -> str:
        """The account name of whoever sits here, as `Task.owner` would have it."""


class Filter(Protocol):
    """Says which rows are shown. Hand one to `TaskTable.set_filter`; a filter never changes once it is made.

    `accepts` is called for every row when the filter is set (50,000 times within a few frames: it has about a quarter
    of a microsecond for what most rows fail at), and for one row whenever that has news. It must not raise, must not
    keep the facts, and must answer alike as long as task and moment are the same.
    """

    @property
    def depends_on_time(self) -> bool:
        """Whether an answer can change by the mere passing of time (`age:>30s`).

        Such a filter is asked about every row again each second, a slice at a time.
        """

    @property
    def lasting(self) -> Filter:
        """What of it does not depend on time: accepts all that it accepts. The whole where nothing does."""

    @property
    def empty(self) -> bool:
        """Whether it accepts everything: the table then says "no task yet", and not "nothing found"."""

    def accepts(self, facts: Facts) -> bool:
        """Whether the row is shown."""

    def narrows(self, other: Filter) -> bool:
        """Whether every row that this one accepts is accepted by `other`, too.

        A filter that was typed one letter further then looks only at the rows that are left. False is always right, and
        a must where the other one depends on time.
        """


class PlainWords:
    """Rows that contain every word that was typed, whatever the case."""

    depends_on_time = False

    def __init__(self, text: str) -> None:
        self._words = tuple(text.casefold().split())

    @property
    def lasting(self) -> Filter:
        """All of it."""
        return self

    @property
    def empty(self) -> bool:
        """Whether no word was typed."""
        return not self._words

    def accepts(self, facts: Facts) -> bool:
        """Whether each word stands somewhere in the row's text."""
        if not self._words:
            return True  # and the text need not be worked out, ten thousand times at each start
        text = facts.text
        for word in self._words:  # noqa: SIM110 - a generator would take longer than the search
            if word not in text:
                return False
        return True

    def narrows(self, other: Filter) -> bool:
        """Whether each of the other's words is part of one of ours."""
        if not isinstance(other, PlainWords):
            return other.empty
        return all(any(theirs in ours for ours in self._words) for theirs in other._words)


EVERYTHING: Filter = PlainWords("")
"""The filter that hides nothing."""

"""One row of the table, the group that it stands in, and how two of them are ordered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task

Key = str | float
"""What a row is sorted by; those of one column are all of one type."""

_WITHOUT_TIME_OF_KNOWLEDGE = attrgetter(
    *(
        name
        for name, field in Task.__dataclass_fields__.items()
        if field.compare and name not in ("asked_at", "answered_at")
    )
)


def same_but_fresher(old: Task, new: Task) -> bool:
    """Whether only the time of the knowledge differs."""
    return bool(_WITHOUT_TIME_OF_KNOWLEDGE(old) == _WITHOUT_TIME_OF_KNOWLEDGE(new))


@dataclass(frozen=True)
class Surroundings:
    """What all rows share."""

    clock: Clock
    me: str
    """The account name of whoever sits here."""
    text: Callable[[Task], str]
    """Everything by which a task can be found, in small letters."""


class Group:
    """Rows that belong together, and the row above them that says so."""

    __slots__ = ("collapsed", "id", "label", "mark", "members", "rank", "size")

    def __init__(self, group_id: str, rank: tuple[Key, ...], label: str, *, collapsed: bool = False) -> None:
        self.id = group_id
        """Stable: what somebody folded is remembered by it."""
        self.rank = rank
        """Where it stands among the groups."""
        self.label = label
        self.collapsed = collapsed
        self.members: list[Row] = []
        """All of its rows, in order, whether the filter shows them or not."""
        self.size = 0
        """How many of them the filter accepts."""
        self.mark = -1
        """Scratch of whoever compares two lists."""

    @property
    def group(self) -> Group:
        """Itself, so that rows and groups can be asked alike. No attribute: a group that is dropped would stay until
        the next collection of cycles, and there may be ten thousand."""
        return self


class Row:
    """One task in the table, with what was worked out about it."""

    __slots__ = ("_around", "_text", "group", "key", "mark", "number", "seq", "task", "wanted")

    def __init__(self, task: Task, number: int, around: Surroundings) -> None:
        self.task = task
        self.number = number
        """Another one for each row of a table, and never given again."""
        self.seq = (task.created_at, number)
        """Its age: rows that are equal in what they are sorted by stand newest first."""
        self.key: Key = 0.0
        """What it is sorted by."""
        self.group: Group = NOWHERE
        self.wanted = True
        """The filter accepts it."""
        self.mark = -1
        """Scratch of whoever compares two lists."""
        self._around = around
        self._text: str | None = None

    @property
    def text(self) -> str:
        """Everything by which the task can be found, in small letters."""
        text = self._text
        if text is None:
            text = self._text = self._around.text(self.task)
        return text

    @property
    def has_text(self) -> bool:
        """Whether that is worked out."""
        return self._text is not None

    @property
    def now(self) -> float:
        """This moment, UTC seconds."""
        return self._around.clock.now()

    @property
    def me(self) -> str:
        """The account name of whoever sits here."""
        return self._around.me

    @property
    def in_sight(self) -> bool:
        """Whether it has a line of its own: the filter accepts it, and its group is open."""
        return self.wanted and not self.group.collapsed

    def renew(self, task: Task, *, keep_text: bool) -> None:
        """Take over news."""
        self.task = task
        if not keep_text:
            self._text = None


NOWHERE = Group("", (), "")
"""The group of rows that nobody has put into one yet."""

Item = Row | Group
"""One line of the table."""


def comes_before(one: Item, other: Item, descending: bool) -> bool:
    """Whether `one` stands above `other`: by group, its header first, then by key, then the newer one."""
    if one.group is not other.group:
        return one.group.rank < other.group.rank
    if isinstance(one, Group):
        return one is not other
    if isinstance(other, Group):
        return False
    if one.key != other.key:
        return (one.key > other.key) if descending else (one.key < other.key)  # type: ignore[operator]
    return one.seq > other.seq


def place(items: list[Item] | list[Row], item: Item, descending: bool, low: int = 0, high: int | None = None) -> int:
    """Where an item belongs in a sorted part of a list, or is."""
    if high is None:
        high = len(items)
    while low < high:
        middle = (low + high) // 2
        if comes_before(items[middle], item, descending):
            low = middle + 1
        else:
            high = middle
    return low

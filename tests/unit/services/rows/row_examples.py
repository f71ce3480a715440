"""Tasks and a listener for the tests of the rows, and the plain list that they are held against."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.rows.book import RowBook
from roomscribe.services.rows.filters import Filter
from roomscribe.services.rows.lines import Where
from roomscribe.services.rows.row import Group, Item, Row, Surroundings

STATES = tuple(TaskState)


def task(number: int, room: str = "", **what: Any) -> Task:
    """A task; a higher number is newer."""
    return Task(
        **{
            "id": f"{number:04x}",
            "profile_id": "p",
            "profile_name": "Demo",
            "vendor": "trtc",
            "generation": "trtc-1",
            "site": "intl",
            "room": room or f"room-{number}",
            "bot": "bot",
            "state": TaskState.RUNNING,
            "created_at": 1000.0 + number,
            **what,
        }
    )


def words(of: Task) -> str:
    """What a task is found by."""
    return f"{of.room}\n{of.state.value}\n{of.owner}".casefold()


AROUND = Surroundings(SystemClock(), "me", words)


def by_state(of: Task) -> tuple[str, tuple[float], str]:
    """Groups in the order in which the states are declared."""
    return of.state.value, (float(STATES.index(of.state)),), of.state.value


def by_room(of: Task) -> tuple[str, tuple[str], str]:
    """Groups by name."""
    return of.room, (of.room,), of.room


class Mirror:
    """Repeats every announced edit on a list of its own, as a view does."""

    def __init__(self) -> None:
        self.book: RowBook
        self.lines: list[Item] = []
        self.edits: list[str] = []
        self._open: tuple[int, int] | None = None

    def inserting(self, first: int, last: int) -> None:
        assert 0 <= first <= last
        self._open = first, last

    def inserted(self) -> None:
        first, last = self._close("insert")
        self.lines[first:first] = self.book.shown[first : last + 1]

    def removing(self, first: int, last: int) -> None:
        assert 0 <= first <= last < len(self.lines)
        self._open = first, last

    def removed(self) -> None:
        first, last = self._close("remove")
        del self.lines[first : last + 1]

    def moving(self, source: int, target: int) -> None:
        assert source != target
        self._open = source, target

    def moved(self) -> None:
        source, target = self._close("move")
        self.lines.insert(target, self.lines.pop(source))

    def permuting(self) -> None:
        self._open = 0, 0

    def permuted(self, before: list[Item], where: Where) -> None:
        self._close("permute")
        assert before == self.lines
        assert all(self.book.shown[where(line, item)] is item for line, item in enumerate(before))
        assert {id(item) for item in before} == {id(item) for item in self.book.shown}
        self.lines = list(self.book.shown)

    def _close(self, what: str) -> tuple[int, int]:
        assert self._open is not None
        found, self._open = self._open, None
        self.edits.append(what)
        return found


def run(book: RowBook) -> None:
    """Carry out what was wished, to the end."""
    for _ in book.arranging():
        pass


def told(items: Iterable[Item]) -> list[str]:
    """Lines as texts: ids of tasks, and headers with their counts."""
    return [f"{item.id} ({item.size})" if isinstance(item, Group) else item.task.id for item in items]


def expected(
    tasks: Iterable[Task],
    *,
    key: Any,
    descending: bool,
    wanted: Filter,
    group_of: Any = None,
    folded: Iterable[str] = (),
) -> list[str]:
    """The same by a plain list: newest first, sorted, filtered, grouped."""
    rows = [Row(each, 0, AROUND) for each in sorted(tasks, key=attrgetter("created_at"), reverse=True)]
    left = [row.task for row in rows if wanted.accepts(row)]
    left.sort(key=key, reverse=descending)
    if group_of is None:
        return [each.id for each in left]
    lines: list[str] = []
    for group_id, _, _ in sorted({group_of(each) for each in left}, key=lambda group: group[1]):
        members = [each.id for each in left if group_of(each)[0] == group_id]
        lines.append(f"{group_id} ({len(members)})")
        lines += [] if group_id in folded else members
    return lines

"""The groups that rows stand in: which there are, in which order, with which members, and which lines they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter

from roomscribe.domain.tasks import Task
from roomscribe.services.rows.folded import Folded
from roomscribe.services.rows.parts import MANY, SLICE, Parted
from roomscribe.services.rows.row import Group, Item, Key, Row

GroupOf = Callable[[Task], tuple[str, tuple[Key, ...], str]]
"""Id, rank and label of a task's group."""
PART = 1024
"""About as many groups are ranked in one go: two milliseconds, as ranks take longer to compare than keys."""
_RANK = attrgetter("rank")


class Groups:
    """All groups; without a wish for any there is one, which has no header."""

    def __init__(self) -> None:
        self.by: GroupOf | None = None
        self.folded = Folded()
        """Ids of collapsed groups, also of those that are not there at the moment."""
        self.resized: list[Group] = []
        """Those whose header says another number; to be emptied by whoever reads it."""
        self.wanted = 0
        """How many rows are, by the lines that were made last."""
        self._all = {"": Group("", (), "")}
        self._ranked: Parted[Group] | None = None
        """None while rows are shared out: who knows which groups there will be."""

    @property
    def headed(self) -> bool:
        """Whether each of them has a header."""
        return self.by is not None

    def wish(self, by: GroupOf | None) -> None:
        """Other groups, or none."""
        self.by = by
        self._all = {} if by is not None else {"": Group("", (), "")}
        self._ranked = None

    def of(self, task: Task) -> Group:
        """The group of a task."""
        if self.by is None:
            return self._all[""]
        group_id, rank, label = self.by(task)
        group = self._all.get(group_id)
        if group is None:
            group = self._all[group_id] = Group(group_id, rank, label, collapsed=group_id in self.folded)
            if self._ranked is not None:
                self._ranked.add(group)
        return group

    def emptying(self) -> Iterator[bool]:
        """Take all members out, to share them out anew, with pauses."""
        for passed, group in enumerate(self._all.values(), 1):
            group.members = []
            if passed % SLICE == 0:
                yield False

    def share_out(self, rows: list[Row], *, anew: bool) -> None:
        """Put rows into their groups, behind those that are there; `anew`: which group they belong to is not known."""
        if anew:
            self._ranked = None
        if self.by is None:
            (group,) = self._all.values()
            group.members += rows
            if anew:
                for row in rows:
                    row.group = group
            return
        for row in rows:
            if anew:
                row.group = self.of(row.task)
            row.group.members.append(row)

    def ranking(self) -> Iterator[bool]:
        """Get ready for being gone through from the top, with pauses."""
        if self._ranked is None:
            ranked = Parted(list(self._all.values()), _RANK, part=PART)
            yield from ranked.sharing()
            self._ranked = ranked

    def longer(self, than: int) -> Iterator[Group | None]:
        """Those with more members, in any order, with None for each pause."""
        for passed, group in enumerate(self._all.values(), 1):
            if len(group.members) > than:
                yield group
            if passed % MANY == 0:
                yield None

    def in_rank(self) -> Iterator[Group]:
        """From the top; each part of them is sorted when it is reached."""
        if self._ranked is None:
            self._ranked = Parted(list(self._all.values()), _RANK, part=PART)
        return iter(self._ranked)

    def knows(self, group: Group) -> bool:
        """Whether it is one of these, and not of those that were wished before."""
        return self._all.get(group.id) is group

    def count(self, group: Group) -> list[Row]:
        """Find out how many rows of it are wanted, and return them."""
        wanted = [row for row in group.members if row.wanted]
        self._resize(group, len(wanted))
        return wanted

    def lines(self) -> Iterator[list[Item]]:
        """What is to be shown, a part at a time: headers, and the wanted rows of open groups."""
        found: list[Item] = []
        passed = self.wanted = 0
        for group in self.in_rank():
            wanted: list[Row] = []
            for first in range(0, len(group.members), MANY):
                wanted += [row for row in group.members[first : first + MANY] if row.wanted]
                if len(group.members) > MANY:
                    yield []
            self._resize(group, len(wanted))
            self.wanted += group.size
            group.collapsed = self.by is not None and group.id in self.folded
            if group.size and self.by is not None:
                found.append(group)
            if not group.collapsed:
                found += wanted
            passed += 1 + len(group.members)
            if passed > SLICE:
                yield found
                found, passed = [], 0
        yield found

    def _resize(self, group: Group, size: int) -> None:
        if group.size != size and size and group.size:
            self.resized.append(group)
        group.size = size

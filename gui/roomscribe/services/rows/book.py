"""Keeps the table's lines in order: sorted, grouped and filtered, from change to change and from wish to wish."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import chain

from roomscribe.domain.tasks import Task
from roomscribe.services.rows.filters import EVERYTHING, Filter
from roomscribe.services.rows.folded import Folded
from roomscribe.services.rows.foresight import filtering
from roomscribe.services.rows.groups import GroupOf, Groups
from roomscribe.services.rows.keys import KeptKeys, KeyOf
from roomscribe.services.rows.lines import Lines, LinesListener
from roomscribe.services.rows.parts import SLICE
from roomscribe.services.rows.refusals import Refusals
from roomscribe.services.rows.row import Group, Item, Key, Row, Surroundings, place, same_but_fresher
from roomscribe.services.rows.sorting import Orderings, Seen, Sight, newest_first
from roomscribe.services.rows.standing import Standing

SINGLY = 100
"""So many lines come, go or move one by one before it is cheaper to arrange all of them anew."""

WORTH_FORESEEING = 4
"""Slices of rows that are filtered before anybody could paint in between."""


class RowBook:
    """The rows and their order.

    A wish (`sort_by`, `group_by`, `set_filter`, `fold`) is noted, and carried out by running `arranging`, which pauses
    every few tenths of a millisecond. Between a wish and the end of that, nothing else may be changed.
    While `held`, lines neither come, go nor move; `release` catches up.
    """

    def __init__(
        self,
        around: Surroundings,
        listener: LinesListener,
        key_of: KeyOf,
        *,
        descending: bool = False,
        ageing: Mapping[Hashable, KeyOf] | None = None,
    ) -> None:
        """`ageing` as in `KeptKeys`."""
        self.rows: dict[str, Row] = {}
        """Every row by its task's id."""
        self.held = False
        self.waiting: set[str] = set()
        """New rows that a hold keeps back."""
        self.disorder: set[str] = set()
        """Rows that a hold keeps where they no longer belong."""
        self.wanted = 0
        """How many rows the filter shows, folded ones among them, and those that wait not."""
        self.touched: list[Item] = []
        """Lines with new content, for whoever paints them; to be emptied by them."""
        self.filter: Filter = EVERYTHING
        self._around = around
        self._lines = Lines(listener, descending)
        self._key_of = key_of
        self.keys = KeptKeys(ageing)
        self._column: Hashable = None
        self._descending = descending
        self._groups = Groups()
        self._refusals = Refusals()
        self._made = 0  # So many rows
        self._in_bulk = False  # So many lines have changed place that all of them are arranged anew
        self._edits = 0
        self._standing = Standing()
        self._positions: dict[Item, int] = {}  # Where lines are while they are arranged
        self._positions_of = -1  # After so many edits of them
        self._brought: dict[Item, int] = {}  # The same, for those alone that were brought into sight
        self._unsorted = self._unfiltered = self._unbuilt = False
        self._regroup = False  # Which rows belong to which group is to be found out anew
        self._refold = False  # Which groups are collapsed has become another wish
        self._same_lines = True  # What was wished asks for no other lines than those that are shown
        self._foreseen = False  # Those in sight are right already
        self._oldest_first = True  # `rows` are in the order in which they were made
        self._newest = 0.0

    @property
    def shown(self) -> list[Item]:
        """What the table shows, line by line: rows, and headers of groups."""
        return self._lines.items

    # Wishes

    @property
    def grouped(self) -> bool:
        """Whether there are groups."""
        return self._groups.headed

    @property
    def folded(self) -> Folded:
        """Ids of collapsed groups, also of those that are not there at the moment."""
        return self._groups.folded

    @property
    def unsettled(self) -> bool:
        """Whether a wish is not carried out yet."""
        return self._unsorted or self._unfiltered or self._unbuilt

    @property
    def unsettled_in_sight(self) -> bool:
        """Whether the lines that somebody sees may be others than were wished."""
        return self.unsettled and not self._foreseen

    def load(self, tasks: Iterable[Task]) -> None:
        """Take these and forget all others. A row that is there already stays the same, with what is fixed to it."""
        known, self.rows = self.rows, {}
        for task in tasks:
            row = self.rows[task.id] = known.get(task.id) or self._new(task)
            if row.task is not task:
                self._renew(row, task)
                self.touched.append(row)
        self._oldest_first = self._same_lines = self._foreseen = False
        self._unsorted = self._unfiltered = self._unbuilt = self._regroup = True

    def sort_by(self, key_of: KeyOf, *, descending: bool, column: Hashable = None) -> None:
        """Sort by another key, or the other way round; `column` as in `KeptKeys`."""
        self._key_of, self._column, self._descending = key_of, column, descending
        self._unsorted = self._unbuilt = True
        self._foreseen = False

    def group_by(self, group_of: GroupOf | None) -> None:
        """Put rows into groups; None for no groups."""
        self._groups.wish(group_of)
        self._unsorted = self._unbuilt = self._regroup = True
        self._same_lines = self._foreseen = False

    def set_filter(self, wanted: Filter) -> None:
        """Show only the rows that this filter accepts."""
        self.filter = wanted
        self._unfiltered = self._unbuilt = True
        self._same_lines = self._foreseen = False

    def fold(self, group_ids: Iterable[str] | None, *, folded: bool) -> None:
        """Collapse or open groups; None for all, also for those that will come."""
        self.folded.fold(group_ids, folded=folded)
        self._unbuilt = self._refold = True
        self._same_lines = self._foreseen = False

    def catch_up(self) -> bool:
        """Wish that what a hold has kept back is shown; returns whether there is anything."""
        if self._out_of_place:
            self._unbuilt = True
            self._same_lines = self._foreseen = False
        return self._out_of_place

    def groups(self) -> list[Group]:
        """The groups that have rows to show, from the top."""
        return [item for item in self.shown if isinstance(item, Group)]

    def in_order(self) -> list[Task]:
        """Every task that the filter shows, from the top, those in folded groups among them."""
        return [row.task for group in self._groups.in_rank() for row in group.members if row.wanted]

    def arranging(self, sight: Sight | None = None) -> Iterator[bool]:
        """Carry out what was wished, with pauses; True before what takes some milliseconds in one piece.

        The lines in sight (`sight`) are brought there before the rest is looked at; None where nobody sees any. A newer
        wish in between needs a new run, and this one is dropped.
        """
        same_lines = self._same_lines and not self._out_of_place
        if self._unsorted:
            settled = not self._unfiltered and not self._refold
            yield from self._sorting(sight if settled else None, same_lines=same_lines)
            self._lines.descending = self._descending
            self._unsorted = self._regroup = False
        if self._unfiltered:
            worth = len(self.rows) > WORTH_FORESEEING * SLICE and not self._refold
            refused = self._refusals.of(self.filter, self._made)
            for seen in filtering(self._groups, self.filter, refused, sight if worth else None):
                yield from (False,) if seen is None else self._bringing(seen)
            self._unfiltered = False
        target: list[Item] = []
        for lines in self._groups.lines():
            target += lines
            yield False
        if same_lines:
            yield True
            self._lines.permute(target)
        else:
            yield from self._lines.adopting(target)
        self._arranged()

    def tidying(self) -> Iterator[bool]:
        """Let go of what is needed no more once that is done, with pauses."""
        return self._lines.tidying()

    def release(self) -> None:
        """Show what a hold has kept back."""
        if self._out_of_place:
            self._rebuild()

    # Changes

    def put(self, task: Task) -> bool:
        """Take over a new task or news of one; returns whether anything but the time of the knowledge is new."""
        row = self.rows.get(task.id)
        if row is None:
            self._add(self._new(task))
            return True
        is_news = self._renew(row, task)
        self._reconsider(row)
        return is_news

    def look_again(self, task_id: str) -> None:
        """Time has passed for this row: its words, its place and whether it is wanted may be others."""
        row = self.rows[task_id]
        row.renew(row.task, keep_text=False)
        self.keys.forget(row)
        self._refusals.forget(row)
        self._reconsider(row)

    def stale(self) -> Iterator[str | None]:
        """Ids of rows that the filter would decide on otherwise by now, or that would stand elsewhere by the key they
        have by now; and None for each pause."""
        accepts, key_of = self.filter.accepts, self._key_of
        for number, row in enumerate(list(self.rows.values()), 1):
            if accepts(row) != row.wanted or key_of(row.task) != row.key:
                yield row.task.id
            if number % SLICE == 0:
                yield None

    def settle(self) -> None:
        """Call after some changes: lines that were too many to be moved singly are arranged, unless held."""
        self._edits = 0
        if self._in_bulk and not self.held:
            self._rebuild()

    def position(self, item: Item) -> int | None:
        """The line on which a row or a header stands; None where it has none."""
        if self.unsettled:
            at = self._brought.get(item, -1)
            if 0 <= at < len(self.shown) and self.shown[at] is item:
                return at  # a dictionary of all of them would take longer than what it is asked for
            if self._positions_of != self._lines.edits:
                self._positions = {each: at for at, each in enumerate(self.shown)}
                self._positions_of = self._lines.edits
            return self._positions.get(item)
        if not self._groups.knows(self._standing.group(item)):
            return None  # touched under another grouping, ranked otherwise
        at = self._standing.place(self.shown, item, self._descending)
        return at if at < len(self.shown) and self.shown[at] is item else None

    # Inside

    @property
    def _out_of_place(self) -> bool:
        return bool(self.waiting or self.disorder or self._in_bulk)

    def _sorting(self, sight: Sight | None, *, same_lines: bool) -> Iterator[bool]:
        everything, key_of = list(self.rows.values()), self._key_of
        everything.reverse()
        if not self._oldest_first:
            newest_first(everything)
            self.rows = {row.task.id: row for row in reversed(everything)}
            self._oldest_first = True
            self._newest = everything[0].seq[0] if everything else 0.0
        yield False
        yield from self._groups.emptying()
        for first in range(0, len(everything), SLICE):
            some = everything[first : first + SLICE]
            self.keys.fill(some, key_of, self._column)
            self._groups.share_out(some, anew=self._regroup)
            yield False
        orderings = Orderings(self._groups, self._descending)
        yield from orderings.sharing()
        if sight is not None and len(self.shown) > sight.size:
            seen = yield from orderings.in_sight(sight, len(self.shown) if same_lines else None)
            if seen is not None:
                yield from self._bringing(seen)
        yield from orderings.finishing()

    def _bringing(self, seen: Seen) -> Iterator[bool]:
        yield from self._lines.bringing(seen.first, seen.items)
        self._brought = {item: at for at, item in enumerate(seen.items, seen.first)}
        self._foreseen = True
        yield True  # they can be painted now

    def _rebuild(self) -> None:
        """Show the lines as they should be."""
        for _ in self._lines.adopting(list(chain.from_iterable(self._groups.lines()))):
            pass
        self._arranged()
        for _ in self._lines.tidying():
            pass

    def _arranged(self) -> None:
        """The lines are as they should be."""
        self.touched += self._groups.resized
        self._groups.resized.clear()
        self.wanted = self._groups.wanted
        self.waiting.clear()
        self.disorder.clear()
        self._standing.forget()
        self._in_bulk = self._unbuilt = self._foreseen = self._refold = False
        self._same_lines = True
        self._positions, self._positions_of, self._brought = {}, -1, {}

    def _new(self, task: Task) -> Row:
        self._made += 1
        return Row(task, self._made - 1, self._around)

    def _add(self, row: Row) -> None:
        self.rows[row.task.id] = row
        self._oldest_first = self._oldest_first and row.task.created_at >= self._newest
        self._newest = max(self._newest, row.task.created_at)
        row.key = self._key_of(row.task)
        row.group = self._groups.of(row.task)
        row.wanted = self.filter.accepts(row)
        members = row.group.members
        members.insert(place(members, row, self._descending), row)
        if not row.wanted:
            return
        if self.held:
            self.waiting.add(row.task.id)
        elif self._singly():
            self._count(row.group, 1)
            if row.in_sight:
                self._lines.insert(row)

    def _renew(self, row: Row, task: Task) -> bool:
        """Take over a task; returns whether anything but the time of the knowledge is new."""
        fresher = same_but_fresher(row.task, task)
        row.renew(task, keep_text=fresher)
        self._refusals.forget(row)
        if fresher:
            self.keys.refresh(row)
        else:
            self.keys.forget(row)
        return not fresher

    def _reconsider(self, row: Row) -> None:
        """Find out where a row belongs by now, and bring it there."""
        key, group, wanted = self._key_of(row.task), self._groups.of(row.task), self.filter.accepts(row)
        if key == row.key and group is row.group and wanted == row.wanted:
            self.touched.append(row)
            return
        if self.held or not self._singly():
            if row.task.id not in self.waiting:
                self.disorder.add(row.task.id)
                self._standing.note(row)
            self._file(row, key, group, wanted)
            self.touched.append(row)
            if not wanted:
                self.waiting.discard(row.task.id)
            return
        before, was_wanted, was_in_sight = row.group, row.wanted, row.in_sight
        stays = was_wanted and wanted and group is before
        if wanted and not stays:
            self._count(group, 1)  # first, so that a new group's header is there
        at = self._lines.place(row) if was_in_sight else -1
        self._file(row, key, group, wanted)
        if was_in_sight and row.in_sight:
            self._lines.move(row, at)
            self.touched.append(row)
        elif was_in_sight:
            self._lines.remove_at(at)
        elif row.in_sight:
            self._lines.insert(row)
        if was_wanted and not stays:
            self._count(before, -1)

    def _singly(self) -> bool:
        """Whether one more line may be edited by itself."""
        self._edits += 1
        if self._edits > SINGLY or self.waiting or self.disorder:
            self._in_bulk = True
        return not self._in_bulk

    def _file(self, row: Row, key: Key, group: Group, wanted: bool) -> None:
        """Put a row where it belongs among the members of its group."""
        if key != row.key or group is not row.group:
            members = row.group.members
            del members[place(members, row, self._descending)]
            row.key, row.group = key, group
            members = group.members
            members.insert(place(members, row, self._descending), row)
        row.wanted = wanted

    def _count(self, group: Group, more: int) -> None:
        """One more or one less in a group; its header comes with the first row and goes with the last."""
        group.size += more
        self.wanted += more
        if not self.grouped:
            return
        if more > 0 and group.size == 1:
            self._lines.insert(group)
        elif not group.size:
            self._lines.remove(group)
        else:
            self.touched.append(group)

"""Five thousand acts in any order: the model keeps Qt's rules, and ends like a plain Python list each time."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.rows import book, foresight, groups, lines, parts, runs, sorting
from roomscribe.services.rows.filters import PlainWords
from roomscribe.services.rows.row import Group
from roomscribe.services.rows.sorting import Sight
from roomscribe.services.store import TaskStore
from roomscribe.ui.collation import collated
from roomscribe.ui.task_table.columns import COLUMNS, filter_text
from roomscribe.ui.task_table.grouping import GROUPINGS
from roomscribe.ui.task_table.model import NEWEST_FIRST, TaskModel
from roomscribe.ui.task_table.roles import TaskRole
from tests.qt.ui.task_examples import FixedClock, example_registry, task

ACTS = 5000
MOST = 24
STATES = (TaskState.STARTING, TaskState.RUNNING, TaskState.STOPPED, TaskState.FAILED)
SORTED_BY = [position for position, column in enumerate(COLUMNS) if column.id in ("state", "room", "started", "age")]
OTHERS = ("sort", "filter", "group", "fold", "hold", "release", "select", "select", "tick", "load")
USUAL = ("change",) * 8 + ("add", "add", "add", *OTHERS)


class TwoColumns(TaskModel):
    """Qt's tester asks every cell after every step; nothing here is different in other columns."""

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2


class World:
    """The model, and beside it what a plain list would make of the same acts."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.clock = FixedClock()
        self.store = TaskStore()
        self.store.load(self._made(number) for number in range(12))
        self.model = TwoColumns(self.store, example_registry(), self.clock)
        self.tester = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        self.model.sight = self.sight
        self.selection = QItemSelectionModel(self.model)
        self.column, self.descending = NEWEST_FIRST, True
        self.words, self.grouping = "", GROUPINGS[0]
        self.folded: set[str] = set()
        self.chosen: dict[str, QPersistentModelIndex] = {}
        self.most = self.left_off = 0

    def sight(self) -> Sight:
        """Some lines are seen, of which one may stay where it is."""
        lines = self.model.book.shown
        anchor = self.chance.choice(lines) if lines and self.chance.random() < 0.5 else None
        return Sight(3, anchor, self.chance.randrange(3))

    def _made(self, number: int) -> Task:
        return task(
            number + 1, f"room-{number % 6}", self.chance.choice(STATES), id=f"{number:04}", profile_id=f"p{number % 3}"
        )

    def change(self) -> None:
        old = self.chance.choice(self.store.tasks())
        answered = self.clock.at - self.chance.randrange(60)
        room = f"room-{self.chance.randrange(6)}"
        self.store.put(replace(old, state=self.chance.choice(STATES), room=room, answered_at=answered))

    def add(self) -> None:
        """A row that may be older than others: another window has begun it, or the clock was set back."""
        missing = [number for number in range(MOST) if not self.store.knows(f"{number:04}")]
        if missing:
            self.store.put(self._made(self.chance.choice(missing)))
        self.most = max(self.most, len(self.store))

    def load(self) -> None:
        """Another ledger: some rows are there, some are not."""
        tasks = self.store.tasks()
        self.store.load(self.chance.sample(tasks, max(1, len(tasks) - 2)))
        self.model.reload()

    def sort(self) -> None:
        self.column, self.descending = self.chance.choice(SORTED_BY), self.chance.random() < 0.5
        order = Qt.SortOrder.DescendingOrder if self.descending else Qt.SortOrder.AscendingOrder
        self.model.sort(self.column, order)

    def filter(self) -> None:
        self.words = self.chance.choice(("", "", "room-1", "running", "room-2 sto", "nothing at all"))
        self.model.set_filter(PlainWords(self.words))

    def group(self) -> None:
        self.grouping = self.chance.choice(GROUPINGS)
        self.model.group_by(self.grouping)

    def fold(self) -> None:
        groups = self.model.book.groups()
        if groups:
            group = self.chance.choice(groups)
            self.folded ^= {group.id}
            self.model.fold([group.id], folded=group.id in self.folded)

    def hold(self) -> None:
        self.model.flush()
        self.model.hold(True)

    def release(self) -> None:
        self.model.hold(False)

    def turn(self) -> None:
        """The loop gives way to one more slice."""
        self.model._arranging._next()

    def tick(self) -> None:
        self.clock.at += 1
        self.model.tick()

    def select(self) -> None:
        self.model.flush()
        rows = [at for at in range(self.model.rowCount()) if self.model.task(self.model.index(at, 0)) is not None]
        picked = self.chance.sample(rows, min(len(rows), 3))
        wanted = QItemSelection()
        for row in picked:
            wanted.select(self.model.index(row, 0), self.model.index(row, 1))
        self.selection.select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.chosen = {
            self.model.index(row, 0).data(TaskRole.TASK).id: QPersistentModelIndex(self.model.index(row, 0))
            for row in picked
        }

    def told(self) -> list[str]:
        """What the model shows, line by line."""
        lines = []
        for row in range(self.model.rowCount()):
            item = self.model.item(self.model.index(row, 0))
            lines.append(f"{item.id} ({item.size})" if isinstance(item, Group) else item.task.id)
        return lines

    def expected(self) -> list[str]:
        """The same by `sorted` and a comprehension."""
        glance, column, of = self.model.glance, COLUMNS[self.column], self.grouping.of

        def key(each: Task) -> str | float:
            found = column.sort(each, glance)
            return collated(found) if isinstance(found, str) else found

        newest = sorted(self.store.tasks(), key=attrgetter("created_at", "id"), reverse=True)
        wanted = self.words.split()
        left = [each for each in newest if all(word in filter_text(each, glance) for word in wanted)]
        left.sort(key=key, reverse=self.descending)
        if of is None:
            return [each.id for each in left]
        lines = []
        for group_id, _ in sorted({of(each, glance)[:2] for each in left}, key=lambda group: group[1]):
            members = [each.id for each in left if of(each, glance)[0] == group_id]
            lines += [f"{group_id} ({len(members)})", *([] if group_id in self.folded else members)]
        return lines

    def selected(self) -> set[str]:
        """What is selected by Qt's account."""
        return {self.model.index(index.row(), 0).data(TaskRole.TASK).id for index in self.selection.selectedRows()}

    def in_sight(self) -> set[str]:
        """What of the chosen rows still has a line."""
        return {task_id for task_id in self.chosen if self.model.index_of(task_id).isValid()}


@pytest.fixture
def in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows are many: work is done in pieces, with turns of the loop between, and edits are gathered soon."""
    monkeypatch.setattr(book, "SINGLY", 3)
    for module in (book, foresight, groups, parts, sorting):
        monkeypatch.setattr(module, "SLICE", 4)
    for module in (runs, sorting):
        monkeypatch.setattr(module, "RUN", 4)
    monkeypatch.setattr(groups, "PART", 4)
    monkeypatch.setattr(runs, "FEW", 4)
    for module in (groups, lines):
        monkeypatch.setattr(module, "MANY", 4)
    monkeypatch.setattr(book, "WORTH_FORESEEING", 1)
    monkeypatch.setattr(TaskModel, "__init__", _without_time(TaskModel.__init__))


def _without_time(original: Callable[..., None]) -> Callable[..., None]:
    def made(self: TaskModel, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        self._arranging._budget = 0.0

    return made


@pytest.mark.timeout(240)  # Qt's tester looks at every cell some ten thousand times
def test_five_thousand_acts(qapp: QApplication) -> None:
    carry_out(World(5), ACTS, USUAL)


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("in_slices")
def test_acts_in_slices(qapp: QApplication) -> None:
    world = World(6)
    carry_out(world, ACTS // 2, (*USUAL, "turn", "turn"))
    assert world.left_off


def carry_out(world: World, acts: int, names: Sequence[str]) -> None:
    """Do it in any order, and compare as often as the model claims to be up to date."""
    for number in range(acts):
        name = world.chance.choice(names)
        act: Callable[[], None] = getattr(world, name)
        read = world.model.book.held and name in ("change", "add", "tick")
        if read:
            world.model.flush()
        before = world.told() if read else []
        act()
        world.left_off += world.model._arranging.busy
        if not read and world.chance.random() < 0.6:  # the others meet changes that are gathered still
            continue
        world.model.flush()
        held = world.model.book.held
        if read:
            assert world.told() == before, f"a line has moved although somebody reads, by act {number}"
        if not held or not (world.model.book.waiting or world.model.book.disorder):
            assert world.told() == world.expected(), f"after act {number}, {name}"
        for task_id, index in world.chosen.items():
            if index.isValid():
                assert index.data(TaskRole.TASK).id == task_id, f"after act {number}, {name}"
        chosen = world.selected()
        assert chosen <= world.chosen.keys()
        # A row that went out of sight is not chosen any more when it comes back.
        world.chosen = {task_id: index for task_id, index in world.chosen.items() if task_id in chosen}
    assert world.most == MOST
    world.model.close()
    world.model.deleteLater()

"""The durable register of tasks: what it has written down survives whatever happens to the program."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from roomscribe.domain.clock import Clock
from roomscribe.domain.halts import Halt, Halted
from roomscribe.domain.tasks import JournalEntry, Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger import codec
from roomscribe.ledger.files import back_up, backups, found_empty, left_behind, set_aside
from roomscribe.ledger.grouping import GroupedWrites
from roomscribe.ledger.inspection import Condition, LedgerUnusable, inspect
from roomscribe.ledger.rebuilding import differences, rebuild
from roomscribe.ledger.worker import Outcome, Worker, WorkerClosed, settled

if TYPE_CHECKING:
    from roomscribe.ledger.database import Database

R = TypeVar("R")


class Superseded(Exception):
    """Another process has changed the row meanwhile; nothing was written."""

    def __init__(self, task: Task) -> None:
        super().__init__("the row was changed by somebody else")
        self.task = task
        """The row as it is."""


class Taken(Exception):
    """A live task stands in the way of a new one; nothing was written."""

    def __init__(self, task: Task) -> None:
        super().__init__("a live task stands in the way")
        self.task = task
        """The task in the way."""


class Ledger:
    """Tasks and their journal in one SQLite file, which several processes may have open at once.

    All methods run on the ledger's own thread, in the order of the calls; writes that wait for it share a commit. A
    write that was asked for is carried out even when the coroutine that waits for it is cancelled. `LedgerUnusable`
    says that the file failed; `ValueError` that the call was wrong, and then nothing was written.
    """

    def __init__(self, path: Path, clock: Clock, *, guard: codec.Guard | None = None) -> None:
        """`guard` is shown every text about to be stored and raises `ValueError` to keep it out."""
        self.path = path
        self._clock = clock
        self._guard = guard
        self._worker = Worker("ledger")
        self._writes = GroupedWrites(
            self._worker, lambda: self._opened().transaction(), lambda: self._opened().savepoint()
        )
        self._database: Database | None = None
        self.notices: list[Text] = []
        """What happened to the file, to be shown."""

    async def open(self) -> None:
        """Create the file where there is none, bring an older one up to date. Opening it again does nothing.

        Raises `LedgerUnusable` for a damaged, foreign, newer or read-only file, which is left as it is.
        """
        await self._in_turn(self._open)

    async def add(
        self,
        task: Task,
        *entries: JournalEntry,
        in_the_way: Callable[[Task], bool] | None = None,
        halts: int | None = None,
    ) -> Task:
        """Write down a new task and its first journal lines, in one commit that is on disk when this returns.

        Returns the task as written: `created_at` is filled in where it was 0. Raises `IdTaken`.
        `in_the_way` is shown every live task with a clash key or the vendor's id of this one, whoever wrote it; where
        it says yes, `Taken` is raised. `halts` is the number of its owner's `last_halt` (0: there was none) when what
        starts it began: where there is a later one, `Halted` is raised. No other process can write either between that
        question and the commit.
        """
        if task.created_at == 0:
            task = dataclasses.replace(task, created_at=self._clock.now())

        def write(database: Database) -> None:
            row, lines = codec.task_to_row(task, self._guard), self._rows(entries)
            with database.transaction():
                if halts is not None and (later := database.later_halt(task.owner, halts)) is not None:
                    raise Halted(codec.halt_from_row(later))
                database.insert_task(row, lines, self._clock.now(), refuse)

        def refuse(row: codec.Row) -> None:
            other = self._decoded(codec.task_from_row, row)
            if in_the_way is not None and in_the_way(other):
                raise Taken(other)

        await self._write(write)
        return task

    async def save(self, task: Task, *entries: JournalEntry, late: Outcome | None = None) -> Task:
        """Replace a task's row and append journal lines, in one commit; returns the task with its new revision.

        Raises `Superseded` when the row is no longer the revision that the task was made from, `ValueError` when there
        is no such task. A caller that is cancelled meanwhile hears by `late` which of that it came to.
        """

        def write(database: Database) -> Task:
            newer = database.update_task(codec.task_to_row(task, self._guard), self._rows(entries), self._clock.now())
            if newer is not None:
                raise Superseded(self._decoded(codec.task_from_row, newer))
            return dataclasses.replace(task, revision=task.revision + 1)

        return await self._write(write, late=late)

    async def halt(self, owner: str, *, cancels: bool) -> tuple[Halt, list[str]]:
        """Write down that this person has stopped everything they started (`Halt`). On disk when this returns: from
        then on no process writes down a task of theirs that was begun before (`add`). Returned with the local ids of
        their live tasks that were written down before, by whichever process."""
        halt = Halt(number=0, owner=owner, at=self._clock.now(), cancels=cancels)
        number, live = await self._write(lambda database: database.insert_halt(codec.halt_to_row(halt)))
        return dataclasses.replace(halt, number=number), live

    async def halts(self, owner: str, since: int = 0) -> list[Halt]:
        """This person's halts with a larger number than `since`, oldest first."""
        return await self._call(
            lambda database: [self._decoded(codec.halt_from_row, row) for row in database.select_halts(owner, since)]
        )

    async def last_halt(self, owner: str) -> Halt | None:
        """This person's last halt, or None."""

        def read(database: Database) -> Halt | None:
            row = database.select_last_halt(owner)
            return None if row is None else self._decoded(codec.halt_from_row, row)

        return await self._call(read)

    async def news(self, since: int) -> tuple[int, list[Task]]:
        """The journal's last position, and every task that this or another process has written after `since`.

        A row may be told twice: its `revision` says whether it is newer. Beginning with 0 tells every task.
        """

        def read(database: Database) -> tuple[int, list[Task]]:
            position, rows = database.select_news(since)
            return position, [self._decoded(codec.task_from_row, row) for row in rows]

        return await self._call(read)

    async def first_tasks(self, newest: int) -> tuple[int, int, list[Task]]:
        """The journal's last position, the place where older rows go on (0 where there are none), and the first tasks.

        These are so many of the newest ones, and every older one that is live or being restarted.
        """

        def read(database: Database) -> tuple[int, int, list[Task]]:
            position, place, rows = database.select_first(newest)
            return position, place, [self._decoded(codec.task_from_row, row) for row in rows]

        return await self._call(read)

    async def older_tasks(self, place: int, count: int) -> tuple[int, list[Task]]:
        """At most so many of the tasks that `first_tasks` left out, newest first, and the place where others go on.

        That is 0 behind the last ones.
        """

        def read(database: Database) -> tuple[int, list[Task]]:
            rows = database.select_older(place, count)
            after = rows[-1]["number"] if len(rows) == count else 0
            return after, [self._decoded(codec.task_from_row, row) for row in rows]

        return await self._call(read)

    async def tasks(self) -> list[Task]:
        """Every task, newest first."""
        return await self._call(
            lambda database: [self._decoded(codec.task_from_row, row) for row in database.select_tasks()]
        )

    async def task(self, task_id: str) -> Task | None:
        """The task with this local id, or None."""

        def read(database: Database) -> Task | None:
            row = database.select_task(task_id)
            return None if row is None else self._decoded(codec.task_from_row, row)

        return await self._call(read)

    async def some_tasks(self, task_ids: Sequence[str]) -> list[Task]:
        """Those of the tasks with these local ids that there are, in no order. Hundreds at once are quick."""
        return await self._call(
            lambda database: [self._decoded(codec.task_from_row, row) for row in database.select_some(task_ids)]
        )

    async def journal(self, task_id: str) -> list[JournalEntry]:
        """What happened to a task, in order, each line with its `seq`; empty for an unknown task."""
        return await self._call(
            lambda database: [self._decoded(codec.entry_from_row, row) for row in database.select_journal(task_id)]
        )

    async def set_aside(self) -> Path:
        """Rename a file that can't be used, so that `open` begins a new one; returns its new path.

        Nobody else may have it open. Raises `LedgerUnusable` when it can't be renamed; then it is as it was.
        """
        return await self._in_turn(self._set_aside)

    async def let_go(self) -> None:
        """Let go of the file, for others to replace it; `open` opens it again."""
        await self._in_turn(self._close)

    async def close(self) -> None:
        """Carry out what is queued, let go of the file and end the thread. Closing it again does nothing."""
        try:
            await self._in_turn(self._close)
        except WorkerClosed:
            pass  # somebody else closes it; we wait for the same end below
        finally:
            await self._worker.close()

    async def _call(self, read: Callable[[Database], R]) -> R:
        return await self._in_turn(lambda: read(self._opened()))

    async def _in_turn(self, act: Callable[[], R]) -> R:
        self._writes.close_group()  # what is written after this was asked for comes after it
        return await self._worker.call(act)

    async def _write(self, write: Callable[[Database], R], *, late: Outcome | None = None) -> R:
        return await settled(self._writes.submit(lambda: write(self._opened())), late=late)

    def _opened(self) -> Database:
        if self._database is None:
            raise RuntimeError("the ledger is not open")
        return self._database

    def _open(self) -> None:
        if self._database is not None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerUnusable(
                T(
                    "The folder for the register of tasks, {folder}, cannot be made: {why}.",
                    folder=self.path.parent,
                    why=error.strerror or error,
                )
            ) from error
        self._look_at_the_empty()
        condition = inspect(self.path)
        if condition is Condition.OLDER and self.path.exists():
            back_up(self.path, self._clock, "before-update")
        # Here and not above: SQLAlchemy takes hundreds of milliseconds to import, which the window must not feel.
        from roomscribe.ledger.database import Database

        database = Database(self.path, condition)
        try:
            self._look_at_the_live(database)
        except LedgerUnusable:
            database.close()
            raise
        self._database = database

    def _look_at_the_live(self, database: Database) -> None:
        """Say of live tasks whose rows are not what their journal makes: SQLite notices no wrong bit in a value."""
        rows, lines = database.select_live()
        made = rebuild(lines)
        wrong = {each.task_id for each in differences(made, [dict(row) for row in rows])}
        if wrong or made.unreadable:
            self.notices.append(_in_doubt(self.path))

    def _look_at_the_empty(self) -> None:
        """Set a file without content aside and say so, before a new ledger takes its place."""
        if left_behind(self.path):
            kept = set_aside(self.path, self._clock, "incomplete")
            self.notices.append(_begun_anew(kept))
        elif found_empty(self.path):
            copies = backups(self.path)
            kept = set_aside(self.path, self._clock, "empty")
            self.notices.append(_was_empty(kept, copies[0] if copies else None))

    def _set_aside(self) -> Path:
        self._close()
        kept = set_aside(self.path, self._clock, "unusable")
        self.notices.append(_begun_anew(kept))
        return kept

    def _close(self) -> None:
        database, self._database = self._database, None
        if database is not None:
            database.close()

    def _rows(self, entries: tuple[JournalEntry, ...]) -> list[dict[str, object]]:
        return [codec.entry_to_row(entry, self._guard) for entry in entries]

    def _decoded(self, decode: Callable[[codec.Row], R], row: codec.Row) -> R:
        try:
            return decode(row)
        except (ValueError, TypeError, KeyError) as error:
            raise LedgerUnusable(
                T(
                    "The register of tasks at {path} holds a line that this version cannot read ({why}).",
                    path=self.path,
                    why=error,
                ),
                replaceable=True,
            ) from error


def _begun_anew(kept: Path) -> Text:
    return T(
        "The register of tasks could not be used and is kept as {path}. A new one was begun: it does not know the "
        "tasks of the old one, and nobody stops those.",
        path=kept,
    )


def _in_doubt(path: Path) -> Text:
    return T(
        "The register of tasks at {path} is damaged: what it says of live tasks is not what its journal tells. Look "
        "after those with the vendor's own tools, too. “roomscribe ledger check” says what differs.",
        path=path,
    )


def _was_empty(kept: Path, copy: Path | None) -> Text:
    if copy is None:
        return T(
            "The register of tasks had no content (0 bytes) and is kept as {path}. A new one was begun: if the old one "
            "knew tasks, this one does not, and nobody stops those.",
            path=kept,
        )
    return T(
        "The register of tasks had no content (0 bytes) and is kept as {path}. A new one was begun: it does not know "
        "the tasks of the old one, and nobody stops those. There is a copy: {copy}. “roomscribe ledger restore” brings "
        "it back.",
        path=kept,
        copy=copy,
    )

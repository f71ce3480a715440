"""The ledger's statements on one SQLite connection; blocking, so only the ledger's worker thread calls it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from roomscribe.domain.text import T
from roomscribe.ledger import codec, schema
from roomscribe.ledger.facts import NOTED, changed, to_text
from roomscribe.ledger.files import keep_private
from roomscribe.ledger.inspection import BUSY_SECONDS, REVISIONS, Condition, IdTaken, LedgerUnusable, explain
from roomscribe.ledger.live_keys import LIVE_STATES, LiveKeys

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # in WAL mode the default may lose the last commits when the power fails
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
)


LIVE = schema.tasks.c.state.in_(LIVE_STATES)
UNFINISHED = LIVE | schema.tasks.c.restart.is_not(None)
"""The rows of tasks that run or may run."""
# What each write asks and does, made once: making a statement takes longer than carrying it out.
_ROW = sa.select(schema.tasks).where(schema.tasks.c.id == sa.bindparam("wanted_id"))
_ADD_ROW = schema.tasks.insert()
_REPLACE_ROW = schema.tasks.update().where(schema.tasks.c.number == sa.bindparam("wanted_number"))
_ADD_LINE = schema.journal.insert()
_LAST_HALT = (
    sa.select(schema.halts)
    .where(schema.halts.c.owner == sa.bindparam("wanted_owner"))
    .order_by(schema.halts.c.number.desc())
    .limit(1)
)

Row = Mapping[str, Any]
"""Column name -> value."""
Refusal = Callable[[codec.Row], None]


class Database:
    """An open, current ledger file. Every method raises `LedgerUnusable` when the file fails it."""

    def __init__(self, path: Path, condition: Condition) -> None:
        self._path = path
        self._live = LiveKeys()
        self._engine = _engine(path)
        try:
            with self._failures_explained():
                if condition is Condition.NEW:
                    self._create()
                elif condition is Condition.OLDER:
                    self._migrate()
                self._connection = self._engine.connect()
        except BaseException:
            self._engine.dispose()
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One commit of all that is written within it; one within another is part of that."""
        if self._connection.in_transaction():
            yield
            return
        try:
            with self._failures_explained(), self._connection.begin():
                yield
        except BaseException:
            self._live.forget()
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction: where it fails, what was written within it is undone, and the rest is not."""
        try:
            with self._failures_explained(), self._connection.begin_nested():
                yield
        except BaseException:
            self._live.forget()
            raise

    def insert_task(
        self, row: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], at: float, refuse: Refusal
    ) -> None:
        """Write a new row and its first journal lines in one commit, at UTC second `at`. Raises `IdTaken`.

        `refuse` is shown each row of a live task with a clash key or the vendor's id of the new one, whichever process
        wrote it, and raises to keep the new one out.
        """
        with self.transaction():
            if self._row(row["id"]) is not None:
                raise IdTaken(f"the ledger already has a task {row['id']!r}")
            for other in self._live.like(row, self._connection):
                if (found := self._row(other)) is not None:
                    refuse(found)
            number = self._connection.execute(_ADD_ROW, row).inserted_primary_key
            facts = {**row, "number": None if number is None else number[0]}
            self._append(entries, row["id"], facts, at)
            self._live.note(row)

    def insert_halt(self, row: Row) -> tuple[int, list[str]]:
        """Write down that a person has stopped everything they started; returns its number, and the ids of their live
        rows: whatever else they have was written after it."""
        with self.transaction():
            key = self._connection.execute(schema.halts.insert(), row).inserted_primary_key
            live = sa.select(schema.tasks.c.id).where(LIVE & (schema.tasks.c.owner == row["owner"]))
            return 0 if key is None else int(key[0]), list(self._connection.execute(live).scalars())

    def select_halts(self, owner: str, since: int) -> Sequence[sa.RowMapping]:
        """This person's halts with a larger number than `since`, oldest first."""
        return self._read(_halts(owner, since))

    def select_last_halt(self, owner: str) -> sa.RowMapping | None:
        """This person's halt with the largest number, or None."""
        rows = self._read(_LAST_HALT.params(wanted_owner=owner))
        return rows[0] if rows else None

    def later_halt(self, owner: str, since: int) -> sa.RowMapping | None:
        """Within a transaction: of this person's halts after `since` the last that cancels, else the last, or None."""
        # Asked with every new row, and mostly there is none: the statement that is made already answers that.
        last = self._connection.execute(_LAST_HALT, {"wanted_owner": owner}).mappings().first()
        if last is None or last["number"] <= since:
            return None
        halts, columns = _halts(owner, since), schema.halts.c
        decisive = halts.order_by(None).order_by(columns.cancels.desc(), columns.number.desc())
        return self._connection.execute(decisive).mappings().first()

    def update_task(self, row: Row, entries: Sequence[Row], at: float) -> sa.RowMapping | None:
        """Replace the row with this `revision` by its next one and append journal lines, in one commit.

        Returns the row as it is where its revision is another one; then nothing was written. `ValueError`: there is no
        such row.
        """
        with self.transaction():
            before = self._row(row["id"])
            if before is None:
                raise ValueError(f"the ledger has no task {row['id']!r}")
            if before["revision"] != row["revision"]:
                return before
            after = {**row, "revision": row["revision"] + 1}
            self._connection.execute(_REPLACE_ROW, {**after, "wanted_number": before["number"]})
            self._append(entries, row["id"], changed(dict(before), after), at)
            self._live.note(row)
            return None

    def select_tasks(self) -> Sequence[sa.RowMapping]:
        """Every row of a task, newest first."""
        return self._read(sa.select(schema.tasks).order_by(schema.tasks.c.number.desc()))

    def select_task(self, task_id: str) -> sa.RowMapping | None:
        """The row of one task, or None."""
        rows = self._read(sa.select(schema.tasks).where(schema.tasks.c.id == task_id))
        return rows[0] if rows else None

    def select_some(self, task_ids: Sequence[str]) -> Sequence[sa.RowMapping]:
        """The rows of the tasks with these ids, as far as there are any."""
        return self._read(sa.select(schema.tasks).where(schema.tasks.c.id.in_(task_ids)))

    def select_journal(self, task_id: str) -> Sequence[sa.RowMapping]:
        """What the journal of one task tells, in order."""
        journal = schema.journal
        told = (journal.c.task_id == task_id) & (journal.c.kind != NOTED)
        return self._read(sa.select(journal).where(told).order_by(journal.c.seq))

    def select_news(self, since: int) -> tuple[int, Sequence[sa.RowMapping]]:
        """The journal's last position, and the rows of tasks with lines after the position `since`."""
        journal, tasks = schema.journal, schema.tasks
        last = self._read(sa.select(sa.func.coalesce(sa.func.max(journal.c.seq), 0).label("seq")))[0]["seq"]
        if last == since:
            return last, ()
        changed_since = sa.select(journal.c.task_id).where(journal.c.seq > since)
        # A line that comes between the two questions is read now and once more: whoever asks compares revisions.
        return last, self._read(sa.select(tasks).where(tasks.c.id.in_(changed_since)).order_by(tasks.c.number))

    def select_first(self, newest: int) -> tuple[int, int, Sequence[sa.RowMapping]]:
        """The journal's last position, the number below which rows are left out, and the rows that matter at once.

        These are the newest ones, and of the older ones whatever is live or being restarted, oldest first.
        """
        journal, tasks = schema.journal, schema.tasks
        last = self._read(sa.select(sa.func.coalesce(sa.func.max(journal.c.seq), 0).label("seq")))[0]["seq"]
        edge = sa.select(tasks.c.number).order_by(tasks.c.number.desc()).offset(newest - 1).limit(1)
        found = self._read(edge)
        first = found[0]["number"] if found else 0
        wanted = (tasks.c.number >= first) | UNFINISHED
        return last, first, self._read(sa.select(tasks).where(wanted).order_by(tasks.c.number))

    def select_older(self, before: int, count: int) -> Sequence[sa.RowMapping]:
        """At most so many of the rows that `select_first` left out, newest first, below this number."""
        tasks = schema.tasks
        older = sa.select(tasks).where((tasks.c.number < before) & ~UNFINISHED)
        return self._read(older.order_by(tasks.c.number.desc()).limit(count))

    def select_live(self) -> tuple[Sequence[sa.RowMapping], Sequence[sa.RowMapping]]:
        """The rows of live tasks, and their journals' lines without what was sent, both at one moment."""
        tasks, journal = schema.tasks, schema.journal
        columns = [column for column in journal.c if column.name != "exchange"]
        mine = journal.c.task_id.in_(sa.select(tasks.c.id).where(LIVE))
        rows, lines = self._read_together(sa.select(tasks).where(LIVE), sa.select(*columns).where(mine).order_by("seq"))
        return rows, lines

    def close(self) -> None:
        """Let go of the file; SQLite folds the write-ahead log into it when nobody else has it open."""
        self._connection.close()
        self._engine.dispose()

    def _read(self, statement: sa.Select[Any]) -> Sequence[sa.RowMapping]:
        return self._read_together(statement)[0]

    def _read_together(self, *statements: sa.Select[Any]) -> list[Sequence[sa.RowMapping]]:
        # A reader must not queue for the writers' lock, see _begin.
        with self._failures_explained():
            self._connection.execution_options(reads_only=True)
            try:
                with self._connection.begin():
                    return [self._connection.execute(each).mappings().all() for each in statements]
            finally:
                self._connection.execution_options(reads_only=False)

    def _row(self, task_id: str) -> sa.RowMapping | None:
        return self._connection.execute(_ROW, {"wanted_id": task_id}).mappings().first()

    def _append(self, entries: Sequence[Mapping[str, Any]], task_id: str, facts: Mapping[str, Any], at: float) -> None:
        """Append the lines; the last one about the task itself, or one that is made for it, has the facts."""
        lines = [{**entry, "facts": None} for entry in entries]
        own = [line for line in lines if line["task_id"] == task_id]
        if not own:
            noted = {"kind": NOTED, "vendor_state": "", "request_id": "", "detail": "{}"}
            own = [{"task_id": task_id, "at": at, "state": None, "exchange": None, "error": None, **noted}]
            lines += own
        own[-1]["facts"] = to_text(facts)
        for line in lines:
            if line["task_id"] != task_id and self._row(line["task_id"]) is None:
                raise ValueError(f"the ledger has no task {line['task_id']!r} to write about")
            self._connection.execute(_ADD_LINE, line)

    def _create(self) -> None:
        with self._engine.begin() as connection:
            _create_in(connection)

    def _migrate(self) -> None:
        with self._engine.begin() as connection:
            _upgrade(connection, "head")

    @contextmanager
    def _failures_explained(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            # Without its chain: the statement's parameters would stand in a traceback.
            raise explain(error, self._path) from None
        except UnicodeError as error:
            raise LedgerUnusable(
                T("The register of tasks at {path} holds unreadable text ({why}).", path=self._path, why=error)
            ) from error


def _halts(owner: str, since: int) -> sa.Select[Any]:
    halts = schema.halts
    return sa.select(halts).where((halts.c.owner == owner) & (halts.c.number > since)).order_by(halts.c.number)


def create_at(path: Path, revision: str) -> None:
    """Make an empty ledger with the tables of this revision. Raises `LedgerUnusable`."""
    engine = _engine(path)
    try:
        with engine.begin() as connection:
            if revision == REVISIONS[-1]:
                _create_in(connection)
            else:
                _upgrade(connection, revision)
    except sa.exc.DBAPIError as error:
        raise explain(error, path) from None
    finally:
        engine.dispose()


def _create_in(connection: sa.Connection) -> None:
    # What the migrations lead to, which a test compares, without Alembic: loading it would slow the first start.
    schema.metadata.create_all(connection)
    schema.version.create(connection, checkfirst=True)
    # Somebody else may have made the same file since we looked at it.
    if connection.scalar(sa.select(schema.version.c.version_num)) is None:
        connection.execute(schema.version.insert(), {"version_num": REVISIONS[-1]})


def _upgrade(connection: sa.Connection, revision: str) -> None:
    # Slow to import, and needed after an update only.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "roomscribe.ledger:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: _connect(path),
        poolclass=StaticPool,  # one connection, kept for the ledger's lifetime
        hide_parameters=True,
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def _connect(path: Path) -> sqlite3.Connection:
    # isolation_level=None: the transactions are ours, else Python's module commits before each CREATE TABLE and a
    # migration that fails half-way would stay half done.
    keep_private(path)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        for statement in PRAGMAS:
            connection.execute(statement)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _begin(connection: sa.Connection) -> None:
    # A writer takes its lock at once: upgrading a reader's lock half-way can fail without waiting.
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

"""The ledger's tables as they are now; the steps that lead here are in `migrations`."""

from __future__ import annotations

from sqlalchemy import DDL, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text, event

metadata = MetaData()

EMPTY_TUPLE = '{"$tuple":[]}'
"""As the codec writes it."""

tasks = Table(
    "tasks",
    metadata,
    # Grows with every task, so that "newest first" does not depend on a clock somebody set back.
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("profile_id", Text, nullable=False),
    Column("profile_name", Text, nullable=False),
    Column("vendor", Text, nullable=False),
    Column("generation", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("spoken", Text, nullable=False),
    Column("targets", Text, nullable=False),
    Column("values", Text, nullable=False),
    Column("idempotency_key", Text, nullable=False),
    Column("dedupe_key", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("vendor_state", Text, nullable=False),
    Column("vendor_task_id", Text, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("started_at", Float),
    Column("ends_at", Float),
    Column("ended_at", Float),
    Column("asked_at", Float),
    Column("answered_at", Float),
    Column("stop_wished_at", Float),
    Column("sequence", Integer, nullable=False),
    Column("updated_at", Float),
    Column("epoch", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("error", Text),
    Column("receipt", Text),
    Column("origin", Text, nullable=False, server_default="started"),
    Column("watched_by", Text, nullable=False, server_default=""),
    Column("unclear", Text, nullable=False, server_default=EMPTY_TUPLE),
    Column("restart", Text),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("note", Text, nullable=False, server_default=""),
    Column("tags", Text, nullable=False, server_default=EMPTY_TUPLE),
)
"""One row per task. `revision` grows with every write, so that nobody writes over what they have not read.

`spoken`, `targets`, `values`, `error`, `receipt` and `tags` hold JSON; times are UTC seconds."""

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("task_id", Text, ForeignKey("tasks.id"), nullable=False),
    Column("at", Float, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text),
    Column("vendor_state", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("exchange", Text),
    Column("error", Text),
    Column("detail", Text, nullable=False),
    Column("facts", Text),
    sqlite_autoincrement=True,
)
"""Append-only. `exchange`, `error` and `detail` hold JSON; `at` is UTC seconds.

`facts` is a JSON object with the columns of the task's row that the same commit has changed, and their new values: read
in order, they make the row again. Every commit that writes a row leaves them, on a line of its own where it tells
nothing else.
"""

Index("journal_by_task", journal.c.task_id, journal.c.seq)

halts = Table(
    "halts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("cancels", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
"""One row each time that a person has stopped everything they started (`domain.halts`); it only grows."""

version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own table, apart from ours: a ledger that was made from this file is one that Alembic can go on with."""

TRIGGERS = (
    "CREATE TRIGGER journal_keeps_lines BEFORE UPDATE ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "CREATE TRIGGER journal_drops_nothing BEFORE DELETE ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    # INSERT OR REPLACE removes the old line without firing the trigger above.
    "CREATE TRIGGER journal_replaces_nothing BEFORE INSERT ON journal "
    "WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq) "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
)
"""SQLite's words for "append-only"; another database will need its own."""

for _statement in TRIGGERS:
    event.listen(journal, "after_create", DDL(_statement).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]

"""The first schema: tasks, and the append-only journal.

It repeats the tables in full instead of importing them: `schema.py` moves on, this step does not.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything in an empty database."""
    op.create_table(
        "tasks",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("profile_id", sa.Text, nullable=False),
        sa.Column("profile_name", sa.Text, nullable=False),
        sa.Column("vendor", sa.Text, nullable=False),
        sa.Column("generation", sa.Text, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("bot", sa.Text, nullable=False),
        sa.Column("spoken", sa.Text, nullable=False),
        sa.Column("targets", sa.Text, nullable=False),
        sa.Column("values", sa.Text, nullable=False),
        sa.Column("idempotency_key", sa.Text, nullable=False),
        sa.Column("dedupe_key", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("vendor_state", sa.Text, nullable=False),
        sa.Column("vendor_task_id", sa.Text, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("started_at", sa.Float),
        sa.Column("ends_at", sa.Float),
        sa.Column("ended_at", sa.Float),
        sa.Column("asked_at", sa.Float),
        sa.Column("answered_at", sa.Float),
        sa.Column("stop_wished_at", sa.Float),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.Float),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("receipt", sa.Text),
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("task_id", sa.Text, sa.ForeignKey("tasks.id"), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text),
        sa.Column("vendor_state", sa.Text, nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("exchange", sa.Text),
        sa.Column("error", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("journal_by_task", "journal", ["task_id", "seq"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER journal_keeps_lines BEFORE UPDATE ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
        op.execute(
            "CREATE TRIGGER journal_drops_nothing BEFORE DELETE ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
        op.execute(
            "CREATE TRIGGER journal_replaces_nothing BEFORE INSERT ON journal "
            "WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq) "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )

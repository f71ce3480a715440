"""Several consoles on one ledger, intents that survive a crash, and a journal that is enough to make the tasks again.

What the rows are now is noted in the journal: without that, the lines of earlier versions would not tell it.
"""

from __future__ import annotations

import json
import time

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NESTED = ("spoken", "targets", "values", "error", "receipt", "unclear", "restart")


def upgrade() -> None:
    """Add the columns, and one line of facts per task."""
    op.add_column("tasks", sa.Column("watched_by", sa.Text, nullable=False, server_default=""))
    op.add_column("tasks", sa.Column("unclear", sa.Text, nullable=False, server_default='{"$tuple":[]}'))
    op.add_column("tasks", sa.Column("restart", sa.Text))
    op.add_column("tasks", sa.Column("revision", sa.Integer, nullable=False, server_default="0"))
    op.add_column("journal", sa.Column("facts", sa.Text))
    connection = op.get_bind()
    journal = sa.table(
        "journal",
        *(sa.column(name) for name in ("task_id", "at", "kind", "vendor_state", "request_id", "detail", "facts")),
    )
    for row in connection.execute(sa.text("SELECT * FROM tasks ORDER BY number")).mappings().all():
        facts = {key: json.loads(value) if key in NESTED and value else value for key, value in row.items()}
        text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
        line = {"task_id": row["id"], "at": time.time(), "kind": "noted", "vendor_state": "", "request_id": ""}
        connection.execute(
            journal.insert(), {**line, "detail": "{}", "facts": text.encode("utf-8", "backslashreplace").decode()}
        )

"""How a task came into the ledger: until now every one was started by the console."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what is there was started here."""
    op.add_column("tasks", sa.Column("origin", sa.Text, nullable=False, server_default="started"))

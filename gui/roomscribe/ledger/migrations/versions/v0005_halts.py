"""When a person stopped everything they had started, so that no other window of theirs starts more of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "halts",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("cancels", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )

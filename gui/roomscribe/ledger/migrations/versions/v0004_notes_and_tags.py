"""What people write about a task, and the words they put on it.

The journal needs no line: what it does not tell is empty until somebody changes it, and that leaves facts.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("tasks", sa.Column("note", sa.Text, nullable=False, server_default=""))
    op.add_column("tasks", sa.Column("tags", sa.Text, nullable=False, server_default='{"$tuple":[]}'))

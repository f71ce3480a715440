"""Runs Alembic's steps on the connection that the ledger hands over, inside the ledger's transaction."""

from __future__ import annotations

from alembic import context

from roomscribe.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()

"""The steps by which an older ledger becomes a current one; Alembic runs them in order."""

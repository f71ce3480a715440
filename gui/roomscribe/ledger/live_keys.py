"""Which live rows of the ledger a new one would meet, known without reading them all for each new one."""

from __future__ import annotations

from collections.abc import Hashable

import sqlalchemy as sa

from roomscribe.domain.key_index import KeyIndex
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import split_keys
from roomscribe.ledger import schema
from roomscribe.ledger.codec import Row

LIVE_STATES = frozenset(state.value for state in TaskState if state.live)


class LiveKeys:
    """The clash keys and vendor's ids of the live rows.

    What this connection commits is told by `note`. Whether another one, of this or of any other process, has committed
    anything meanwhile is asked of SQLite (`PRAGMA data_version`); then all live rows are read anew.
    """

    def __init__(self) -> None:
        self._index = KeyIndex()
        self._version: object = None

    def like(self, row: Row, connection: sa.Connection) -> list[str]:
        """The ids of the live rows with a key of this one. To be asked with the writers' lock held: so nobody can write
        another one between the answer and the commit."""
        version = connection.exec_driver_sql("PRAGMA data_version").scalar()
        if version != self._version:
            self._index = KeyIndex()
            tasks = schema.tasks.c
            found = sa.select(tasks.id, tasks.state, tasks.dedupe_key, tasks.vendor_task_id).where(
                tasks.state.in_(LIVE_STATES)
            )
            for each in connection.execute(found).mappings():
                self.note(each)
            self._version = version
        return self._index.sharing(_keys(row))

    def note(self, row: Row) -> None:
        """This row is being committed; where that fails, `forget` must follow."""
        if row["state"] in LIVE_STATES:
            self._index.put(row["id"], _keys(row))
        else:
            self._index.drop(row["id"])

    def forget(self) -> None:
        """Something that was noted is not there after all."""
        self._version = None


def _keys(row: Row) -> list[Hashable]:
    named = [("vendor", row["vendor_task_id"])] if row["vendor_task_id"] else []
    return [*split_keys(row["dedupe_key"]), *named]

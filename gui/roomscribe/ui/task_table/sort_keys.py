"""What rows are sorted by, column by column, and for how long that stays the same."""

from __future__ import annotations

from collections.abc import Hashable

from roomscribe.domain.tasks import Task
from roomscribe.services.rows.keys import KeyOf
from roomscribe.services.rows.row import Key
from roomscribe.ui.collation import collated
from roomscribe.ui.task_table.columns import COLUMNS, Column
from roomscribe.ui.task_table.glance import Glance


def key_of(column: Column, glance: Glance) -> KeyOf:
    """How a column's key is worked out: texts stand as people of this computer's language look for them."""
    sort = column.sort

    def key(task: Task) -> Key:
        found = sort(task, glance)
        return collated(found) if isinstance(found, str) else found

    return (lambda task: sort(task, glance)) if column.number else key


def kept_under(column: Column) -> Hashable:
    """The name by which a column's keys are kept; None where they may be others by now."""
    return None if column.drifts else column.id


def ageing_keys(glance: Glance) -> dict[Hashable, KeyOf]:
    """Those that are others with each answer."""
    return {column.id: key_of(column, glance) for column in COLUMNS if column.ageing}


def lasting_keys(glance: Glance) -> list[tuple[Hashable, KeyOf]]:
    """Those that can be got ready."""
    return [(kept_under(column), key_of(column, glance)) for column in COLUMNS if not column.drifts]

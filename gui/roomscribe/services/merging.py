"""What becomes of a row that two have changed: pure rules, so that no wish, number or proof is written over."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task

_FIELDS = tuple(Task.__dataclass_fields__)
_END = ("state", "vendor_state", "ended_at", "receipt", "error")
"""What an end is told by: one without the others would be half an end."""


def merged(base: Task, mine: Task, theirs: Task) -> Task:
    """The row with what `mine` changed since `base`, save where `theirs`, which was written first, changed it too.

    An end on either side wins, and as a whole; of two ends that which is proven, else theirs.
    """
    ours = {name: getattr(mine, name) for name in _FIELDS if getattr(theirs, name) == getattr(base, name)}
    row = replace(theirs, **ours | {"revision": theirs.revision})
    proven = mine.receipt is not None and theirs.receipt is None
    if mine.state.ended and base.state.live and (theirs.state.live or proven):
        row = _ended_as(mine, row)
    elif theirs.state.ended:
        row = _ended_as(theirs, row)
    return keeping(theirs, row)


def keeping(written: Task, wanted: Task) -> Task:
    """A changed row without the changes that would take back what is written down for good.

    An end stays an end, a wish to stop stays wished, and numbers never get smaller.
    """
    kept = replace(
        wanted,
        # Its time may be moved: the computer's clock was set.
        stop_wished_at=wanted.stop_wished_at if wanted.stop_wished_at is not None else written.stop_wished_at,
        sequence=max(written.sequence, wanted.sequence),
        epoch=max(written.epoch, wanted.epoch),
        vendor_task_id=wanted.vendor_task_id or written.vendor_task_id,
        revision=written.revision,
    )
    if written.state.ended and (kept.state.live or written.receipt is not None):
        return _ended_as(written, kept)
    if kept.stop_wished_at is not None and kept.state.live and not kept.state.unsettled:
        return replace(kept, state=TaskState.STOPPING)
    return kept


def _ended_as(ended: Task, row: Task) -> Task:
    return replace(row, **{name: getattr(ended, name) for name in _END})


def fresher(shown: Task, written: Task) -> Task:
    """The written row with the time of the knowledge that is shown, where that says the same and is newer.

    Both must be by one clock: who sets it moves all of a row's times, and the older ones may seem to lie ahead.
    """
    same = shown.state is written.state and shown.vendor_state == written.vendor_state
    same = same and shown.created_at == written.created_at
    if same and shown.answered_at is not None and shown.answered_at > (written.answered_at or 0.0):
        return replace(written, asked_at=shown.asked_at, answered_at=shown.answered_at)
    return written

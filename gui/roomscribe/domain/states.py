"""The states of a task in our own words; each generation maps its vendor's words to these."""

from __future__ import annotations

from enum import StrEnum

from roomscribe.domain.text import T


class TaskState(StrEnum):
    """One word for how a task is doing, the same for every vendor."""

    REQUESTING = "requesting"
    """Written down; the request is about to leave or under way."""
    STARTING = "starting"
    """The vendor accepted it and prepares the bot."""
    RUNNING = "running"
    """The bot listens."""
    RECOVERING = "recovering"
    """The vendor repairs it by itself."""
    STOPPING = "stopping"
    """An end was asked for; no receipt yet."""
    STOPPED = "stopped"
    """Ended, and the vendor has said so."""
    REJECTED = "rejected"
    """The vendor said no; nothing runs."""
    UNSENT = "unsent"
    """The request did not reach the vendor; nothing runs."""
    UNCONFIRMED = "unconfirmed"
    """The request may or may not have arrived; a bot may be running."""
    FAILED = "failed"
    """The vendor says that the task broke."""
    GONE = "gone"
    """Over without a receipt: the vendor no longer knows it unasked, or no task lives so long."""
    CLOSED = "closed"
    """Its start was never answered and can't be asked about; a person looked, saw no bot and closed the row."""

    @property
    def ended(self) -> bool:
        """Nothing runs any more, as far as can be known: no polling, no stop."""
        return self in _ENDED

    @property
    def live(self) -> bool:
        """Something runs or may run, and may be billed."""
        return self not in _ENDED

    @property
    def unsettled(self) -> bool:
        """Whether the vendor ever got the request is not known."""
        return self in (TaskState.REQUESTING, TaskState.UNCONFIRMED)

    @property
    def changing(self) -> bool:
        """A transition is pending: worth asking often."""
        return self in _CHANGING


_ENDED = frozenset(
    {
        TaskState.STOPPED,
        TaskState.REJECTED,
        TaskState.UNSENT,
        TaskState.FAILED,
        TaskState.GONE,
        TaskState.CLOSED,
    }
)
_CHANGING = frozenset(
    {TaskState.REQUESTING, TaskState.STARTING, TaskState.STOPPING, TaskState.UNCONFIRMED, TaskState.RECOVERING}
)


STATE_WORDS = {
    TaskState.REQUESTING: T("requesting"),
    TaskState.STARTING: T("starting"),
    TaskState.RUNNING: T("running"),
    TaskState.RECOVERING: T("recovering"),
    TaskState.STOPPING: T("stopping"),
    TaskState.STOPPED: T("stopped"),
    TaskState.REJECTED: T("rejected"),
    TaskState.UNSENT: T("not sent"),
    TaskState.UNCONFIRMED: T("unconfirmed"),
    TaskState.FAILED: T("failed"),
    TaskState.GONE: T("gone"),
    TaskState.CLOSED: T("closed by hand"),
}
"""What people read for a state, wherever it is named."""

"""A task as the ledger keeps it, and what is learnt about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.states import TaskState


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Proof of an end: an ended status word, or not-found after a stop."""

    word: str
    """The vendor's status word or error code."""
    at: float
    """UTC seconds of the answer."""
    request_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Restart:
    """What is to be started once a task has ended: a restart that is not done yet."""

    profile_id: str
    minutes: int
    values: Mapping[str, object] = field(default_factory=dict)
    """The draft, without secrets."""
    by: str = ""
    """Id of the console process that is at it; "" since that has ended, and nobody is."""


class Origin(StrEnum):
    """How a task came into the ledger."""

    STARTED = "started"
    """This console asked the vendor for it."""
    ADOPTED = "adopted"
    """Found in the vendor's list: who started it is not known, nor with which settings."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One transcription task: a row of the ledger."""

    id: str
    """Local id, ours, for ever."""
    profile_id: str
    profile_name: str
    vendor: str
    generation: str
    site: str
    room: str
    """"" where nobody knows: an adopted task whose vendor tells no rooms."""
    bot: str
    spoken: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    """The draft it was started from, without secrets; updated when a change is accepted. Of an adopted task only what
    the console knows: every other key is missing."""
    idempotency_key: str = ""
    """SessionId at TRTC, instanceId at Agora."""
    dedupe_key: str = ""
    """Its clash keys (`joined_keys`): two live tasks that share one would harm each other at the vendor."""
    state: TaskState = TaskState.REQUESTING
    vendor_state: str = ""
    """The vendor's own word, as it stands."""
    vendor_task_id: str = ""
    created_at: float = 0.0
    """UTC seconds when it was written down."""
    started_at: float | None = None
    """UTC seconds when the vendor accepted it."""
    ends_at: float | None = None
    """UTC seconds when the console stops it; None means without an end."""
    ended_at: float | None = None
    asked_at: float | None = None
    """When the last answered question about its state was asked."""
    answered_at: float | None = None
    stop_wished_at: float | None = None
    """Set once somebody wanted it stopped; never cleared."""
    sequence: int = 0
    """Last update number used (counted as used as soon as a request leaves)."""
    updated_at: float | None = None
    """When the last update (or the start) left, for the vendor's spacing rule; of a start without an answer, until when
    it was tried."""
    epoch: int = 0
    """Grows with every act of a person; answers to older questions are dropped."""
    owner: str = ""
    """Who started it here, or adopted it."""
    origin: Origin = Origin.STARTED
    error: ErrorNote | None = None
    receipt: Receipt | None = None
    unclear: tuple[str, ...] = ()
    """Keys of fields that a change touched whose answer was lost: what runs is not known."""
    restart: Restart | None = None
    """Set while it is being restarted, and after that when the second half was never done."""
    note: str = ""
    """What somebody wrote about it, for people."""
    tags: tuple[str, ...] = ()
    """Words that somebody put on it, to find it by."""
    watched_by: str = ""
    """Id of the console process that asks the vendor about it; "" for nobody yet."""
    revision: int = field(default=0, compare=False)
    """How often the ledger has rewritten the row: whoever changes it says which one the change was worked out from."""

    @property
    def live(self) -> bool:
        """Whether something runs or may run."""
        return self.state.live

    @property
    def draft_known(self) -> bool:
        """Whether it could be started again as it is: `values` is all of its draft."""
        return self.origin is Origin.STARTED

    @property
    def can_stop(self) -> bool:
        """Stop is offered on every row without a receipt that may be running, whatever its state."""
        return self.state.live and self.receipt is None


def joined_keys(keys: Collection[str]) -> str:
    """Several clash keys as one text for the ledger; the same keys always make the same text."""
    return "\n".join(sorted(keys))


def clashes(one: str, other: str) -> bool:
    """Whether two texts of `joined_keys` share a key."""
    return not split_keys(one).isdisjoint(other.split("\n"))


def split_keys(joined: str) -> frozenset[str]:
    """The clash keys in a text of `joined_keys`."""
    return frozenset(filter(None, joined.split("\n")))


@dataclass(frozen=True, kw_only=True)
class Observation:
    """One answer about a task's state."""

    vendor_state: str
    state: TaskState
    asked_at: float
    answered_at: float
    request_id: str = ""
    vendor_task_id: str = ""
    """Where the answer names it; "" else."""
    idempotency_key: str = ""
    """The key the task was started with (`Task.idempotency_key`), where the answer tells it; "" else."""
    room: str = ""
    """The room, where the answer tells it; "" else."""
    exchanges: tuple[Exchange, ...] = ()
    """The calls that were made, in order."""


class EntryKind(StrEnum):
    """What a journal entry tells."""

    WRITTEN = "written"
    """The task was written down, before anything was sent."""
    ADOPTED = "adopted"
    """The task was found in the vendor's list and written down; `detail["by"]` is who adopted it."""
    CALLED = "called"
    """One request and its answer (`exchange`)."""
    STATE_CHANGED = "state-changed"
    """We learnt a new state; `detail["from"]` names the old one."""
    STOP_WISHED = "stop-wished"
    EXTENDED = "extended"
    """The console stops it later; `detail` has the old end as `from`, the new one as `to` (UTC seconds), and `by`."""
    UPDATE_WISHED = "update-wished"
    """`detail["changes"]` maps field keys to [old, new]; `detail["unknown"]` has those whose old value nobody knows."""
    UPDATED = "updated"
    """The vendor accepted a change."""
    REFUSED = "refused"
    """A call failed; `error` says how."""
    RECEIPT = "receipt"
    """Proof of the end."""
    ANNOTATED = "annotated"
    """Somebody changed note or tags; `detail` has `by`, and the new `note` or `tags` where those changed."""
    RESTARTED_AS = "restarted-as"
    """`detail["task"]`: local id of the task that follows this one."""
    RESTART_OF = "restart-of"
    """`detail["task"]`: local id of the task before this one."""
    RESTART_WISHED = "restart-wished"
    """It is to end and be started again; the draft is in the row, without secrets."""
    RESTART_OPEN = "restart-open"
    """The console that was restarting it ended before the start, or a fault kept it from going on."""
    RESTART_DROPPED = "restart-dropped"
    """Nothing is started any more; `detail["by"]` is who decided so, where somebody did."""
    SETTLED = "settled"
    """An open question about a request was answered by asking."""
    CLOSED = "closed"
    """A person ended a row that nobody can ask about; `detail` has `by`, and `looked`: they saw no bot in the room."""
    WATCHED = "watched"
    """Another process looks after the task from now on; `detail["by"]` is `watchdog` or `console`."""
    CLOCK_SET = "clock-set"
    """This computer's clock was set; the row's times went along by `detail["seconds"]`."""


@dataclass(frozen=True, kw_only=True)
class JournalEntry:
    """One line of the append-only journal: what happened to a task, when, and by whom."""

    task_id: str
    at: float
    """UTC seconds."""
    kind: EntryKind
    """What happened; the window makes the sentence from kind and detail."""
    state: TaskState | None = None
    """The state after it, where it changed."""
    vendor_state: str = ""
    request_id: str = ""
    exchange: Exchange | None = None
    error: ErrorNote | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    seq: int = 0
    """Position in the journal, given by the ledger."""

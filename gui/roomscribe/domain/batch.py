"""A batch: many drafts that are started one after the other, each with its place in a table and its own result."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.fields import Value
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import Text

NAMESPACE = uuid.UUID("6f2b7a4e-0d0c-4c4e-9b7e-3b9d5a1c8e21")
"""What the ids of rows are made in. Never changes: a row is found again by it."""


@dataclass(frozen=True)
class RowFinding:
    """What was found about a row, and where."""

    message: Text
    column: str = ""
    """The column of the table it stands in; "" where none does."""
    key: str = ""
    """The field it concerns."""
    setting: Text | None = None
    """That field's label."""


@dataclass(frozen=True, kw_only=True)
class PlannedRow:
    """One row of a table, made into what would be started."""

    number: int
    """From 1, in the order of the table; what people call it."""
    line: int
    """Where it stands in the file."""
    case: str = ""
    """What the table calls it, for the report; "" for nothing."""
    values: Mapping[str, Value]
    """By field key, secrets included."""
    minutes: int
    unread: str = ""
    """What the table has in place of minutes, where nobody can tell how many it means."""
    unread_languages: Mapping[LanguageUse, str] = field(default_factory=dict)
    """What the table has in place of languages, where nobody can tell which it means."""
    problems: tuple[RowFinding, ...] = ()
    """What keeps it from being started."""
    remarks: tuple[RowFinding, ...] = ()
    """What is to be known before, and keeps nothing from being started."""
    given: frozenset[str] = frozenset()
    """Keys of the settings that the table itself says; the others are as in the draft."""


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One row of a batch that has begun: a draft without its secrets."""

    number: int
    line: int
    case: str
    values: Mapping[str, Value]
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What is started, as it is written down before the first start."""

    id: str
    title: str
    """Where it comes from: a file's name."""
    profile_id: str
    profile_name: str
    generation: str
    created_at: float
    """UTC seconds."""
    rows: tuple[BatchRow, ...]
    settings: tuple[str, ...] = ()
    """Keys of the settings that its table gave; what stands in them differs from row to row."""


class Step(StrEnum):
    """How far a row has come."""

    WAITING = "waiting"
    """Its turn has not come, and nothing was sent."""
    SENDING = "sending"
    """It is written down, and its answer is waited for."""
    STARTED = "started"
    """The vendor has accepted it."""
    OPEN = "open"
    """Its answer was lost; the console asks what became of it, or nobody can be asked."""
    REJECTED = "rejected"
    """The vendor said no."""
    REFUSED = "refused"
    """The console itself did not send it."""
    UNSENT = "unsent"
    """It did not reach the vendor."""
    LEFT = "left"
    """The batch was cancelled before its turn; nothing was sent."""


@dataclass(frozen=True, kw_only=True)
class RowResult:
    """What became of a row so far."""

    step: Step = Step.WAITING
    task_id: str = ""
    """Local id of its task; "" as long as there is none."""
    error: ErrorNote | None = None
    """The vendor's refusal, redacted."""
    reason: Text | None = None
    """Why the console did not send it."""
    seconds: float = 0.0
    """From its being written down to its answer."""

    @property
    def over(self) -> bool:
        """Nothing more happens to it by itself."""
        return self.step not in (Step.WAITING, Step.SENDING)


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Every room with every spoken language and every set of translations."""

    rooms: tuple[str, ...] = ()
    spoken: tuple[tuple[str, ...], ...] = ()
    """Each a choice of spoken languages; () for what the draft says."""
    targets: tuple[tuple[str, ...], ...] = ()
    own_bots: bool = True
    """Each row gets a bot of its own: the draft's with the row's number."""
    own_rooms: bool = False
    """Each row gets a room of its own: with the row's number behind it. Vendors refuse two bots that hear all of a
    room."""

    @property
    def count(self) -> int:
        """How many rows it has."""
        return len(self.rooms or ("",)) * len(self.spoken or ("",)) * len(self.targets or ("",))

    def combinations(self) -> Iterator[tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]]:
        """(room, spoken, translated to), rooms slowest; None and "" stand for what the draft says."""
        spoken: tuple[tuple[str, ...] | None, ...] = self.spoken or (None,)
        targets: tuple[tuple[str, ...] | None, ...] = self.targets or (None,)
        for room in self.rooms or ("",):
            for heard in spoken:
                for to in targets:
                    yield room, heard, to


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many rows have come how far."""

    total: int
    counts: Mapping[Step, int] = field(default_factory=dict)

    def of(self, *steps: Step) -> int:
        """How many are at one of these."""
        return sum(self.counts.get(step, 0) for step in steps)

    @property
    def over(self) -> int:
        """How many are done, whatever came of them."""
        return self.total - self.of(Step.WAITING, Step.SENDING)


def row_task_id(batch_id: str, number: int, attempt: int = 0) -> str:
    """The local id of a row's task: always the same, so that a row that was started is never started again.

    A next attempt is made only where it is proven that the one before started nothing.
    """
    return uuid.uuid5(NAMESPACE, f"{batch_id}/{number}/{attempt}").hex

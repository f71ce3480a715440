"""A halt: a person has stopped everything they started, and nothing of what they had begun starts anything more."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T

REST = T("Everything that you started was stopped. Its rest is started when the batch goes on.")
"""Why a batch is paused that was under way then."""


@dataclass(frozen=True, kw_only=True)
class Halt:
    """One of them, as the ledger has it."""

    number: int
    """Grows with each. What was begun with a smaller one known was begun before."""
    owner: str
    """Who has stopped what they started."""
    at: float
    """UTC seconds."""
    cancels: bool
    """The rest of batches is given up; else it can be gone on with."""


class Halted(BadRequest):
    """It was begun before its owner stopped everything: nothing was written down or sent."""

    def __init__(self, halt: Halt) -> None:
        super().__init__(T("Everything that you started was stopped meanwhile, so this was not started."))
        self.halt = halt
        """The last one that cancels, else the last: who has given the rest up does not get it back by a later pause."""

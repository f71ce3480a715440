"""What the scheduler keeps in mind: for each row when it is asked about, for each kind of call who waits for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from roomscribe.net.pace import Pace
from roomscribe.services.schedule import Line


@dataclass(eq=False)
class Queue:
    """The rows that wait for one kind of call of one account."""

    pace: Pace
    stops: bool
    line: Line


@dataclass(slots=True)
class Plan:
    """When one row is to be asked about, and what is under way."""

    queue: Queue
    due: float = 0.0
    """Monotonic second of its turn, were everything permitted."""
    asked: float = 0.0
    """Monotonic second from which its interval counts."""
    promised: float = 0.0
    """Seconds: how old its knowledge shall become at most."""
    failures: int = 0
    question: asyncio.Task[bool] | None = None
    """The question under way."""
    epoch: int = 0
    """Of the task when it was asked."""
    acts: bool = False
    """The question changes something at the vendor."""
    nudged: bool = False
    """A person acted while the question was under way: ask again as soon as it is over."""
    ends_at: float | None = None
    """The end that is looked out for."""
    left: set[asyncio.Task[bool]] = field(default_factory=set)
    """Questions that act and were overtaken: they go on, as what they sent must be written down."""

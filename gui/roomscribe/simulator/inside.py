"""What a simulated cloud shows of itself to whoever runs the simulator; no vendor tells that to its customers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TaskFacts:
    """One task, ended ones included for as long as the cloud remembers them. Times are world time in seconds."""

    generation: str
    """Id of the generation, e.g. `trtc-1`."""
    task_id: str
    """The vendor's."""
    app_id: str
    room: str
    """The world's name of the room, as `World.room` takes it."""
    bot: str
    """User id of the bot in the room."""
    word: str
    """The vendor's own word for how it is doing."""
    started_at: float
    ended_at: float | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Inside:
    """One cloud seen from inside. Use it on the thread where the world lives."""

    calls: tuple[str, ...]
    """The vendor's names of its calls, by which faults find them."""
    switches: Callable[[], Mapping[str, object]] = dict
    """The settings that hold now, by group: each a dataclass whose fields are switches."""
    tasks: Callable[[], Iterable[TaskFacts]] = tuple
    """Every task it remembers, the oldest first."""

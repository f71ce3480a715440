"""What runs in a world now: tasks as every vendor's cloud tells of them, and the sentences they produce."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

Event = TypeVar("Event")


class EndCause(StrEnum):
    """Why somebody or something other than its owner ends a task; each vendor knows some of them."""

    IDLE = "idle"
    """As after too long a silence."""
    LIFETIME = "lifetime"
    """As at the end of the longest life that the vendor permits."""
    REMOVED_BY_APP = "removed-by-app"
    """The application took the bot out of the room."""
    ROOM_DISMISSED = "room-dismissed"
    """The application closed the room."""
    REMOVED_BY_SERVER = "removed-by-server"
    """The vendor took the bot out, e.g. because its user id entered elsewhere."""
    ROOM_DISSOLVED = "room-dissolved"
    """The vendor closed the room."""
    BROKEN = "broken"
    """Something inside the vendor's cloud broke."""
    CONNECTION_LOST = "connection-lost"
    """The bot lost the room."""
    RECOGNITION_BROKE = "recognition-broke"
    TRANSLATION_BROKE = "translation-broke"


@dataclass(frozen=True, kw_only=True)
class LiveTask:
    """A task whose bot is in its room. All times are world time in seconds."""

    generation: str
    """Id of the generation whose wire format its captions have, e.g. `trtc-1`."""
    task_id: str
    """The vendor's."""
    app_id: str
    room: str
    """The world's name of the room, as `World.room` takes it."""
    bot: str
    """User id of the bot that publishes the captions."""
    accepted_at: float
    """When the vendor took the start."""
    running_since: float
    """When the bot began to listen."""
    hears: Callable[[str], bool]
    """Whether it transcribes what this user says."""
    spoken_by: Callable[[str], tuple[str, ...]]
    """The vendor's codes of the languages that it expects of this user, the first one first."""
    targets_of: Callable[[str], tuple[str, ...]]
    """The codes of the languages into which it translates what is said in this one; () for none."""
    options: Mapping[str, object] = field(default_factory=dict)
    """What the vendor's caption format depends on besides, by names of the vendor's cloud."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A final sentence of one task: it will not change any more."""

    task: LiveTask
    round_id: str
    """One for the sentence in every language."""
    speaker: str
    language: str
    text: str
    started_at: float
    ended_at: float
    """World time when the speaker began and ended."""
    translations: Mapping[str, str] = field(default_factory=dict)
    """By target language."""


class TaskSource(Protocol):
    """A cloud's tasks, as the world sees them."""

    def settle(self) -> None:
        """Let everything happen that was due by now. Called at every beat, and before people come or go."""

    def live_tasks(self) -> Iterable[LiveTask]:
        """The tasks whose bots are in their rooms now."""

    def end_task(self, task_id: str, cause: EndCause) -> bool:
        """End a live task now; False when it is not one of these. `ValueError` for a cause this vendor lacks."""


class Listeners(Generic[Event]):
    """Who wants to be told of one kind of event, in the order in which they asked."""

    def __init__(self) -> None:
        self._all: list[Callable[[Event], None]] = []

    def add(self, listener: Callable[[Event], None]) -> None:
        """Tell it of every event from now on."""
        self._all.append(listener)

    def remove(self, listener: Callable[[Event], None]) -> None:
        """Tell it of no further event; `ValueError` for one that is not told."""
        self._all.remove(listener)

    def __bool__(self) -> bool:
        """Whether anybody listens."""
        return bool(self._all)

    def tell(self, event: Event) -> None:
        """Tell everybody."""
        for listener in tuple(self._all):
            listener(event)

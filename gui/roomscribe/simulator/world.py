"""The world both simulated vendors share: rooms with people who publish sound, a clock, and faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from roomscribe.domain.clock import Clock, SystemClock
from roomscribe.simulator.clock import SpeedClock
from roomscribe.simulator.faults import Faults


@dataclass
class Person:
    """Somebody in a room."""

    user_id: str
    publishing: bool = True


@dataclass
class Room:
    """A room or channel of one application."""

    made_at: float
    """World time when somebody first looked at it."""
    people: dict[str, Person] = field(default_factory=dict)
    left: dict[str, float] = field(default_factory=dict)
    """World time when people who no longer publish last did."""


RoomKey = tuple[str, str]
"""(application id, the vendor's spelling of the room, type included)."""
Shared = TypeVar("Shared")


def _everybody(user_id: str) -> bool:
    return True


class World:
    """Rooms and people, seen by every simulated vendor. Lives on one thread: the server's, or a test's."""

    def __init__(self, clock: Clock | None = None, *, speed: float = 1.0, busy_rooms: bool = True) -> None:
        self.clock = SpeedClock(clock or SystemClock(), speed)
        self.faults = Faults()
        self.busy_rooms = busy_rooms
        """Whether a room nobody described has a speaker in it, so that demos do not idle out."""
        self.calls: Counter[str] = Counter()
        """How often each of the vendors' calls arrived: the truth that tests hold the console against."""
        self._rooms: dict[RoomKey, Room] = {}
        self._shared: dict[type[Any], Any] = {}

    def shared(self, kind: type[Shared], make: Callable[[], Shared]) -> Shared:
        """The one `kind` of this world, made when it is first asked for: a vendor's generations are its doors."""
        if kind not in self._shared:
            self._shared[kind] = make()
        made: Shared = self._shared[kind]
        return made

    def room(self, app_id: str, name: str) -> Room:
        """The room, made with the world's usual people when it is first looked at."""
        key = (app_id, name)
        if key not in self._rooms:
            room = Room(made_at=self.clock.now())
            if self.busy_rooms:
                room.people["1001"] = Person("1001")
            self._rooms[key] = room
        return self._rooms[key]

    def people_publish(self, app_id: str, name: str, user_ids: Iterable[str]) -> None:
        """From now on exactly these people publish sound in the room."""
        room = self.room(app_id, name)
        before, room.people = room.people, {user_id: Person(user_id) for user_id in user_ids}
        room.left |= {user_id: self.clock.now() for user_id in before.keys() - room.people.keys()}

    def quiet_since(self, app_id: str, name: str, heard: Callable[[str], bool] = _everybody) -> float | None:
        """World time since when nobody who is `heard` publishes in the room; None while somebody does."""
        room = self.room(app_id, name)
        if any(heard(user_id) for user_id in room.people):
            return None
        return max((at for user_id, at in room.left.items() if heard(user_id)), default=room.made_at)

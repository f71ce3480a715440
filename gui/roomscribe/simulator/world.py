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

    people: dict[str, Person] = field(default_factory=dict)
    quiet_since: float | None = None
    """World time since when nobody publishes; None while somebody does."""


RoomKey = tuple[str, str]
"""(application id, the vendor's spelling of the room, type included)."""
Shared = TypeVar("Shared")


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
            room = Room(quiet_since=None if self.busy_rooms else self.clock.now())
            if self.busy_rooms:
                room.people["1001"] = Person("1001")
            self._rooms[key] = room
        return self._rooms[key]

    def people_publish(self, app_id: str, name: str, user_ids: Iterable[str]) -> None:
        """From now on exactly these people publish sound in the room."""
        room = self.room(app_id, name)
        room.people = {user_id: Person(user_id) for user_id in user_ids}
        if room.people:
            room.quiet_since = None
        elif room.quiet_since is None:
            room.quiet_since = self.clock.now()

    def quiet_since(self, app_id: str, name: str) -> float | None:
        """World time since when no person publishes in the room; None while somebody does."""
        return self.room(app_id, name).quiet_since

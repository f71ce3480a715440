"""The world both simulated vendors share: rooms with people who publish sound, a clock, and faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from roomscribe.domain.clock import Clock, SystemClock
from roomscribe.simulator.captions import CaptionFormat, SentCaption
from roomscribe.simulator.clock import SpeedClock
from roomscribe.simulator.faults import Faults
from roomscribe.simulator.live import EndCause, Listeners, LiveTask, Sentence, TaskSource
from roomscribe.simulator.scenario import Scenario, load_scenario


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


def _heard(people: Mapping[str, Person]) -> set[str]:
    return {each.user_id for each in people.values() if each.publishing}


class World:
    """Rooms and people, seen by every simulated vendor. Lives on one thread: the server's, or a test's."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        speed: float = 1.0,
        busy_rooms: bool = True,
        scenario: Scenario | None = None,
    ) -> None:
        self.clock = SpeedClock(clock or SystemClock(), speed)
        self.faults = Faults()
        self.busy_rooms = busy_rooms
        """Whether a room nobody described has the scenario's people in it, so that demos do not idle out."""
        self.scenario = scenario or load_scenario()
        """Who is usually in a room, and what everybody says."""
        self.calls: Counter[str] = Counter()
        """How often each of the vendors' calls arrived: the truth that tests hold the console against."""
        self.sentences: Listeners[Sentence] = Listeners()
        """Told of every final sentence, by whoever makes the people's speech."""
        self.formats: dict[str, CaptionFormat] = {}
        """How captions look, by the generation's id."""
        self.captions: Listeners[SentCaption] = Listeners()
        """Told of every message that a bot sends into its room."""
        self._beats: list[Callable[[], None]] = []
        self._sources: list[TaskSource] = []
        self._rooms: dict[RoomKey, Room] = {}
        self._shared: dict[type[Any], Any] = {}

    def shared(self, kind: type[Shared], make: Callable[[], Shared]) -> Shared:
        """The one `kind` of this world, made when it is first asked for: a vendor's generations are its doors."""
        if kind not in self._shared:
            self._shared[kind] = make()
        made: Shared = self._shared[kind]
        return made

    def add_source(self, source: TaskSource) -> None:
        """A cloud's tasks, which are settled at every beat from now on."""
        self._sources.append(source)

    def on_beat(self, act: Callable[[], None]) -> None:
        """Call it at every beat, after all tasks are settled: what should happen without being asked about."""
        self._beats.append(act)

    def beat(self) -> None:
        """Notice what became due since the last beat. A server does this by itself, tests do it by hand."""
        self.settle()
        for act in tuple(self._beats):
            act()

    def settle(self) -> None:
        """Let every task that is due by now begin, change or end, each at its own time."""
        for source in self._sources:
            source.settle()

    def live_tasks(self) -> list[LiveTask]:
        """The tasks of every cloud whose bots are in their rooms now."""
        self.settle()
        return [task for source in self._sources for task in source.live_tasks()]

    def end_task(self, task_id: str, cause: EndCause) -> None:
        """End a live task in a way its owner did not ask for.

        `KeyError` for a task that does not live, `ValueError` for a cause its vendor lacks.
        """
        self.settle()
        if not any(source.end_task(task_id, cause) for source in self._sources):
            raise KeyError(task_id)

    def room(self, app_id: str, name: str) -> Room:
        """The room, made with the world's usual people when it is first looked at."""
        key = (app_id, name)
        if key not in self._rooms:
            room = Room(made_at=self.clock.now())
            if self.busy_rooms:
                room.people = {user_id: Person(user_id) for user_id in self.scenario.usual}
            self._rooms[key] = room
        return self._rooms[key]

    def people_publish(self, app_id: str, name: str, user_ids: Iterable[str]) -> None:
        """From now on exactly these people are in the room, and all of them publish sound."""
        self.set_people(app_id, name, map(Person, user_ids))

    def set_people(self, app_id: str, name: str, people: Iterable[Person]) -> None:
        """From now on exactly these people are in the room.

        A silence that was long enough has ended its tasks before, even if nobody asked while it lasted.
        """
        self.settle()
        room = self.room(app_id, name)
        before, room.people = room.people, {each.user_id: each for each in people}
        room.left |= {user_id: self.clock.now() for user_id in _heard(before) - _heard(room.people)}

    def rooms(self) -> Mapping[RoomKey, Room]:
        """The rooms that somebody has looked at."""
        return dict(self._rooms)

    def quiet_since(self, app_id: str, name: str, heard: Callable[[str], bool] = _everybody) -> float | None:
        """World time since when nobody who is `heard` publishes in the room; None while somebody does."""
        room = self.room(app_id, name)
        if any(heard(user_id) for user_id in _heard(room.people)):
            return None
        return max((at for user_id, at in room.left.items() if heard(user_id)), default=room.made_at)

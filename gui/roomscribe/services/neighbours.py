"""Finds live tasks in the room of a draft that are legal beside it, but rarely meant: a person is asked first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import Choice
from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.store import TaskStore
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


class Beside(Enum):
    """Why a live task in a room of the same name is told of."""

    ADOPTED = auto()
    """It was adopted: nobody knows its bot."""
    OTHER_KIND = auto()
    """Its room is of another kind, and so another room."""
    OTHER_PROFILE = auto()


@dataclass(frozen=True)
class Neighbour:
    """A live task in a room of the same name, and what that means."""

    task: Task
    message: Text
    kind: Beside


class Neighbours:
    """Compares rooms by name and kind within one vendor.

    What the vendor would refuse is the launcher's to find (`clash`).
    """

    def __init__(self, *, registry: Registry, profiles: ProfileStore, store: TaskStore) -> None:
        self._registry = registry
        self._profiles = profiles
        self._store = store

    def of(self, draft: Draft, *, apart_from: str = "") -> list[Neighbour]:
        """Live tasks of other profiles in the draft's room, and adopted ones there, whose bots nobody knows.

        Also those in a room of the same name that is another room by its kind: one of the two is mostly a mistake.

        `apart_from` is the local id of a task that the draft replaces.
        """
        return self._among(self._store.live(), draft, apart_from)

    def finder(self) -> Callable[[Draft], list[Neighbour]]:
        """The same as `of` for many drafts, among the tasks that are live now: they are gone through only once."""
        rooms: dict[str, list[Task]] = defaultdict(list)
        for task in self._store.live():
            rooms[task.room].append(task)

        def find(draft: Draft) -> list[Neighbour]:
            generation = self._registry.generation(self._profiles.get(draft.profile_id).generation)
            room = str(draft.values.get(generation.room_key) or "")
            return self._among(rooms[room], draft, "") if room in rooms else []

        return find

    def _among(self, tasks: Iterable[Task], draft: Draft, apart_from: str) -> list[Neighbour]:
        profile = self._profiles.get(draft.profile_id)
        generation = self._registry.generation(profile.generation)
        room, kind = str(draft.values.get(generation.room_key) or ""), _kind(generation, draft.values)
        found = []
        for task in tasks:
            if not room or task.room != room or task.vendor != profile.vendor or task.id == apart_from:
                continue
            if not task.draft_known:
                found.append(Neighbour(task, _adopted(task), Beside.ADOPTED))
            elif self._same_application(task, profile) and (other := self._other_kind(task, kind)) is not None:
                found.append(Neighbour(task, other, Beside.OTHER_KIND))
            elif task.profile_id != profile.id:
                found.append(Neighbour(task, self._other_profile(task, profile), Beside.OTHER_PROFILE))
        return found

    def _same_application(self, task: Task, profile: Profile) -> bool:
        return self._application(task.profile_id) in (None, self._application(profile.id))

    def _other_kind(self, task: Task, kind: Choice | None) -> Text | None:
        """What it means that the task's room has another kind; None where it has the same, or nobody knows."""
        if kind is None or not self._registry.knows(task.generation):
            return None
        theirs = _kind(self._registry.generation(task.generation), task.values)
        if theirs is None or theirs.value == kind.value:
            return None
        return T(
            "“{profile}” has a live task in room {room} of type “{theirs}”, and here the type is “{mine}”. Those are "
            "two different rooms: check that the type is the right one.",
            profile=task.profile_name,
            room=task.room,
            theirs=theirs.label,
            mine=kind.label,
        )

    def _other_profile(self, task: Task, profile: Profile) -> Text:
        theirs, mine = self._application(task.profile_id), self._application(profile.id)
        if theirs is None or mine is None:
            return T(
                "“{profile}” has a live task in a room of this name. Whether it is the same application is not known.",
                profile=task.profile_name,
            )
        if theirs == mine:
            return T(
                "“{profile}” has a live task in this room, in the same application: two bots would listen, and both "
                "are billed.",
                profile=task.profile_name,
            )
        return T(
            "“{profile}” has a live task in a room of this name, in another application. That is another room: check "
            "that the profile is the right one.",
            profile=task.profile_name,
        )

    def _application(self, profile_id: str) -> str | None:
        """The application a profile uses; None where nobody knows, as the profile is gone."""
        try:
            profile = self._profiles.get(profile_id)
        except KeyError:
            return None
        if not self._registry.knows(profile.generation):
            return None
        return profile.account.get(self._registry.generation(profile.generation).application_key) or None


def _kind(generation: Generation, values: Mapping[str, object]) -> Choice | None:
    """The kind of room that the values mean; None where rooms have none."""
    field = generation.field(generation.room_kind_key)
    if field is None:
        return None
    value = values.get(field.key, field.default)
    return next((each for each in field.choices if each.value == value), None)


def _adopted(task: Task) -> Text:
    return T(
        "A task that was adopted from “{profile}” is live in this room. Which bot it has is not known: two bots with "
        "one ID throw each other out, and both are billed.",
        profile=task.profile_name,
    )

"""Finds live tasks in the room of a draft that are legal beside it, but rarely meant: a person is asked first."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.store import TaskStore
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True)
class Neighbour:
    """A live task in a room of the same name, and what that means."""

    task: Task
    message: Text


class Neighbours:
    """Compares rooms by name within one vendor. What the vendor would refuse is the launcher's to find (`clash`)."""

    def __init__(self, *, registry: Registry, profiles: ProfileStore, store: TaskStore) -> None:
        self._registry = registry
        self._profiles = profiles
        self._store = store

    def of(self, draft: Draft, *, apart_from: str = "") -> list[Neighbour]:
        """Live tasks of other profiles in the draft's room, and adopted ones there, whose bots nobody knows.

        `apart_from` is the local id of a task that the draft replaces.
        """
        profile = self._profiles.get(draft.profile_id)
        room = str(draft.values.get(self._registry.generation(profile.generation).room_key) or "")
        found = []
        for task in self._store.live():
            if not room or task.room != room or task.vendor != profile.vendor or task.id == apart_from:
                continue
            if not task.draft_known:
                found.append(Neighbour(task, _adopted(task)))
            elif task.profile_id != profile.id:
                found.append(Neighbour(task, self._other_profile(task, profile)))
        return found

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


def _adopted(task: Task) -> Text:
    return T(
        "A task that was adopted from “{profile}” is live in this room. Which bot it has is not known: two bots with "
        "one ID throw each other out, and both are billed.",
        profile=task.profile_name,
    )

"""Makes drafts for a profile out of what comes from elsewhere: another profile's draft, a task, a pasted request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import Values, given
from roomscribe.domain.lengths import MINUTE, in_minutes, spoken
from roomscribe.domain.profiles import Profile
from roomscribe.domain.remarks import Reading, Remark, RemarkKind, counted
from roomscribe.domain.run_time import MINUTES
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.domain.text import T, Text
from roomscribe.domain.written_requests import Purpose
from roomscribe.services.conversion import Origin, convert
from roomscribe.services.pasting.recognition import Understood
from roomscribe.vendors.body_reader import blank_values
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A draft for the form, and what must be said about it."""

    draft: Draft
    """With every field of its generation."""
    remarks: tuple[Remark, ...]


class Opener:
    """Opens drafts as other generations' drafts."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def draft_as(self, draft: Draft, here: Profile, there: Profile) -> Opened:
        """A form's draft of one profile, for another."""
        reading = self._converted(draft.values, here.generation, here.site, there)
        return self._opened(reading, there, draft.minutes)

    def values_as(
        self,
        values: Values,
        generation_id: str,
        site: str,
        there: Profile,
        *,
        minutes: int,
        remarks: tuple[Remark, ...] = (),
    ) -> Opened:
        """A whole form of a service, for a profile; `remarks` are what is to be said about the form itself."""
        source, target = self._registry.generation(generation_id), self._registry.generation(there.generation)
        reading = self._moved(values, source, site, target, there)
        return self._opened(Reading(values=reading.values, remarks=(*remarks, *reading.remarks)), there, minutes)

    def why_not(self, task: Task) -> Text | None:
        """Why a task can't be opened as a draft; None where it can."""
        if not self._registry.knows(task.generation):
            return T("This task's vendor add-on is not installed.")
        if not task.draft_known or not task.values:
            return T("It was adopted: with which settings it was started, the console does not know.")
        return None

    def task_as(self, task: Task, there: Profile, journal: Iterable[JournalEntry] = ()) -> Opened:
        """The draft that a task was started from, for a profile; its secrets are not kept with it.

        Without its journal it runs from its first word to its last end, the time included that it waited or got more.
        """
        reading = self._converted(task.values, task.generation, task.site, there)
        if task.ends_at is None:
            reason = T("The task had no end. The profile's usual run time is set.")
            remark = Remark(kind=RemarkKind.CHANGED, about=T("Run time"), reason=reason)
            reading = Reading(values=reading.values, remarks=(*reading.remarks, remark))
            return self._opened(reading, there, there.default_minutes)
        minutes = _wished_minutes(journal) or max(1, round((task.ends_at - task.created_at) / 60))
        return self._opened(reading, there, minutes)

    def request_as(self, understood: Understood, there: Profile, current: Draft | None) -> Opened:
        """A pasted request, for a profile. What does not say everything about a task goes into the `current` draft."""
        source, target = understood.generation, self._registry.generation(there.generation)
        whole = understood.purpose is Purpose.START
        read = blank_values(source.fields) | dict(understood.reading.values)
        reading = self._moved(read, source, understood.site, target, there)
        values, minutes = reading.values, there.default_minutes
        if not whole:
            before = current if current is not None and current.profile_id == there.id else None
            kept = before.values if before is not None else {each.key: each.initial() for each in target.fields}
            minutes = before.minutes if before is not None else minutes
            said = reading.values if source is not target else understood.reading.values
            blank = blank_values(target.fields)
            values = {**kept, **{key: said[key] for key in said if source is target or said[key] != blank.get(key)}}
        own = understood.differences(there) if source is target else ()
        remarks = _once((*understood.reading.remarks, *reading.remarks, *own))
        return self._opened(Reading(values=values, remarks=remarks), there, minutes)

    def _converted(self, values: Values, generation_id: str, site: str, there: Profile) -> Reading:
        source, target = self._registry.generation(generation_id), self._registry.generation(there.generation)
        return convert(values, self._origin(source, site), target, there)

    def _moved(self, values: Values, source: Generation, site: str, target: Generation, there: Profile) -> Reading:
        if source is target and site == there.site:
            return Reading(values=values)
        return convert(values, self._origin(source, site), target, there)

    def _origin(self, source: Generation, site: str) -> Origin:
        return Origin(generation=source, vendor=self._registry.vendor_of(source.id).id, site=site)

    def _opened(self, reading: Reading, there: Profile, minutes: int) -> Opened:
        longest = self._registry.generation(there.generation).abilities.longest_run
        remarks = counted(reading.remarks)
        if longest and minutes * MINUTE > longest:
            minutes = int(longest // MINUTE)
            reason = T("{time} is the longest here.", time=spoken(*in_minutes(minutes * MINUTE)))
            remarks = (*remarks, Remark(kind=RemarkKind.CHANGED, about=T("Run time"), reason=reason))
        return Opened(draft=Draft(profile_id=there.id, values=reading.values, minutes=minutes), remarks=remarks)


def _wished_minutes(journal: Iterable[JournalEntry]) -> int:
    """For how long a task was to run when it was started; 0 where its journal does not tell."""
    told = (entry.detail.get(MINUTES) for entry in journal if entry.kind is EntryKind.WRITTEN)
    return next((each for each in told if isinstance(each, int)), 0)


def _once(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Without asking twice for the same secret."""
    asked: set[str] = set()
    kept = []
    for remark in remarks:
        if remark.kind is RemarkKind.TO_ENTER and given(remark.key):
            if remark.key in asked:
                continue
            asked.add(remark.key)
        kept.append(remark)
    return tuple(kept)

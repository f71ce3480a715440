"""The profiles: one JSON file without secrets, and the simulator's profiles in memory alone."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from roomscribe.domain.clock import Clock, SystemClock
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.ledger.worker import Worker
from roomscribe.services.json_file import JsonFile
from roomscribe.services.listeners import Listeners
from roomscribe.vendors.registry import Registry

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION = 1
Declared = Callable[[str], frozenset[str] | None]
"""Generation id -> keys of its account fields that are not secret; None for a generation nobody knows."""


def declared_by(registry: Registry) -> Declared:
    """What the known vendors declare."""

    def declared(generation_id: str) -> frozenset[str] | None:
        try:
            fields = registry.generation(generation_id).account_fields
        except KeyError:
            return None
        return frozenset(each.key for each in fields if not each.secret)

    return declared


def usable(profiles: ProfileStore, registry: Registry) -> list[Profile]:
    """The profiles of services that are installed: the others have no form, and nothing is known of their calls."""
    return [each for each in profiles.all() if registry.knows(each.generation)]


class ProfileStore:
    """Every profile by its id. Listeners are told, without arguments, whenever something has changed."""

    def __init__(self, path: Path, clock: Clock | None = None, *, declared: Declared | None = None) -> None:
        """`declared` keeps every account field that is not declared, or declared secret, out of the file."""
        self._file = JsonFile(path, clock or SystemClock(), version=VERSION, valid=_has_profiles)
        self._declared = declared
        self._worker = Worker("profiles")
        self._lock = asyncio.Lock()
        self._saved: dict[str, Profile] = {}
        self._simulated: dict[str, Profile] = {}
        self._entries: dict[str, dict[str, Any]] = {}
        """What stands in the file for each profile, with the keys that this version does not know."""
        self._strange: list[object] = []
        """Entries that could not be read; they stay in the file."""
        self._rest: dict[str, Any] = {}
        self._signature: tuple[int, ...] = ()
        self._opened = False
        self._changing = 0
        """Changes that are shown and not written yet."""
        self._listeners: Listeners[Callable[[], None]] = Listeners()
        self.notices: list[Text] = []
        """What went wrong with the file, to be shown."""

    async def open(self) -> None:
        """Read the file. A broken one is set aside and reported in `notices`. Opening it again does nothing."""
        if self._opened:
            return
        self._opened = True
        signature, reading = await self._worker.call(lambda: (self._file.signature(), self._file.read()))
        if reading.notice:
            self.notices.append(reading.notice)
        self._signature = signature
        self.notices += self._load(reading.document)
        self._announce()

    async def refresh(self) -> set[str]:
        """Take over what another console has saved; returns the ids of profiles that are new, different or gone."""
        async with self._lock:
            signature = await self._worker.call(self._file.signature)
            if signature == self._signature or self._changing:
                return set()
            self._signature = signature
            document = await self._worker.call(self._file.peek)
            if self._changing or "profiles" not in document:
                return set()  # a file that was removed, is broken or newer is no reason to forget what is known
            before = self._saved
            self._load(document)
        changed = {each for each in {*before, *self._saved} if before.get(each) != self._saved.get(each)}
        if changed:
            self._announce()
        return changed

    def all(self) -> list[Profile]:
        """Every profile: saved ones in the order in which they were made, then the simulator's."""
        return [*self._saved.values(), *self._simulated.values()]

    def get(self, profile_id: str) -> Profile:
        """The profile with this id; KeyError for an unknown one."""
        return self._simulated[profile_id] if profile_id in self._simulated else self._saved[profile_id]

    def new_id(self) -> str:
        """An id that no profile ever had."""
        return uuid.uuid4().hex

    async def save(self, profile: Profile) -> None:
        """Add or replace a profile; on disk when this returns. `BadRequest` when it cannot be written."""
        if profile.simulator:
            self._simulated[profile.id] = profile
            self._announce()
            return
        _refuse_passwords(profile)
        profile = self._without_secrets(profile)
        entry = {**self._entries.get(profile.id, {}), **_to_plain(profile)}
        entries = {**self._entries, profile.id: entry}
        await self._change({**self._saved, profile.id: profile}, entries, profile.id)

    async def delete(self, profile_id: str) -> None:
        """Remove a profile, unknown ones too; its secrets are the vault's business. `BadRequest` as for `save`."""
        if self._simulated.pop(profile_id, None) is not None:
            self._announce()
        elif profile_id in self._saved:
            await self._change(_without(self._saved, profile_id), _without(self._entries, profile_id), profile_id)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after every change, until the returned function is called."""
        return self._listeners.add(callback)

    async def aclose(self) -> None:
        """End the thread once what is queued has been written, at most two seconds later."""
        await self._worker.close(2)

    async def _change(self, saved: dict[str, Profile], entries: dict[str, dict[str, Any]], changed: str) -> None:
        # Memory first: a cancelled save is written all the same, and the next one must build upon it.
        before = self._saved, self._entries
        self._saved, self._entries = saved, entries
        ours = {**self._rest, "profiles": [*entries.values(), *self._strange]}
        self._announce()

        def change(found: dict[str, Any]) -> dict[str, Any]:
            if "profiles" not in found:
                return ours
            return {**found, "profiles": _with_entry(found["profiles"], changed, entries.get(changed), set(entries))}

        self._changing += 1
        try:
            async with self._lock:
                reading = await self._worker.call(lambda: self._file.change(change))
            if reading.notice:
                self.notices.append(reading.notice)
        except OSError as error:
            self._saved, self._entries = before
            self._announce()
            message = T("{path} could not be saved: {why}.", path=self._file.path, why=error.strerror or error)
            raise BadRequest(message) from error
        finally:
            self._changing -= 1

    def _load(self, document: dict[str, Any]) -> list[Text]:
        """Take a document over; returns what is to be said about it."""
        self._rest = {key: value for key, value in document.items() if key != "profiles"}
        self._saved, self._entries, self._strange = {}, {}, []
        return [notice for entry in document.get("profiles", []) if (notice := self._take(entry)) is not None]

    def _take(self, entry: object) -> Text | None:
        from pydantic import ValidationError

        plain = entry if isinstance(entry, dict) else {}
        try:
            profile = _adapter().validate_python(plain)
        except ValidationError as error:
            name, where = plain.get("name", "?"), ".".join(str(part) for part in error.errors()[0]["loc"])
            self._strange.append(entry)
            return T("The profile “{name}” cannot be read (see “{where}”).", name=name, where=where)
        if profile.id in self._saved:
            self._strange.append(entry)
            return T("Two profiles have the id {id}; the first one is used.", id=profile.id)
        self._saved[profile.id], self._entries[profile.id] = profile, plain
        return None

    def _without_secrets(self, profile: Profile) -> Profile:
        keys = self._declared(profile.generation) if self._declared else None
        if keys is None:
            return profile
        return replace(profile, account={key: value for key, value in profile.account.items() if key in keys})

    def _announce(self) -> None:
        self._listeners.tell(lambda listener: listener())


@cache
def _adapter() -> TypeAdapter[Profile]:
    # Here and not above: pydantic takes a while to load, and a first start has no profile to read.
    from pydantic import TypeAdapter

    return TypeAdapter(Profile)


def _to_plain(profile: Profile) -> dict[str, Any]:
    plain = asdict(replace(profile, account=dict(profile.account), prices=dict(profile.prices)))
    # As texts: JSON's own numbers are read back as binary fractions.
    plain["prices"] = {key: str(price) for key, price in profile.prices.items()}
    plain["budget"] = None if profile.budget is None else str(profile.budget)
    del plain["simulator"]  # never true in the file
    return plain


def _refuse_passwords(profile: Profile) -> None:
    # user:password@host is the one way in which a field that is not secret can carry a secret.
    for field, url in (("proxy", profile.proxy), ("base_url", profile.base_url)):
        try:
            parts = urlsplit(url if "//" in url else f"//{url}")
        except ValueError as error:
            raise BadRequest(T("This is not an address: {why}.", why=error), field=field) from error
        if parts.password:
            raise BadRequest(T("Leave the password out of the address: profiles are saved as plain text."), field=field)


def _has_profiles(document: dict[str, Any]) -> bool:
    return isinstance(document.get("profiles"), list)


def _with_entry(found: list[Any], key: str, entry: dict[str, Any] | None, known: set[str]) -> list[Any]:
    """The entries of a file with one of them replaced, added behind those that are known, or (None) removed."""
    ids = [each.get("id") if isinstance(each, dict) else None for each in found]
    if key in ids:
        at = ids.index(key)
        return [*found[:at], *([] if entry is None else [{**found[at], **entry}]), *found[at + 1 :]]
    last = max((ids.index(each) for each in known if each in ids), default=len(found) - 1)
    return [*found[: last + 1], *([] if entry is None else [entry]), *found[last + 1 :]]


def _without(mapping: dict[str, Any], key: str) -> dict[str, Any]:
    return {each: value for each, value in mapping.items() if each != key}

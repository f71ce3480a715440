"""The vault: secrets in the OS keyring or in this session's memory, and nowhere else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T, Text
from roomscribe.ledger.worker import Worker, when_done
from roomscribe.services.keyring_store import KeyringStore, KeyringUnavailable, find_store
from roomscribe.services.known_secrets import KnownSecrets
from roomscribe.services.listeners import Listeners

log = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds to wait for the keyring before the program goes on without it; its prompt may stay open for hours."""

Place = tuple[str, str]
"""Owner and key."""


@dataclass(frozen=True)
class VaultStatus:
    """Where secrets go at the moment."""

    persistent: bool
    """They are in the OS keyring, and there again after a restart."""
    backend: str
    """Human name of the keyring, "" where there is none."""
    reason: Text | None = None
    """Why they are kept for this session only."""

    @property
    def text(self) -> Text:
        """The sentence for the status line."""
        return self.reason or T("secrets in {backend}", backend=self.backend)


_UNASKED = T("secrets are kept for this session only: the keyring has not been asked yet")
_SILENT = T("secrets are kept for this session only: the keyring does not answer (it may be showing a prompt)")


class Vault:
    """Secrets by owner (`profile/<id>`, `task/<local id>` or `batch/<id>`) and key.

    The keyring is asked by one daemon thread, in the order of the calls: whatever hangs there (a prompt that nobody
    answers) holds up neither the window nor the end of the program. Every secret of this session is in memory too,
    because each look into a keyring may ask the person.
    """

    def __init__(self, clock: Clock) -> None:
        self.known = KnownSecrets(clock)
        """Every secret handed in or out this session, for redaction; those that have lapsed only for a while."""
        self._worker = Worker("keyring")
        self._store: KeyringStore | None = None
        self._probe: Future[KeyringStore] | None = None
        self._memory: dict[Place, str] = {}
        self._session_only: set[Place] = set()
        self._unsaved: set[Place] = set()
        """Meant for the keyring and not there yet; `retry` tries again."""
        self._undeleted: set[Place] = set()
        """To be removed from a keyring that could not be asked; `retry` tries again."""
        self._changes = 0
        self._status = VaultStatus(persistent=False, backend="", reason=_UNASKED)
        self._listeners: Listeners[Callable[[], None]] = Listeners()
        self.changed: Listeners[Callable[[], None]] = Listeners()
        """Told when a secret was given, or is to be forgotten."""

    @property
    def status(self) -> VaultStatus:
        """Where secrets go now."""
        return self._status

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back when `status` has changed, until the returned function is called."""
        return self._listeners.add(callback)

    async def open(self) -> VaultStatus:
        """Look for the keyring without writing to it. Never raises; takes `PATIENCE` seconds at most.

        A keyring that answers later (somebody typed its password) is used from then on, and `subscribe` tells so.
        """
        return await self.retry()

    async def retry(self) -> VaultStatus:
        """Look again, and carry out what the keyring still owes: values to keep, values to delete."""
        if self._probe is None:
            self._probe = self._worker.submit(find_store)
            when_done(self._probe, self._probed)
        if await self._over(self._probe):
            # What `_probed` has queued is done when this is: the thread keeps the order.
            await self._over(self._worker.submit(lambda: None))
        return self._status

    async def get(self, owner: str, key: str) -> str | None:
        """The secret, or None where there is none or the keyring cannot be asked (`status` says so)."""
        place = _place(owner, key)
        self.known.forget_lapsed()
        if place in self._memory:
            return self._memory[place]
        if self._store is None or place in self._undeleted:
            return None
        changes = self._changes
        reading = self._worker.submit(partial(self._store.read, *_address(place)))
        if not await self._over(reading):
            return None
        try:
            value = reading.result()
        except KeyringUnavailable as error:
            self._failed(error)
            return None
        self._succeeded()
        if value:
            self.known.add(value)
            if changes == self._changes:  # else it may have been replaced or deleted while we waited
                self._memory[place] = value
        return value or None

    async def set(self, owner: str, key: str, value: str, *, session_only: bool = False) -> None:
        """Keep a secret: in the keyring, or in memory when that fails (`status` says why) or is asked for.

        "" deletes it. `BadRequest`: the keyring of this system cannot hold such a value.
        """
        place = _place(owner, key)
        if not value:
            await self.delete(owner, key)
            return
        _require_characters(value)
        if self._store is not None and not session_only:
            self._store.check(value)
        self._changes += 1
        self.known.add(value)
        self._memory[place] = value
        if session_only:
            self._session_only.add(place)
            self._unsaved.discard(place)
            self._tell()
            return
        self._session_only.discard(place)
        self._undeleted.discard(place)
        self._unsaved.add(place)
        self._tell()
        if self._store is not None:
            await self._over(self._save(self._store, place))

    async def delete(self, owner: str, key: str, *, lapsed: bool = False) -> bool:
        """Forget a secret, unknown ones too; one that has `lapsed` is worth nothing, so it is not `known` for ever.

        False: it is out of memory, but the keyring could not be asked and will be when `retry` opens it.
        """
        place = _place(owner, key)
        self._changes += 1
        value = self._memory.pop(place, None)
        self.known.forget_lapsed()
        if lapsed and value is not None and value not in self._memory.values():
            self.known.lapse(value)
        self._unsaved.discard(place)
        self._tell()
        if place in self._session_only:
            self._session_only.discard(place)
            return True
        if self._store is None and not self._status.backend and self._probe is None:
            return True  # there is no keyring that could hold it
        self._undeleted.add(place)
        if self._store is not None:
            await self._over(self._remove(self._store, place))
        return place not in self._undeleted

    def _tell(self) -> None:
        self.changed.tell(lambda listener: listener())

    async def delete_all(self, owner: str, keys: Iterable[str], *, lapsed: bool = False) -> bool:
        """Forget several secrets of one owner; False as for `delete`."""
        gone = [await self.delete(owner, key, lapsed=lapsed) for key in keys]
        return all(gone)

    def only_here(self, owners: Collection[str]) -> dict[Place, str]:
        """Secrets of some owners that are in this session's memory and in no keyring."""
        held = self._session_only | self._unsaved
        return {place: self._memory[place] for place in held if place[0] in owners and place in self._memory}

    async def refresh(self, owner: str) -> None:
        """Read once more what was read of an owner's from the keyring, for another process may have changed it.

        What can't be read now stays as it was: a keyring may be gone before the tasks are.
        """
        held = self._session_only | self._unsaved
        for place in [each for each in self._memory if each[0] == owner and each not in held]:
            if self._store is None:
                return
            reading = self._worker.submit(partial(self._store.read, *_address(place)))
            if not await self._over(reading):
                return
            try:
                value = reading.result()
            except KeyringUnavailable as error:
                self._failed(error)
                return
            if value:
                self.known.add(value)
                self._memory[place] = value
            else:
                self._memory.pop(place, None)

    async def aclose(self) -> None:
        """Finish what is queued, at most one second, and forget everything."""
        await self._worker.close(1.0)
        self._memory.clear()
        self._store = None

    async def _over(self, future: Future[Any]) -> bool:
        """Wait until a call has ended in whatever way; False when it takes longer than `PATIENCE`."""
        ended = asyncio.Event()
        when_done(future, lambda _: ended.set())
        try:
            async with asyncio.timeout(PATIENCE):
                await ended.wait()
        except TimeoutError:
            self._say(VaultStatus(persistent=False, backend=self._status.backend, reason=_SILENT))
            return False
        return True

    def _probed(self, future: Future[KeyringStore]) -> None:
        self._probe = None
        error = future.exception()
        if isinstance(error, KeyringUnavailable):
            self._failed(error)
            return
        self._store = store = future.result()
        self._say(VaultStatus(persistent=True, backend=store.name))
        for place in self._undeleted:
            self._remove(store, place)
        for place in self._unsaved:
            self._save(store, place)

    def _save(self, store: KeyringStore, place: Place) -> Future[None]:
        value = self._memory[place]

        def saved(future: Future[None]) -> None:
            if self._accept(future.exception()) and self._memory.get(place) == value:
                self._unsaved.discard(place)
                self._succeeded()

        return self._queue(partial(store.write, *_address(place), value), saved)

    def _remove(self, store: KeyringStore, place: Place) -> Future[None]:
        def removed(future: Future[None]) -> None:
            if self._accept(future.exception()):
                self._undeleted.discard(place)

        return self._queue(partial(store.remove, *_address(place)), removed)

    def _queue(self, call: Callable[[], None], react: Callable[[Future[None]], None]) -> Future[None]:
        future = self._worker.submit(call)
        when_done(future, react)
        return future

    def _accept(self, error: BaseException | None) -> bool:
        match error:
            case None:
                return True
            case KeyringUnavailable():
                self._failed(error)
            case BadRequest():
                # Typed while there was no keyring that could have refused it; it stays in memory.
                log.info("a secret cannot be moved into the keyring: %s", error)
            case _:
                raise error
        return False

    def _succeeded(self) -> None:
        if self._store is not None and not self._unsaved:
            self._say(VaultStatus(persistent=True, backend=self._store.name))

    def _failed(self, error: KeyringUnavailable) -> None:
        if error.shut:
            self._store = None  # until `retry`: each further call might open the same prompt again
        self._say(VaultStatus(persistent=False, backend=error.backend, reason=error.reason))

    def _say(self, status: VaultStatus) -> None:
        if status != self._status:
            self._status = status
            self._listeners.tell(lambda listener: listener())


def _place(owner: str, key: str) -> Place:
    kind, _, name = owner.partition("/")
    if kind not in ("profile", "task", "batch") or not name or not key:
        raise ValueError(f"{owner!r} with the key {key!r} is no place for a secret")
    return owner, key


def _address(place: Place) -> tuple[str, str]:
    # A service of its own for each secret, with one user: Windows renames entries that share a service.
    owner, key = place
    return f"RoomScribe/{owner}/{key}", key


def _require_characters(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise BadRequest(T("The secret holds half a character at position {at}.", at=error.start + 1)) from error

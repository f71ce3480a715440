"""Batches on disk: what is to be started is written down before the first start, without its secrets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from roomscribe.domain.batch import Batch, BatchRow
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T, Text
from roomscribe.ledger import codec
from roomscribe.ledger.worker import Worker, WorkerClosed
from roomscribe.services.atomic_file import replace_file
from roomscribe.services.locking import FileLock
from roomscribe.services.vault import Vault

R = TypeVar("R")
VERSION = 1
ENDING = ".json"


def batch_owner(batch_id: str) -> str:
    """The vault's name for the secrets that a batch's drafts share."""
    return f"batch/{batch_id}"


@dataclass(frozen=True)
class Unfinished:
    """A batch that an earlier session has not brought to its end."""

    batch: Batch
    secrets: tuple[str, ...]
    """Keys of the secret fields that its drafts had."""


@dataclass(frozen=True)
class LeftBehind:
    """What the folder holds."""

    unfinished: tuple[Unfinished, ...] = ()
    """Those that no other console is carrying out, oldest first."""
    unreadable: tuple[tuple[str, Text], ...] = ()
    """Files that can't be read, and why; they are left as they are."""


class BatchFiles:
    """One file for each batch that is under way. Methods may raise `BadRequest`.

    A file never changes: which of its rows have been started stands in the ledger. While a console carries a batch out
    it holds the file's lock, so that no other one does.
    """

    def __init__(self, folder: Path, vault: Vault, *, guard: Callable[[str], None]) -> None:
        """`guard` is shown every text before it is written, and raises `ValueError` where a secret stands in it."""
        self.folder = folder
        self._vault = vault
        self._guard = guard
        self._worker = Worker("batches")
        self._locks: dict[str, FileLock] = {}

    async def begin(self, batch: Batch, secrets: Mapping[str, str], *, session_only: bool) -> None:
        """Write a batch down, and take it for this console. On disk when this returns."""
        text = _to_text(batch, tuple(secrets))
        try:
            self._guard("\n".join((text, *codec.words([row.values for row in batch.rows]))))
        except ValueError as error:
            message = T("A secret of an account stands in one of the rows. Take it out: batches are written down.")
            raise BadRequest(message) from error
        for key, value in secrets.items():
            await self._vault.set(batch_owner(batch.id), key, value, session_only=session_only)
        await self._call(lambda: self._write(batch.id, text))

    async def secrets(self, batch_id: str, keys: tuple[str, ...]) -> dict[str, str]:
        """The secrets that its drafts share; those are missing that an earlier session had in memory alone."""
        found = {key: await self._vault.get(batch_owner(batch_id), key) for key in keys}
        return {key: value for key, value in found.items() if value}

    async def take(self, batch_id: str) -> bool:
        """Take an unfinished batch for this console; False where another one has it."""
        return await self._call(lambda: self._take(batch_id))

    async def end(self, batch_id: str, keys: tuple[str, ...]) -> None:
        """Every row has its result, or nobody wants to go on: forget file, lock and secrets."""
        await self._vault.delete_all(batch_owner(batch_id), keys)
        await self._call(lambda: self._forget(batch_id))

    async def left_behind(self) -> LeftBehind:
        """The batches that no console is carrying out any more."""
        return await self._call(self._left_behind)

    async def aclose(self) -> None:
        """Let go of the locks once what is queued has been written, at most two seconds later."""
        with suppress(WorkerClosed):
            self._worker.submit(self._release)
        await self._worker.close(2)

    async def _call(self, function: Callable[[], R]) -> R:
        try:
            return await self._worker.call(function)
        except OSError as error:
            why = error.strerror or str(error)
            message = T("The batch could not be written down in {path}: {why}.", path=self.folder, why=why)
            raise BadRequest(message) from error

    def _write(self, batch_id: str, text: str) -> None:
        if not self._take(batch_id):
            raise FileExistsError(f"another console has the batch {batch_id}")
        replace_file(self._path(batch_id), text.encode("utf-8", "backslashreplace"))

    def _take(self, batch_id: str) -> bool:
        lock = self._locks.setdefault(batch_id, FileLock(self.folder / f".{batch_id}.lock"))
        return lock.take()

    def _forget(self, batch_id: str) -> None:
        self._path(batch_id).unlink(missing_ok=True)
        lock = self._locks.pop(batch_id, None)
        if lock is not None:
            lock.release()
            lock.path.unlink(missing_ok=True)

    def _left_behind(self) -> LeftBehind:
        unfinished, unreadable = [], []
        try:
            paths = sorted(each for each in self.folder.iterdir() if each.suffix == ENDING)
        except FileNotFoundError:
            return LeftBehind()
        for path in paths:
            try:
                found = _from_text(path.read_text("utf-8"))
            except (ValueError, TypeError, KeyError, RecursionError):
                unreadable.append((path.name, T("It can't be read.")))
                continue
            if found.batch.id != path.stem:
                unreadable.append((path.name, T("It can't be read.")))
                continue
            mine = found.batch.id in self._locks and self._locks[found.batch.id].held
            # Only looked at, not kept: the person may not want to go on.
            if not mine and self._take(found.batch.id):
                self._locks.pop(found.batch.id).release()
                unfinished.append(found)
        unfinished.sort(key=lambda each: each.batch.created_at)
        return LeftBehind(tuple(unfinished), tuple(unreadable))

    def _release(self) -> None:
        for lock in self._locks.values():
            lock.release()

    def _path(self, batch_id: str) -> Path:
        return self.folder / f"{batch_id}{ENDING}"


def _to_text(batch: Batch, secrets: tuple[str, ...]) -> str:
    fields = {name: getattr(batch, name) for name in Batch.__dataclass_fields__ if name != "rows"}
    rows = [{name: getattr(row, name) for name in BatchRow.__dataclass_fields__} for row in batch.rows]
    return codec.dump({"version": VERSION, "secrets": list(secrets), **fields, "rows": rows}) + "\n"


def _from_text(text: str) -> Unfinished:
    found: dict[str, Any] = codec.load(text)
    if found.pop("version") != VERSION:
        raise ValueError("made by another version")
    secrets = tuple(found.pop("secrets"))
    rows = tuple(BatchRow(**row) for row in found.pop("rows"))
    return Unfinished(Batch(**found, rows=rows), secrets)

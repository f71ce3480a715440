"""Batches on disk: what is to be started is written down before the first start, without its secrets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from roomscribe.domain.batch import Batch, BatchRow
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.halts import Halt
from roomscribe.domain.text import T, Text
from roomscribe.ledger import codec
from roomscribe.ledger.files import sync_folder
from roomscribe.ledger.worker import Worker, WorkerClosed
from roomscribe.services.atomic_file import replace_file
from roomscribe.services.locking import FileLock
from roomscribe.services.user import user_name
from roomscribe.services.vault import Vault

R = TypeVar("R")
VERSION, READABLE = 4, (2, 3, 4)
"""2: with a digest, without which a damaged number would start a row twice. 3: says who has begun it, and the last
halt before that. 4: and which settings its table gave."""
ENDING = ".json"
GIVEN_UP = ".cancelled"
"""The same of a batch of which nothing more is to be sent: what its starts under way come to stands in the ledger."""


def batch_owner(batch_id: str) -> str:
    """The vault's name for the secrets that a batch's drafts share."""
    return f"batch/{batch_id}"


@dataclass(frozen=True)
class Unfinished:
    """A batch that an earlier session has not brought to its end."""

    batch: Batch
    secrets: tuple[str, ...]
    """Keys of the secret fields that its drafts had."""
    left: int = 0
    """How many of its rows have not been started, as far as is known; 0 where nobody has counted."""
    halts: int | None = None
    """The number of the person's last halt when it began; None where its file does not say."""
    last_halt: Halt | None = None
    """The person's last one now, as far as is known."""

    @property
    def halted(self) -> bool:
        """Whether this person has stopped everything they started after the batch began."""
        if self.last_halt is None:
            return False
        if self.halts is None:
            return self.last_halt.at >= self.batch.created_at
        return self.last_halt.number > self.halts  # a clock may be set back


@dataclass(frozen=True)
class LeftBehind:
    """What the folder holds."""

    unfinished: tuple[Unfinished, ...] = ()
    """Those that no other console is carrying out, oldest first."""
    unreadable: tuple[tuple[str, Text], ...] = ()
    """Files that can't be read, and why; they are left as they are."""
    given_up: tuple[Unfinished, ...] = ()
    """Those that were cancelled, and whose program ended before them. They are taken for this console: nobody goes on
    with them, so they are to be ended."""


class BatchGone(BadRequest):
    """The batch is not there any more: another window has brought it to its end, or somebody wanted no more of it."""


class BatchFiles:
    """One file for each batch that is under way. Methods may raise `BadRequest`.

    A file never changes but for its name: which of its rows have been started stands in the ledger. While a console
    carries a batch out it holds the file's lock, so that no other one does.
    """

    def __init__(self, folder: Path, vault: Vault, *, guard: Callable[[str], None]) -> None:
        """`guard` is shown every text before it is written, and raises `ValueError` where a secret stands in it."""
        self.folder = folder
        self._vault = vault
        self._guard = guard
        self._worker = Worker("batches")
        self._locks: dict[str, FileLock] = {}

    async def begin(
        self, batch: Batch, secrets: Mapping[str, str], *, session_only: bool, halts: int | None = None
    ) -> None:
        """Write a batch down, and take it for this console. On disk when this returns; else nothing of it is left.
        `halts` is the number of the person's last halt."""
        keys = tuple(secrets)
        # The file first: it names the secrets, so that whoever forgets the batch forgets them, too.
        await self._call(lambda: self._begin(batch, keys, halts), _not_written)
        try:
            for key, value in secrets.items():
                await self._vault.set(batch_owner(batch.id), key, value, session_only=session_only)
        except BaseException:
            with suppress(BadRequest, WorkerClosed):
                await self.end(batch.id, keys)
            raise

    async def secrets(self, batch_id: str, keys: tuple[str, ...]) -> dict[str, str]:
        """The secrets that its drafts share. `BadRequest`: one of them can't be had, for now or for good."""
        found = {}
        for key in keys:
            value = await self._vault.get(batch_owner(batch_id), key)
            if value:
                found[key] = value
            elif not self._vault.status.persistent and self._vault.status.backend:
                message = T(
                    "The keyring ({backend}) does not answer, so the secrets of the batch can't be read.",
                    backend=self._vault.status.backend,
                )
                raise BadRequest(message)
            else:
                message = T(
                    "A secret that was typed into the form was kept for one session only. Cancel the rest, and start "
                    "it once more from the form."
                )
                raise BadRequest(message)
        return found

    async def take(self, batch_id: str) -> bool:
        """Take an unfinished batch for this console; False where another one has it. `BatchGone`: whoever offered it
        has looked long ago."""
        return await self._call(lambda: self._take_up(batch_id), _not_read)

    async def let_go(self, batch_id: str) -> None:
        """Let another console take it; the file stays."""
        await self._call(lambda: self._release_one(batch_id), _not_read)

    def give_up(self, batch_id: str) -> None:
        """Nothing more of it is to be sent, whatever becomes of this program: written down soon, also where that ends
        now. Safe to call twice, and before `end`, which it does not replace."""
        with suppress(WorkerClosed):
            self._worker.submit(lambda: self._give_up(batch_id))

    async def end(self, batch_id: str, keys: tuple[str, ...]) -> None:
        """Every row has its result, or nobody wants to go on: forget file, lock and secrets."""
        await self._vault.delete_all(batch_owner(batch_id), keys)
        await self._call(lambda: self._forget(batch_id), _not_removed)

    async def left_behind(self) -> LeftBehind:
        """The batches that no console is carrying out any more."""
        return await self._call(self._left_behind, _not_read)

    async def elsewhere(self) -> int:
        """How many batches other consoles are carrying out that this person has begun."""
        return await self._call(self._elsewhere, _not_read)

    async def aclose(self) -> None:
        """Let go of the locks once what is queued has been written, at most two seconds later."""
        with suppress(WorkerClosed):
            self._worker.submit(self._release)
        await self._worker.close(2)

    async def _call(self, function: Callable[[], R], failed: Callable[[Path, str], Text]) -> R:
        try:
            return await self._worker.call(function)
        except OSError as error:
            raise BadRequest(failed(self.folder, _why(error))) from error

    # On the worker's thread

    def _begin(self, batch: Batch, secrets: tuple[str, ...], halts: int | None) -> None:
        text = _to_text(batch, secrets, halts)
        try:
            self._guard("\n".join((text, *codec.words([row.values for row in batch.rows]))))
        except ValueError as error:
            message = T("A secret of an account stands in one of the rows. Take it out: batches are written down.")
            raise BadRequest(message) from error
        if not self._take(batch.id):
            raise FileExistsError(f"another console has the batch {batch.id}")
        try:
            replace_file(self._path(batch.id), text.encode())
        except BaseException:
            with suppress(OSError):
                self._forget(batch.id)
            raise

    def _take(self, batch_id: str) -> bool:
        lock = self._locks.setdefault(batch_id, FileLock(self.folder / f".{batch_id}.lock"))
        try:
            return lock.take()
        finally:
            if not lock.held:
                del self._locks[batch_id]

    def _take_up(self, batch_id: str) -> bool:
        if not self._take(batch_id):
            return False
        if not self._path(batch_id).exists():
            self._forget(batch_id)
            raise BatchGone(T("This batch was finished or given up meanwhile."))
        return True

    def _give_up(self, batch_id: str) -> None:
        with suppress(FileNotFoundError):
            self._path(batch_id).replace(self._path(batch_id, GIVEN_UP))
            sync_folder(self.folder)

    def _release_one(self, batch_id: str) -> None:
        if (lock := self._locks.pop(batch_id, None)) is not None:
            lock.release()

    def _forget(self, batch_id: str) -> None:
        lock = self._locks.pop(batch_id, None)
        try:
            for ending in (ENDING, GIVEN_UP):
                self._path(batch_id, ending).unlink(missing_ok=True)
        finally:
            if lock is not None:
                lock.release()
        if lock is not None:
            lock.path.unlink(missing_ok=True)

    def _left_behind(self) -> LeftBehind:
        unfinished: list[Unfinished] = []
        given_up: list[Unfinished] = []
        unreadable: list[tuple[str, Text]] = []
        try:
            paths = sorted(each for each in self.folder.iterdir() if each.suffix in (ENDING, GIVEN_UP))
        except FileNotFoundError:
            return LeftBehind()
        except OSError as error:
            return LeftBehind(unreadable=((self.folder.name, _not_read(self.folder, _why(error))),))
        for path in paths:
            # Whatever is wrong with one of them, the others are offered.
            try:
                found = _from_text(path.read_text("utf-8"), path.stem)
                if self._is_free(found.batch.id):
                    (unfinished if path.suffix == ENDING else given_up).append(found)
            except FileNotFoundError:
                continue  # another console has brought it to its end meanwhile
            except OSError as error:
                unreadable.append((path.name, T("It can't be read: {why}.", why=_why(error))))
            except _OtherVersion:
                unreadable.append((path.name, T("It was made by another version of the program.")))
            except (ValueError, RecursionError):
                unreadable.append((path.name, T("It is damaged.")))
        unfinished.sort(key=lambda each: each.batch.created_at)
        return LeftBehind(
            tuple(unfinished), tuple(unreadable), tuple(each for each in given_up if self._take(each.batch.id))
        )

    def _elsewhere(self) -> int:
        mine = (path for path in self.folder.glob(f"*{ENDING}") if path.stem not in self._locks)
        return sum(not self._is_free(path.stem) and _owner(path) in (user_name(), "") for path in mine)

    def _is_free(self, batch_id: str) -> bool:
        """Whether no console carries it out. Only looked at, not kept: the person may not want to go on."""
        if batch_id in self._locks or not self._take(batch_id):
            return False
        self._release_one(batch_id)
        return True

    def _release(self) -> None:
        for lock in self._locks.values():
            lock.release()
        self._locks.clear()

    def _path(self, batch_id: str, ending: str = ENDING) -> Path:
        return self.folder / f"{batch_id}{ending}"


class _OtherVersion(Exception):
    """Another version of the program has made the file."""


def _why(error: OSError) -> str:
    return error.strerror or str(error)


def _not_written(folder: Path, why: str) -> Text:
    return T("The batch could not be written down in {path}: {why}.", path=folder, why=why)


def _not_read(folder: Path, why: str) -> Text:
    return T("The batches in {path} can't be read: {why}.", path=folder, why=why)


def _not_removed(folder: Path, why: str) -> Text:
    return T("The batch is over, but its file in {path} could not be removed: {why}.", path=folder, why=why)


def _to_text(batch: Batch, secrets: tuple[str, ...], halts: int | None) -> str:
    """A line about the file, one about the batch, and one for each row, so that nothing is made in one long piece."""
    fields = {name: getattr(batch, name) for name in Batch.__dataclass_fields__ if name != "rows"}
    lines = [codec.dump({"owner": user_name(), "halts": halts, "secrets": list(secrets), **fields})]
    lines += (codec.dump({name: getattr(row, name) for name in BatchRow.__dataclass_fields__}) for row in batch.rows)
    content = "\n".join(lines) + "\n"
    return codec.dump({"version": VERSION, "sha256": _digest(content, VERSION)}) + "\n" + content


def _digest(content: str, version: int) -> str:
    told = content if version == 2 else f"{version}\n{content}"  # the number may be what is damaged
    return sha256(told.encode()).hexdigest()


def _owner(path: Path) -> str:
    """Who has begun the batch; "" where its file does not say, or is gone or damaged."""
    try:
        with path.open(encoding="utf-8") as file:
            file.readline()
            about: object = codec.load(file.readline())
    except (OSError, ValueError, RecursionError):
        return ""
    return str(about.get("owner", "")) if isinstance(about, dict) else ""


def _from_text(text: str, batch_id: str) -> Unfinished:
    """`ValueError`: it is not as `_to_text` has written it."""
    head, _, content = text.partition("\n")
    about: object = codec.load(head)
    if not isinstance(about, dict) or not isinstance(about.get("version"), int):
        raise ValueError("this is no batch")
    if about["version"] not in READABLE:
        raise _OtherVersion
    if about.get("sha256") != _digest(content, about["version"]):
        raise ValueError("something in it was changed")
    # What follows is as it was written.
    fields, *rows = (codec.load(line) for line in content.removesuffix("\n").split("\n"))
    secrets = tuple(fields.pop("secrets"))
    fields.pop("owner", None)
    halts = fields.pop("halts", None)
    if fields["id"] != batch_id:
        raise ValueError("the file was renamed")
    return Unfinished(Batch(**fields, rows=tuple(BatchRow(**row) for row in rows)), secrets, halts=halts)

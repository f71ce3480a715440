"""A JSON object in a file that several processes may change: replaced atomically, set aside when it cannot be read."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from roomscribe.domain.clock import Clock
from roomscribe.domain.text import T, Text
from roomscribe.services.atomic_file import replace_file
from roomscribe.services.locking import locked

VERSION_KEY = "version"
PATIENCE = 5.0
"""Seconds to wait for another process that is changing the file."""


@dataclass(frozen=True)
class Reading:
    """What a file held."""

    document: dict[str, Any]
    """Empty where there was no file, or none that could be read."""
    notice: Text | None = None
    """What to tell the user: the file was set aside, or could not be opened."""


class JsonFile:
    """One JSON object with a version number. Its methods block, so callers use a worker thread."""

    def __init__(
        self, path: Path, clock: Clock, *, version: int, valid: Callable[[dict[str, Any]], bool] = lambda _: True
    ) -> None:
        """`valid` says whether a document has the right outer shape; one that has not counts as broken."""
        self.path = path
        self._clock = clock
        self._version = version
        self._valid = valid
        self._unread = False

    def read(self) -> Reading:
        """The document. A broken or newer file is renamed, never overwritten, and the notice says so."""
        self._unread = False
        try:
            found = self._found()
        except FileNotFoundError:
            return Reading({})
        except OSError as error:
            return self._left_alone(error)
        return self._set_aside(found) if isinstance(found, str) else Reading(found)

    def peek(self) -> dict[str, Any]:
        """The document, empty where there is none that this version can read; the file stays as it is in any case.

        For looking again and again: another window may be of a newer version, and its file is no hindrance to it.
        """
        try:
            found = self._found()
        except OSError:
            return {}
        return {} if isinstance(found, str) else found

    def _found(self) -> dict[str, Any] | str:
        """The document, or what is the matter with it. Raises `OSError` where the file can't be opened."""
        try:
            document = json.loads(self.path.read_text("utf-8"))
        except (ValueError, RecursionError):
            return "broken"
        if not isinstance(document, dict) or not isinstance(document.get(VERSION_KEY), int):
            return "broken"
        if document[VERSION_KEY] > self._version:
            return "newer"
        return document if self._valid(document) else "broken"

    def write(self, document: dict[str, Any]) -> None:
        """Replace the file, so that a crash leaves the old or the new one whole.

        Raises `OSError`, also where the file could neither be read nor set aside: what it holds is not ours to lose.
        """
        if self._unread:
            raise PermissionError(errno.EPERM, "it could not be read, so it is not replaced", str(self.path))
        text = json.dumps({**document, VERSION_KEY: self._version}, ensure_ascii=False, indent=2) + "\n"
        replace_file(self.path, text.encode("utf-8", "backslashreplace"))

    def change(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Reading:
        """Read the file, replace it by what `change` makes of its document, and return that.

        No other process changes it meanwhile, so that nothing of theirs is written over. The notice, and `OSError`, are
        those of `read` and `write`.
        """
        with locked(self.path.with_name(f".{self.path.name}.lock"), PATIENCE):
            reading = self.read()
            document = change(reading.document)
            self.write(document)
        return Reading(document, reading.notice)

    def signature(self) -> tuple[int, ...]:
        """Something that differs when the file was replaced; () where there is none."""
        try:
            status = self.path.stat()
        except OSError:
            return ()
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _left_alone(self, error: OSError) -> Reading:
        self._unread = True
        why = error.strerror or str(error)
        return Reading({}, T("{path} cannot be read ({why}); changes will not be saved.", path=self.path, why=why))

    def _set_aside(self, why: str) -> Reading:
        stamp = datetime.fromtimestamp(self._clock.now(), UTC).strftime("%Y%m%dT%H%M%SZ")
        target = self.path.with_name(f"{self.path.name}.{why}-{stamp}")
        count = 1
        while target.exists():
            count += 1
            target = self.path.with_name(f"{self.path.name}.{why}-{stamp}-{count}")
        try:
            self.path.rename(target)
        except OSError as error:
            return self._left_alone(error)
        if why == "newer":
            return Reading(
                {},
                T("{name} was written by a newer RoomScribe. It is kept as {kept}.", name=self.path.name, kept=target),
            )
        return Reading({}, T("{name} could not be read. It is kept as {kept}.", name=self.path.name, kept=target))

"""The templates: a folder with one file each, which other windows and other programs may change at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.remarks import Remark
from roomscribe.domain.template import Template, name_problem
from roomscribe.domain.text import T, Text
from roomscribe.ledger.worker import Worker
from roomscribe.services.atomic_file import replace_file
from roomscribe.services.json_file import PATIENCE, JsonFile
from roomscribe.services.locking import locked
from roomscribe.services.template_files import ENDING, LARGEST, Unreadable, file_name, from_text, renamed, to_text
from roomscribe.vendors.registry import Registry

R = TypeVar("R")
USED_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A template and its file."""

    file: str
    """Its name in the folder."""
    template: Template
    text: str
    """What the file held when it was read: whoever changes it must have seen the latest."""
    used_at: float | None = None
    """UTC seconds of its last use on this computer; None for never."""
    remarks: tuple[Remark, ...] = ()
    """What of the file is not taken."""


@dataclass(frozen=True)
class Damaged:
    """A file in the folder that cannot be used. It is left as it is."""

    file: str
    reason: Text


@dataclass(frozen=True)
class Shelf:
    """What the folder holds."""

    templates: tuple[Kept, ...] = ()
    """Those used last first, then by name."""
    damaged: tuple[Damaged, ...] = ()


class TemplateStore:
    """Reads and writes the folder on a thread of its own. Every method may raise `BadRequest`, with what to do."""

    def __init__(self, folder: Path, registry: Registry, clock: Clock, *, guard: Callable[[str], None]) -> None:
        """`guard` is shown every text before it is written, and raises `ValueError` where a secret stands in it."""
        self.folder = folder
        self._registry = registry
        self._clock = clock
        self._guard = guard
        self._used = JsonFile(folder.with_name("templates-used.json"), clock, version=USED_VERSION)
        """Beside the folder: when somebody used a template is nothing for a repository."""
        self._worker = Worker("templates")

    async def shelf(self) -> Shelf:
        """Every template, and every file that is none."""
        return await self._call(self._shelf)

    async def save(self, template: Template, *, over: Kept | None = None) -> Kept:
        """Write a new template, or a new version of `over`: refused where that was changed meanwhile, or its name is
        another template's."""
        return await self._call(lambda: self._locked(lambda: self._save(template, over)))

    async def rename(self, kept: Kept, name: str) -> Kept:
        """Give it another name; its file keeps its own, so that a repository sees the change as one."""

        def rename() -> Kept:
            free = self._free(name, kept)
            text = renamed(kept.text, free)
            self._unchanged(kept)
            self._write(kept.file, text)
            return replace(kept, template=replace(kept.template, name=free), text=text)

        return await self._call(lambda: self._locked(rename))

    async def duplicate(self, kept: Kept) -> Kept:
        """A second one with the same content and a name of its own."""

        def copy() -> Kept:
            names = {each.template.name.casefold() for each in self._shelf().templates}
            count, made = 1, ""
            while not made or made.casefold() in names:
                count += 1
                made = f"{kept.template.name[:70]} ({count})"
            return self._save(replace(kept.template, name=made), None, before=kept.text)

        return await self._call(lambda: self._locked(copy))

    async def delete(self, kept: Kept) -> None:
        """Remove its file, unless that was changed meanwhile."""

        def remove() -> None:
            self._unchanged(kept)
            (self.folder / kept.file).unlink(missing_ok=True)

        await self._call(lambda: self._locked(remove))

    async def restore(self, kept: Kept) -> Kept:
        """Bring a deleted one back, as it was."""

        def again() -> Kept:
            if (self.folder / kept.file).exists():
                return self._save(kept.template, None, before=kept.text)
            self._write(kept.file, kept.text)
            return kept

        return await self._call(lambda: self._locked(again))

    async def import_file(self, path: Path) -> Kept:
        """Take a template from a file elsewhere; its remarks say what was left out. A taken name gets a number."""

        def take() -> Kept:
            try:
                read = from_text(_read(path), self._registry)
            except Unreadable as failure:
                message = T("“{name}” can't be used. {reason}", name=path.name, reason=failure.reason)
                raise BadRequest(message) from failure
            names = {each.template.name.casefold() for each in self._shelf().templates}
            name, count = read.template.name, 1
            while name.casefold() in names:
                count += 1
                name = f"{read.template.name[:70]} ({count})"
            return replace(self._save(replace(read.template, name=name), None), remarks=read.remarks)

        return await self._call(lambda: self._locked(take))

    async def export_file(self, kept: Kept, path: Path) -> None:
        """Write a template to a file elsewhere."""
        await self._call(lambda: replace_file(path, self._guarded(to_text(kept.template, self._registry)).encode()))

    async def note_use(self, kept: Kept) -> None:
        """Remember that it was used now. What cannot be written is not worth a message."""

        def note() -> None:
            now = self._clock.now()
            self._used.change(lambda found: {**found, "used": {**_times(found), kept.file: now}})

        try:
            await self._worker.call(note)
        except OSError:
            return

    async def aclose(self) -> None:
        """End the thread once what is queued has been written, at most two seconds later."""
        await self._worker.close(2)

    async def _call(self, function: Callable[[], R]) -> R:
        try:
            return await self._worker.call(function)
        except OSError as error:
            why = error.strerror or str(error)
            where = error.filename or self.folder
            raise BadRequest(T("{path} can't be used: {why}.", path=where, why=why)) from error

    def _locked(self, function: Callable[[], R]) -> R:
        with locked(self.folder.with_name(".templates.lock"), PATIENCE):
            return function()

    def _shelf(self) -> Shelf:
        templates, damaged = [], []
        used = _times(self._used.read().document)
        for path in self._files():
            try:
                text = _read(path)
                read = from_text(text, self._registry)
            except Unreadable as failure:
                damaged.append(Damaged(path.name, failure.reason))
            except OSError as error:
                damaged.append(Damaged(path.name, T("It can't be opened: {why}.", why=error.strerror or str(error))))
            else:
                at = used.get(path.name)
                templates.append(
                    Kept(file=path.name, template=read.template, text=text, used_at=at, remarks=read.remarks)
                )
        templates.sort(key=lambda each: (-(each.used_at or 0.0), each.template.name.casefold(), each.file))
        return Shelf(tuple(templates), tuple(damaged))

    def _files(self) -> list[Path]:
        try:
            found = sorted(self.folder.iterdir())
        except FileNotFoundError:
            return []
        return [each for each in found if each.name.endswith(ENDING) and not each.name.startswith(".")]

    def _free(self, name: str, over: Kept | None) -> str:
        """The name as it is kept; refused where it is no name, or another template's than that of `over`."""
        name = " ".join(name.split())
        if message := name_problem(name):
            raise BadRequest(message, field="name")
        others = [each for each in self._shelf().templates if over is None or each.file != over.file]
        if any(each.template.name.casefold() == name.casefold() for each in others):
            raise BadRequest(T("There is a template of this name already."), field="name")
        return name

    def _save(self, template: Template, over: Kept | None, *, before: str = "") -> Kept:
        """`before`: a file of which what this version does not know is carried on; that of `over` anyway."""
        name = self._free(template.name, over)
        template = replace(template, name=name)
        text = to_text(template, self._registry, over.text if over is not None else before)
        if over is not None:
            self._unchanged(over)
        file = over.file if over is not None else file_name(name, [each.name for each in self._files()])
        self._write(file, text)
        used_at = over.used_at if over is not None else None
        return Kept(file=file, template=template, text=text, used_at=used_at)

    def _unchanged(self, kept: Kept) -> None:
        try:
            now = _read(self.folder / kept.file)
        except (FileNotFoundError, Unreadable):
            now = ""
        if now != kept.text:
            raise BadRequest(
                T("“{name}” was changed in another window meanwhile. Look at it again.", name=kept.template.name)
            )

    def _write(self, file: str, text: str) -> None:
        replace_file(self.folder / file, self._guarded(text).encode())

    def _guarded(self, text: str) -> str:
        try:
            self._guard(text)
            text.encode()
        except UnicodeError as error:
            raise BadRequest(T("It has broken characters that can't be written. Type them anew.")) from error
        except ValueError as error:
            message = T("A secret of an account stands in one of its settings. Take it out: templates are plain files.")
            raise BadRequest(message) from error
        return text


def _read(path: Path) -> str:
    """The text of a file; `Unreadable` where it holds none, `OSError` where it can't be opened."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable(T("It is too large for a template."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(T("It is not a text in UTF-8.")) from error


def _times(document: dict[str, object]) -> dict[str, float]:
    used = document.get("used")
    if not isinstance(used, dict):
        return {}
    return {key: float(at) for key, at in used.items() if isinstance(at, (int, float))}

"""The settings: each declared once with type, default and sentence; kept in one JSON file."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from roomscribe.domain.clock import Clock, SystemClock
from roomscribe.domain.text import T, Text
from roomscribe.ledger.codec import words
from roomscribe.ledger.worker import Worker, WorkerClosed, when_done
from roomscribe.services.json_file import JsonFile
from roomscribe.services.listeners import Listeners
from roomscribe.services.plain_values import from_plain, to_plain

log = logging.getLogger(__name__)

V = TypeVar("V")
VERSION = 1
DELAY = 0.5
"""Seconds between a change and its writing, so that dragging a splitter is one write."""


@dataclass(frozen=True)
class Setting(Generic[V]):
    """One setting, declared in this module and nowhere else."""

    key: str
    """Its name in the file."""
    type: Any
    """The type of its value, one of the shapes that `from_plain` knows."""
    default: V
    sentence: Text
    """What it does, for the settings dialog."""
    merge: Callable[[V, V, V], V] | None = None
    """(as it was, as it is here, as another console has saved it) -> what both wanted; None lets the last one win."""
    before: Callable[[Mapping[str, Any]], object] | None = None
    """Where files of older versions have it: (document) -> as `from_json` takes it."""

    def from_json(self, plain: object) -> V:
        """The value of what the file holds; `ValueError` when it does not fit."""
        value: V = from_plain(self.type, plain)
        return value

    def to_json(self, value: V) -> object:
        """What the file shall hold; `ValueError` for a value of the wrong type."""
        plain: object = to_plain(value)
        self.from_json(plain)
        return plain


class Theme(StrEnum):
    """Which colours the window has."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class TableColumns:
    """How somebody arranged the table; columns by their stable ids, so that it survives new versions."""

    order: tuple[str, ...] = ()
    widths: dict[str, int] = field(default_factory=dict)
    """In pixels that do not depend on the screen's scale."""
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class SortOrder:
    """By which column the table is sorted."""

    column: str = ""
    """Column id; "" for the order in which tasks were made."""
    descending: bool = False


@dataclass(frozen=True)
class TableGroups:
    """How the table's rows are grouped."""

    by: str = ""
    """Id of the grouping; "" for none."""
    folded: tuple[str, ...] = ()
    """Ids of the groups that somebody has folded."""
    all_folded: bool = False
    """Whether all groups are, also those that will come."""
    opened: tuple[str, ...] = ()
    """Then, ids of the groups that somebody has opened."""


@dataclass(frozen=True)
class SavedView:
    """One way to look at the table, under a name of somebody's own."""

    id: str
    """Made once, and the same whatever the view is called later."""
    name: str
    filter: str = ""
    """As it was typed."""
    sort: SortOrder = SortOrder()
    groups: str = ""
    """Id of the grouping; "" for none."""


@dataclass(frozen=True)
class TableViews:
    """The views of the table."""

    own: tuple[SavedView, ...] = ()
    order: tuple[str, ...] = ()
    """Ids from the left, the built-in ones among them; what is missing stands behind them."""


@dataclass(frozen=True)
class ShownView:
    """Which view a window shows: its own affair, so apart from the views, which belong to all windows."""

    current: str = ""
    """Id of the view that is shown; "" for the first built-in one."""
    usual_sort: SortOrder = SortOrder()
    """How the built-in views are sorted and grouped, while one of somebody's own is shown."""
    usual_groups: str = ""


def merged_views(base: TableViews, mine: TableViews, theirs: TableViews) -> TableViews:
    """What two windows wanted: what one has added, changed or deleted stays so; a change outlives a deletion."""
    before, here, there = ({each.id: each for each in views.own} for views in (base, mine, theirs))
    kept = {}
    for view_id in dict.fromkeys((*there, *here)):
        old, ours, others = (views.get(view_id) for views in (before, here, there))
        found = others if ours == old else ours
        if found is None and others != old:
            found = others
        if found is not None:
            kept[view_id] = found
    order = mine.order if mine.order != base.order else theirs.order
    return TableViews(tuple(kept.values()), order)


THEME = Setting("theme", Theme, Theme.SYSTEM, T("Light or dark colours, or whatever the system uses."))
WINDOW_GEOMETRY = Setting("window_geometry", str, "", T("Where the window was, in Qt's own form as base64."))
SPLITTERS: Setting[dict[str, tuple[int, ...]]] = Setting(
    "splitters", dict[str, tuple[int, ...]], {}, T("The sizes of the window's parts, by splitter.")
)
TABLE_COLUMNS = Setting("table_columns", TableColumns, TableColumns(), T("Order, widths and hidden columns."))
TABLE_SORT = Setting("table_sort", SortOrder, SortOrder(), T("The column by which the table is sorted."))
TABLE_GROUPS = Setting("table_groups", TableGroups, TableGroups(), T("How the table's rows are grouped."))
TABLE_VIEWS = Setting("table_views", TableViews, TableViews(), T("The views of the table."), merge=merged_views)
TABLE_VIEW = Setting(
    "table_view",
    ShownView,
    ShownView(),
    T("Which view of the table is shown."),
    before=lambda document: document.get(TABLE_VIEWS.key, {}),
)
LAST_PROFILE = Setting("last_profile", str, "", T("The profile that a new form begins with."))
REDUCED_MOTION = Setting("reduced_motion", bool, False, T("Show changes at once, without animation."))
RECENT_COMMANDS: Setting[tuple[str, ...]] = Setting(
    "recent_commands", tuple[str, ...], (), T("What was last done from the command palette, the latest first.")
)

WATCHDOG = Setting("watchdog", bool, True, T("Have a watchdog stop tasks at their end when no window is open."))

ALL: tuple[Setting[Any], ...] = (
    THEME,
    WINDOW_GEOMETRY,
    SPLITTERS,
    TABLE_COLUMNS,
    TABLE_SORT,
    TABLE_GROUPS,
    TABLE_VIEWS,
    TABLE_VIEW,
    LAST_PROFILE,
    REDUCED_MOTION,
    RECENT_COMMANDS,
    WATCHDOG,
)
MERGED = frozenset(each.key for each in ALL if each.merge is not None)


class Settings:
    """Values of the declared settings: in memory at once, in the file shortly afterwards."""

    def __init__(
        self, path: Path, clock: Clock | None = None, *, guard: Callable[[str], None] = lambda text: None
    ) -> None:
        """`guard` is shown every text before it is kept, and raises `ValueError` where a secret stands in it."""
        self.guard = guard
        self._file = JsonFile(path, clock or SystemClock(), version=VERSION)
        self._worker = Worker("settings")
        self._values: dict[str, Any] = {}
        self._document: dict[str, Any] = {}
        self._unwritten: dict[str, object] = {}
        """What was changed here: only that is written, another console may have changed the rest."""
        self._refused_over: dict[str, object] = {}
        """Of what could not be written: what the file held there then, None for nothing."""
        self._bases: dict[str, Any] = {}
        """What the values of settings that are merged were when they were last the file's."""
        self._signatures: dict[str, tuple[int, ...]] = {}
        """Of the file as each setting was read last."""
        self._lock = threading.Lock()
        self._pending = False
        self._hurry = threading.Event()
        self.notices: list[Text] = []
        """What went wrong with the file, to be shown."""
        self.trouble: Text | None = None
        """Why what was changed can't be saved; None where it is saved, or will be in a moment."""
        self.troubled: Listeners[Callable[[], None]] = Listeners()
        """Told, on the loop in which they were opened, that there is another `trouble`, or none any more."""
        self._loop: asyncio.AbstractEventLoop | None = None

    async def open(self) -> None:
        """Read the file. A broken one is set aside and reported in `notices`; unknown settings are kept."""
        self._loop = asyncio.get_running_loop()
        signature, reading = await self._worker.call(lambda: (self._file.signature(), self._file.read()))
        if reading.notice:
            self.notices.append(reading.notice)
        self._document = reading.document
        for setting in ALL:
            self._signatures[setting.key] = signature
            if setting.key in self._document:
                self._take(setting, self._document[setting.key])
            elif setting.before is not None:
                self._take(setting, setting.before(self._document))
            self._bases[setting.key] = self.get(setting)

    def get(self, setting: Setting[V]) -> V:
        """The value now, or the default."""
        value: V = self._values.get(setting.key, setting.default)
        return value

    def set(self, setting: Setting[V], value: V) -> None:
        """Change a value; `ValueError` when it does not fit the declared type, or a secret stands in it."""
        plain = setting.to_json(value)
        if new := set(words(plain)) - set(words(setting.to_json(self.get(setting)))):
            self.guard("\n".join(new))
        self._values[setting.key] = value
        with self._lock:  # held for no longer than this by the writing thread, too
            self._unwritten[setting.key] = plain
            self._refused_over.pop(setting.key, None)
        if not self._pending:
            self._submit()

    def retry(self) -> None:
        """Write what could not be written before. Somebody asks for it: that it still can't be is told once more."""
        self.trouble = None
        if not self._pending:
            self._submit()

    async def refresh(self, setting: Setting[V]) -> bool:
        """Take over what another console has saved of this setting; whether that is another value than before. What a
        newer version has saved stays its own."""
        signature = await self._worker.call(self._file.signature)
        if signature in ((), self._signatures.get(setting.key)):
            return False  # a file that is gone is no reason to forget what is known
        document = await self._worker.call(self._file.peek)
        with self._lock:
            if setting.key in self._unwritten:
                if not self._outlived(setting.key, document):
                    return False  # somebody has chosen here since
                del self._unwritten[setting.key]
            self._signatures[setting.key], before = signature, self.get(setting)
            if setting.key in document:
                try:
                    self._values[setting.key] = setting.from_json(document[setting.key])
                except ValueError:
                    return False
                self._bases[setting.key] = self._values[setting.key]
        return self.get(setting) != before

    async def aclose(self) -> None:
        """Write what is not written yet, also what could not be written before, and end the thread, at most two seconds
        later. Safe to call twice."""
        self._hurry.set()
        with self._lock:
            failed = bool(self._unwritten)
        if failed and not self._pending:
            with suppress(WorkerClosed):
                self._submit()
        await self._worker.close(2)

    def _take(self, setting: Setting[Any], plain: object) -> None:
        try:
            self._values[setting.key] = setting.from_json(plain)
        except ValueError:
            self.notices.append(T("The setting “{key}” is not valid; its default is used.", key=setting.key))

    def _submit(self) -> None:
        self._pending = True
        writing = self._worker.submit(self._write_soon)
        if self._loop is not None:
            when_done(writing, self._on_written, self._loop)

    def _on_written(self, writing: Future[Text | None]) -> None:
        before, self.trouble = self.trouble, writing.result()
        if self.trouble != before and not self._hurry.is_set():  # when the program ends nobody is there to be told
            self.troubled.tell(lambda listener: listener())

    def _write_soon(self) -> Text | None:
        """Write what was changed; returns why it can't be written."""
        self._hurry.wait(DELAY)
        self._pending = False  # before the changes are taken, so that a later one is never left behind
        with self._lock:
            changes, self._unwritten = self._unwritten, {}
        found: dict[str, Any] = {}

        def changed(document: dict[str, Any]) -> dict[str, Any]:
            found.update(document)
            mine = {key: value for key, value in changes.items() if not self._outlived(key, document)}
            return {**self._document, **document, **self._merged(mine, document)}

        try:
            reading = self._file.change(changed)
        except OSError as error:
            log.warning("the settings could not be saved: %s", error)
            self._put_back(changes, found)
            return T("{path} can't be written: {why}.", path=self._file.path, why=error.strerror or str(error))
        self._document = reading.document
        if reading.notice:
            self.notices.append(reading.notice)
        with self._lock:
            # What the others wanted is not taken over here, but by `refresh`: only that may change values.
            self._bases |= {each.key: each.from_json(changes[each.key]) for each in ALL if each.key in changes}
            for key in changes:
                self._refused_over.pop(key, None)
        return None

    def _put_back(self, changes: dict[str, object], found: Mapping[str, object]) -> None:
        """They could not be written over what was found; `found` is empty where there is no file, or where nobody could
        look into it: then what was known of it last counts."""
        with self._lock:
            before = found or self._document
            older = {key: before.get(key) for key in changes if key not in self._unwritten}
            self._refused_over = {**older, **self._refused_over}
            self._unwritten = {**changes, **self._unwritten}

    def _outlived(self, key: str, document: Mapping[str, object]) -> bool:
        """Whether another console has saved a choice since ours could not be written; those that are merged both
        stay."""
        if key in MERGED or key not in document:
            return False
        return bool(document[key] != self._refused_over.get(key, document[key]))

    def _merged(self, changes: dict[str, object], found: Mapping[str, object]) -> dict[str, object]:
        merged = dict(changes)
        for setting in ALL:
            if setting.merge is not None and setting.key in changes and setting.key in found:
                try:
                    theirs = setting.from_json(found[setting.key])
                except ValueError:
                    continue
                mine = setting.from_json(changes[setting.key])
                merged[setting.key] = setting.to_json(setting.merge(self._bases[setting.key], mine, theirs))
        return merged

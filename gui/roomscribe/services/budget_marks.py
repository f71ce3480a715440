"""Which marks of which budgets were told today: in a file, so that the next window does not raise the alarm again."""

from __future__ import annotations

import logging
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from roomscribe.domain.clock import Clock
from roomscribe.domain.text import Text
from roomscribe.ledger.worker import Worker
from roomscribe.services.json_file import JsonFile

log = logging.getLogger(__name__)

VERSION = 1
PATIENCE = 2.0
"""Seconds to wait at the end for what is not written yet: at worst a mark is told twice."""
Mark = tuple[str, date, Decimal]
"""Profile id, local day, budget: a budget that was raised is another one."""


class BudgetMarks:
    """The highest mark in percent that was told of each budget; in memory at once, in the file shortly afterwards.

    Windows that are open together each tell their person; whoever opens one later is not told again.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._file = JsonFile(path, clock, version=VERSION)
        self._worker = Worker("budget marks")
        self._told: dict[Mark, int] = {}
        self.notices: list[Text] = []
        """What went wrong with the file, to be shown."""

    async def open(self) -> None:
        """Read what was told. A broken file is set aside and reported in `notices`."""
        reading = await self._worker.call(self._file.read)
        if reading.notice:
            self.notices.append(reading.notice)
        self._told = _higher(_of_document(reading.document), self._told)

    def told(self, mark: Mark) -> int:
        """The highest mark that was told, in percent; 0 for none."""
        return self._told.get(mark, 0)

    def tell(self, mark: Mark, percent: int) -> None:
        """This one is being told; marks of other days are forgotten."""
        self._told = {key: told for key, told in self._told.items() if key[1] == mark[1]} | {mark: percent}
        told = dict(self._told)
        self._worker.submit(lambda: self._write(told, mark[1]))

    async def aclose(self) -> None:
        """Write what is not written yet, and end the thread."""
        await self._worker.close(PATIENCE)

    def _write(self, told: dict[Mark, int], day: date) -> None:
        def change(found: dict[str, object]) -> dict[str, object]:
            theirs = {key: percent for key, percent in _of_document(found).items() if key[1] == day}
            return {**found, "marks": _to_plain(_higher(theirs, told))}

        try:
            self._file.change(change)
        except OSError as error:
            log.warning("which budgets were told of could not be saved: %s", error)


def _higher(some: dict[Mark, int], others: dict[Mark, int]) -> dict[Mark, int]:
    return {key: max(some.get(key, 0), others.get(key, 0)) for key in {**some, **others}}


def _to_plain(told: dict[Mark, int]) -> list[dict[str, object]]:
    return [
        {"profile": profile, "day": day.isoformat(), "budget": str(budget), "percent": percent}
        for (profile, day, budget), percent in told.items()
    ]


def _of_document(document: dict[str, object]) -> dict[Mark, int]:
    """What a file holds. A line that can't be read is as good as none: that mark is told once more."""
    found: dict[Mark, int] = {}
    lines = document.get("marks")
    for line in lines if isinstance(lines, list) else ():
        try:
            key = str(line["profile"]), date.fromisoformat(line["day"]), Decimal(line["budget"])
            found[key] = int(line["percent"])
        except (KeyError, TypeError, ValueError, InvalidOperation):
            continue
    return found

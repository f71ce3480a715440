"""A console without a window that starts a batch from a table: for a test that kills it in the middle.

python -m tests.e2e.child_batch DATA_DIR TABLE
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

from roomscribe.domain.batch import PlannedRow
from roomscribe.domain.clock import SystemClock
from roomscribe.domain.drafts import Draft
from roomscribe.domain.sheet import Sheet, read_sheet
from roomscribe.services.batch_plan import Base, Planner
from roomscribe.services.console import ConsoleServices, build_services
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import PlainSpawner

ASKED = "problems"
"""What it says before it starts anything, with the number of rows that have problems."""


async def main(data_dir: Path, table: Path) -> None:
    """Plan the table, say what is wrong, start the rest, and go on until somebody ends the process."""
    services = build_services(data_dir, load_registry(), PlainSpawner(), SystemClock())
    await services.open()
    await services.take_over()
    (profile,) = services.profiles.all()
    rows = list(plan(services, read_sheet(await asyncio.to_thread(table.read_bytes))))
    print(ASKED, sum(bool(row.problems) for row in rows), flush=True)
    await services.batches.begin(table.name, profile, [row for row in rows if not row.problems])
    await asyncio.Event().wait()


def plan(services: ConsoleServices, sheet: Sheet) -> Iterator[PlannedRow]:
    """Every row on top of the example of the only account's service."""
    (profile,) = services.profiles.all()
    generation = services.registry.generation(profile.generation)
    fresh = {each.key: each.initial() for each in generation.fields} | dict(generation.example)
    planner = Planner(
        Base.of_form(Draft(profile_id=profile.id, values=fresh, minutes=30), profile, generation),
        profile,
        registry=services.registry,
        launcher=services.launcher,
        live=services.store.live(),
    )
    columns = planner.columns(sheet)
    assert not columns.problems
    return planner.rows(sheet, columns)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))

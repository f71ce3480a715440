"""The program in an environment with an add-on: the tour at one generation, and what was seen of it.

python plug_in_program.py GENERATION DATA_DIR PICTURES_DIR

Knows nothing of the tests: only what is installed in its environment can be imported here.
"""

from __future__ import annotations

import asyncio
import faulthandler
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QLabel

import roomscribe
from roomscribe import app
from roomscribe.domain.profiles import Profile
from roomscribe.ui.desk import Desk
from roomscribe.ui.notices import NoticeBar
from roomscribe.ui.tour.script import take_tour
from roomscribe.ui.words import say


async def choose(desk: Desk, profiles: Sequence[Profile]) -> None:
    """Have the one form in sight, whole: the other accounts can go then."""
    chosen = next(each for each in profiles if each.generation == sys.argv[1])
    desk.panel.set_profiles(profiles, chosen.id)
    while (form := desk.panel.form()) is None or not form.ready:  # noqa: ASYNC110 - built in slices, by a timer
        await asyncio.sleep(0.01)


async def script(console: app.Console) -> int:
    """Remove the other accounts, take the tour, and print what a person would have seen."""
    desk, services = console.desk, console.services
    await choose(desk, services.profiles.all())
    for profile in services.profiles.all():
        if profile.generation != sys.argv[1]:
            await services.profiles.delete(profile.id)
    code = await take_tour(desk, services, Path(sys.argv[3]), lambda line: print(line, file=sys.stderr))
    form = desk.panel.form()
    notices = desk.window.findChild(NoticeBar)
    seen = {
        "program": roomscribe.__file__,
        "vendors": [say(each.title) for each in services.registry.vendors],
        "labels": [label.text() for label in form.findChildren(QLabel) if label.isVisible()] if form else [],
        "notices": [[say(each.text), each.details] for each in (notices.notices() if notices else [])],
        "tasks": [
            [task.generation, task.state, list(task.targets), task.receipt.word if task.receipt else ""]
            for task in await services.ledger.tasks()
        ],
    }
    print(json.dumps(seen))
    return code


if __name__ == "__main__":
    faulthandler.enable()
    sys.exit(app.run(app.Options(demo=True, data_dir=Path(sys.argv[2]), theme="light"), script))

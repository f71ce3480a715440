"""What is said of the watchdog: only what it has answered is promised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.domain.tasks import Task
from roomscribe.services.watchdog.link import Cover
from roomscribe.ui.watchdog.words import covered, what_it_does
from tests.qt.ui.dialogs.leave_stage import task

ONE, TWO, ENDLESS = task(id="1", room="one", ends_at=1.0), task(id="2", room="two", ends_at=1.0), task(id="3")


WISHED = replace(ENDLESS, id="1", stop_wished_at=1.0)


ONE_SAFE, NO_KEYS = Cover(safe=frozenset({"1"}), answered=True), Cover(answered=True)


BOTH_SAFE = Cover(safe=frozenset({"1", "2"}), answered=True)


@pytest.mark.parametrize(
    ("tasks", "cover", "says", "safe"),
    [
        ((ONE, TWO), BOTH_SAFE, "It stays and stops them at their end times", True),
        ((ONE, TWO, ENDLESS), BOTH_SAFE, "The one without an end time runs on until somebody stops it.", True),
        ((ONE, TWO), ONE_SAFE, "It can't stop this one, and only the vendor's own rules end it: two.", False),
        ((ONE, TWO), NO_KEYS, "or their starts were lost. While this console is closed nothing", False),
        ((ONE, ENDLESS), NO_KEYS, "their starts were lost, or they have no end time. While", False),
        (
            (ONE,),
            Cover(),
            "does not answer. While this console is closed nothing stops the task, not",
            False,
        ),
        ((ONE,), Cover(wanted=False), "The watchdog is switched off (menu Task). While this console", False),
        ((ENDLESS,), NO_KEYS, "The task has no end time, so nothing stops it but", False),
        ((ENDLESS, ENDLESS), NO_KEYS, "None of them has an end time, so nothing stops them but", False),
        ((ONE,), NO_KEYS, "can't stop the task: it has no keys, or the answer to the start was lost. While", False),
        ((WISHED,), ONE_SAFE, "It stays and stops the task at its end time", True),
    ],
)
def test_only_what_the_watchdog_has_answered_is_promised(
    tasks: tuple[Task, ...], cover: Cover, says: str, safe: bool
) -> None:
    said = what_it_does(tasks, cover)
    assert says in said
    assert covered(tasks, cover) is safe
    assert ("It stays and stops" in said) is bool(cover.safe)


def test_many_rooms_without_keys_are_not_all_named() -> None:
    tasks = [task(id=str(number), room=f"room-{number}", ends_at=1.0) for number in range(9)]
    said = what_it_does(tasks, Cover(safe=frozenset({"0"}), answered=True))
    assert "room-1, room-2, room-3, room-4, room-5, room-6, and 2 more." in said
    assert "stops 1 of them at its end time" in said

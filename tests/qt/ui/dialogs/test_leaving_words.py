"""What goes on once the window is closed, in words."""

from __future__ import annotations

from roomscribe.ui.dialogs.leaving_words import goes_on, without_keys
from roomscribe.vendors.agora.record import VENDOR as AGORA
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.qt.ui.dialogs.leave_stage import task


def test_tasks_with_a_secret_of_their_own_are_named() -> None:
    registry = Registry([AGORA, VENDOR])
    said = without_keys([task(), task(id="u", generation="agora-5")], registry)
    assert "Not even then: Agora 5.x." in said
    assert "Not even then" not in without_keys([task()], registry)


def test_many_that_go_on_are_counted_and_some_are_named() -> None:
    said = str(goes_on([task(id=str(number), room=f"r{number}") for number in range(9)]))
    assert said.startswith("9 more tasks are not touched")
    assert said.endswith(": r0, r1, r2, r3, r4, r5, and 3 more.")

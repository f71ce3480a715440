"""A dialog that a test shows must be whole on the screen, in the middle, with its buttons in sight.

Every test of a dialog thereby tests its geometry too, with whatever the test has put into it, and when it grows later.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.verdict import object_to

if TYPE_CHECKING:
    from roomscribe.ui.dialogs.frame import FramedDialog

FRAME = "roomscribe.ui.dialogs.frame"
ROUNDING = 2
"""Pixels by which the middles of two odd sizes may differ."""


def misplaced(dialog: FramedDialog) -> list[str]:
    """What of it cannot be seen."""
    free, framed = dialog.screen().availableGeometry(), dialog.frameGeometry()
    found = [] if free.contains(framed) else [f"{framed} sticks out of the screen, {free}"]
    for at in range(dialog.footer.count()):
        item = dialog.footer.itemAt(at)
        button = item.widget() if item is not None else None
        if button is not None and button.isVisible():
            place = button.rect().translated(button.mapTo(dialog, button.rect().topLeft()))
            if not dialog.rect().contains(place):
                found.append(f"its button {button.text()!r} is at {place}, outside of {dialog.rect()}")  # type: ignore[attr-defined]
    return found


def off_the_middle(dialog: FramedDialog) -> list[str]:
    """How far it is from where Qt puts a dialog, in a window that leaves it room."""
    window = dialog.parentWidget()
    free = dialog.screen().availableGeometry()
    around = window.window().frameGeometry() if window is not None else free
    if not free.contains(around) or not around.contains(dialog.frameGeometry()):
        return []
    by = dialog.frameGeometry().center() - around.center()
    return [f"it is {by} off the middle of {around}"] if by.manhattanLength() > 2 * ROUNDING else []


@pytest.fixture(autouse=True)
def place_guard(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if FRAME not in sys.modules:
        yield
        return
    dialogs: Any = sys.modules[FRAME].FramedDialog
    found: list[str] = []
    show, fit, showing = dialogs.showEvent, dialogs.fit, []

    def shown(self: FramedDialog, event: Any) -> None:
        showing.append(self)
        show(self, event)
        showing.remove(self)
        found.extend(f"{type(self).__name__}: {each}" for each in (*misplaced(self), *off_the_middle(self)))

    def fitted(self: FramedDialog) -> None:
        fit(self)
        if self.isVisible() and self not in showing:
            found.extend(f"{type(self).__name__}, grown: {each}" for each in misplaced(self))

    monkeypatch.setattr(dialogs, "showEvent", shown)
    monkeypatch.setattr(dialogs, "fit", fitted)
    yield
    if found:
        object_to(request.node, "\n".join(dict.fromkeys(found)))

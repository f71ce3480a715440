"""Listeners come and go, also while they are told."""

from __future__ import annotations

from collections.abc import Callable

from roomscribe.services.listeners import Listeners


def test_listeners_hear_in_order_until_they_leave_even_when_they_leave_while_told() -> None:
    listeners: Listeners[Callable[[], None]] = Listeners()
    heard: list[str] = []
    leave: list[Callable[[], None]] = []

    def first() -> None:
        heard.append("first")
        leave[0]()

    leave.append(listeners.add(first))
    listeners.add(lambda: heard.append("second"))
    for _ in range(2):
        for tell in listeners.current():
            tell()
    leave[0]()
    assert heard == ["first", "second", "second"]

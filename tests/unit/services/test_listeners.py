"""Listeners come and go, also while they are told."""

from __future__ import annotations

from collections.abc import Callable

from roomscribe.domain.errors import ShuttingDown
from roomscribe.services.listeners import Listeners
from tests.support.log_guard import ExpectLog


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
        listeners.tell(lambda tell: tell())
    leave[0]()
    assert heard == ["first", "second", "second"]


def test_whoever_fails_is_reported_without_a_word_of_the_error_and_keeps_nobody_from_hearing(
    expect_log: ExpectLog,
) -> None:
    listeners: Listeners[Callable[[], None]] = Listeners()
    heard: list[str] = []

    def broken() -> None:
        raise RuntimeError("Internal C++ object already deleted")

    listeners.add(broken)
    listeners.add(lambda: heard.append("second"))
    expect_log(r"^a listener failed: RuntimeError in \S+broken, line \d+$", logger="roomscribe.services")
    listeners.tell(lambda tell: tell())
    assert heard == ["second"]


def test_what_is_not_begun_at_the_end_of_the_program_is_no_failure() -> None:
    listeners: Listeners[Callable[[], None]] = Listeners()
    heard: list[str] = []

    def late() -> None:
        raise ShuttingDown("not started")

    listeners.add(late)
    listeners.add(lambda: heard.append("second"))
    listeners.tell(lambda tell: tell())
    assert heard == ["second"]

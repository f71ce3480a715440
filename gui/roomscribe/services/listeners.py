"""Whoever wants to hear of a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Listener = TypeVar("Listener")


class Listeners(Generic[Listener]):
    """An ordered list of listeners, which may come and go while they are told."""

    def __init__(self) -> None:
        self._all: list[Listener] = []

    def current(self) -> list[Listener]:
        """Those who listen now, in the order in which they came."""
        return list(self._all)

    def add(self, listener: Listener) -> Callable[[], None]:
        """Have it listen until the returned function is called; calling that twice does no harm."""
        self._all.append(listener)

        def remove() -> None:
            if listener in self._all:
                self._all.remove(listener)

        return remove

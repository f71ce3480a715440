"""Whoever wants to hear of a change."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

from roomscribe.domain.errors import ShuttingDown

log = logging.getLogger(__name__)

Listener = TypeVar("Listener")


class Listeners(Generic[Listener]):
    """An ordered list of listeners, which may come and go while they are told."""

    def __init__(self) -> None:
        self._all: list[Listener] = []

    def tell(self, news: Callable[[Listener], object]) -> None:
        """Call `news` with each who listens now, in the order in which they came.

        Whoever fails to listen is reported and keeps no other from hearing, nor whoever tells from going on: a row that
        can't be shown must not end the watch over a task.
        """
        for listener in list(self._all):
            try:
                news(listener)
            except ShuttingDown:
                continue  # what would follow from the news is not begun any more
            except Exception as error:  # noqa: BLE001 - reported below
                # The error's own text may hold anything, so only its kind and place are written.
                log.error("a listener failed: %s in %s", type(error).__qualname__, _place(error))

    def add(self, listener: Listener) -> Callable[[], None]:
        """Have it listen until the returned function is called; calling that twice does no harm."""
        self._all.append(listener)

        def remove() -> None:
            if listener in self._all:
                self._all.remove(listener)

        return remove


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_code.co_qualname}, line {trace.tb_lineno}"

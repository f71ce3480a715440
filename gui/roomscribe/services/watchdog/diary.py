"""The watchdog's log: a small file, every known secret hidden in it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from roomscribe.net.redaction import Redactor

LARGEST = 64_000
"""Bytes; then it is kept once as `log.txt.1`, and a new one begun."""


class _Redacted(logging.Formatter):
    def __init__(self, secrets: Callable[[], Iterable[str]]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        # Whole, with the traceback: messages of foreign errors may quote what they were given.
        return Redactor(secrets=self._secrets()).text(super().format(record))


@contextmanager
def diary(path: Path, secrets: Callable[[], Iterable[str]]) -> Iterator[None]:
    """Write what this program's watchdog says to `path`, and of all others what is wrong. `OSError`: it can't be."""
    handler = RotatingFileHandler(path, maxBytes=LARGEST, backupCount=1, encoding="utf-8")
    handler.setFormatter(_Redacted(secrets))
    root, own = logging.getLogger(), logging.getLogger("roomscribe.services.watchdog")
    before = own.level
    root.addHandler(handler)
    own.setLevel(logging.INFO)
    try:
        yield
    finally:
        own.setLevel(before)
        root.removeHandler(handler)
        handler.close()

"""Secrets that no keyring holds, told over a pipe: the watchdog keeps them in its memory and nowhere else."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from typing import IO

Place = tuple[str, str]
"""Owner (as the vault names it) and key."""
Secrets = Mapping[Place, str]


def lines(before: Secrets, after: Secrets) -> bytes:
    """What has to be told so that whoever knew `before` knows `after`; one line of JSON for each secret."""
    said = [(place, value) for place, value in after.items() if before.get(place) != value]
    said += [(place, "") for place in before if place not in after]
    return b"".join(json.dumps([*place, value]).encode() + b"\n" for place, value in said)


def heard(line: bytes) -> tuple[Place, str] | None:
    """Place and secret of one line, "" for one to be forgotten; None for a line that is none of ours."""
    try:
        owner, key, value = json.loads(line)
    except (ValueError, TypeError):
        return None
    good = isinstance(owner, str) and isinstance(key, str) and isinstance(value, str)
    return ((owner, key), value) if good else None


def listen(pipe: IO[bytes], told: Callable[[Place, str], object], ended: Callable[[], object]) -> None:
    """Read the pipe on a thread of its own; both functions are called there. `ended`: the other side is gone."""

    def read() -> None:
        try:
            for line in pipe:
                if (found := heard(line)) is not None:
                    told(*found)
        except (OSError, ValueError):
            pass  # closed under the reader; it is over either way
        ended()

    # A daemon, and no asyncio transport: Windows has none for the pipes that a process inherits.
    threading.Thread(target=read, name="pipe", daemon=True).start()

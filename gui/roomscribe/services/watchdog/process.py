"""Starts the watchdog's process: detached, so that it outlives window and terminal, and with nothing secret on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO


class Child(subprocess.Popen[bytes]):
    """A watchdog that this process has started. It is meant to live on, so nobody complains that it does."""

    def __del__(self, *_: object) -> None:
        """The parent's warning is about children that were forgotten."""


def command(data_dir: Path) -> list[str]:
    """The command line that is a watchdog on a data directory."""
    # A frozen program is its own interpreter.
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "roomscribe"]
    return [*program, "watchdog", "--data-dir", str(data_dir.absolute())]


def start(data_dir: Path) -> Child:
    """Start one; its standard input is the pipe for secrets. Raises `OSError`."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS
        return _started(data_dir, flags=flags)
    return _started(data_dir)


def _started(data_dir: Path, *, flags: int = 0) -> Child:
    return Child(
        command(data_dir),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
        # Its own session: neither the terminal's end nor Ctrl-C in it reaches the watchdog. Windows knows none.
        start_new_session=True,
    )


def pipe_of(child: Child) -> IO[bytes]:
    """The pipe to a child."""
    assert child.stdin is not None  # noqa: S101 - it was asked for above
    return child.stdin

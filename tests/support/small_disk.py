"""A file system that gets full: a real one of two megabytes, or, where nobody may mount, a limit of the system."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZE = "2m"
FULL = r"is full|No space|disk I/O error|File too large"
"""How it is said that nothing more can be written; a limit is another error than a full disk."""


def mount(*arguments: str) -> bool:
    """Whether `mount` was permitted and done."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


@dataclass
class SmallDisk:
    """A folder, and how to leave no room in it."""

    folder: Path
    limit: bool = False
    """No file of this process may be written, instead of a file system without a free byte."""

    @contextmanager
    def full(self) -> Iterator[None]:
        """Leave no byte free for as long as this lasts."""
        if self.limit:
            # As short as can be: pytest, too, writes to files.
            with _limited_files(0):
                yield
            return
        filler = self.folder / "filler"
        _fill(filler)
        try:
            yield
        finally:
            filler.unlink()


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


@contextmanager
def mounted(folder: Path) -> Iterator[SmallDisk | None]:
    """A file system of its own at the folder; None where nobody may mount one."""
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)):
        yield None
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def limited(folder: Path) -> Iterator[SmallDisk]:
    """A folder of the usual disk, on which this process may be forbidden to write; no right is needed for that."""
    folder.mkdir()
    yield SmallDisk(folder, limit=True)


@contextmanager
def _limited_files(most: int) -> Iterator[None]:
    import resource  # no such module on Windows

    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))
        signal.signal(signal.SIGXFSZ, handler)

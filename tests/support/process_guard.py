"""No watchdog outlives the test that had it started.

A watchdog is meant to live on when its console is gone, so nothing else would notice one that a test forgot: it would
guard a folder that no longer exists. Only those on data directories of this run count.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.verdict import object_to


def watchdogs(below: Path, *, reaps: bool = True) -> list[psutil.Process]:
    """The watchdogs that run on data directories below a folder. `reaps`: children of this process that have ended are
    asked for their exit codes, which nobody else learns then."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.status() == psutil.STATUS_ZOMBIE:
                if reaps:
                    _reap(process)
                continue
            words = process.cmdline()
            at = words.index("watchdog") if "watchdog" in words else 0
            if words[at + 1 : at + 2] == ["--data-dir"] and Path(words[at + 2]).is_relative_to(below):
                found.append(process)
    return found


def _reap(process: psutil.Process) -> None:
    """One that this process has started stays a zombie until it is asked for its exit code."""
    with contextlib.suppress(OSError):
        if process.ppid() == os.getpid() and "python" in process.name():
            os.waitpid(process.pid, os.WNOHANG)


@pytest.fixture(autouse=True)
def _no_watchdog_stays(request: pytest.FixtureRequest) -> Iterator[None]:
    # Looking at every process takes milliseconds; only the tests of the whole program can have one started.
    if "e2e" not in request.path.parts:
        yield
        return
    base: Path = request.getfixturevalue("tmp_path")
    yield
    left = watchdogs(base)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()
    if left:
        object_to(request.node, f"a watchdog is left: {' '.join(map(str, (each.pid for each in left)))}")

"""No watchdog outlives the test that had it started.

A watchdog is meant to live on when its console is gone, so nothing else would notice one that a test forgot: it would
guard a folder that no longer exists. Tests of the whole program have other processes start some: there every one on a
data directory of the test counts. Elsewhere it is those that this process has started.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from roomscribe.services.watchdog import process as process_starter
from roomscribe.services.watchdog.process import Child
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
    # Looking at every process takes milliseconds; only in the tests of the whole program is there no other way.
    if "e2e" not in request.path.parts:
        with _started_here() as started:
            yield
        _object(request, [each for each in started if each.poll() is None])
        return
    base: Path = request.getfixturevalue("tmp_path")
    yield
    _object(request, watchdogs(base))


@contextlib.contextmanager
def _started_here() -> Iterator[list[Child]]:
    start, started = process_starter.start, list[Child]()

    def noted(data_dir: Path) -> Child:
        started.append(start(data_dir))
        return started[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process_starter, "start", noted)
        yield started


def _object(request: pytest.FixtureRequest, left: Sequence[psutil.Process | Child]) -> None:
    for each in left:
        with contextlib.suppress(psutil.Error):
            each.kill()
        with contextlib.suppress(psutil.Error):
            each.wait(5)
    if left:
        object_to(request.node, f"a watchdog is left: {' '.join(str(each.pid) for each in left)}")

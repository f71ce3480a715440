"""Keeps tests away from the home, the settings and the session of the person who runs them.

A program under test that finds its own way to the disk or to D-Bus finds an empty folder and no D-Bus, in this process
and in those it starts. The guards below this one replace things inside the process; this one covers the rest.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.support.verdict import note_failure

_FOLDERS = {
    "HOME": "home",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_CACHE_HOME": "home/.cache",
    # Qt complains, and a complaint fails the test, when it is absent or others can read it.
    "XDG_RUNTIME_DIR": "run",
}
_ABSENT = ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND", "GNOME_KEYRING_CONTROL", "SSLKEYLOGFILE")

_patch = pytest.MonkeyPatch()
_folders: list[Path] = []


def pytest_configure(config: pytest.Config) -> None:
    # Short, since sockets below it have a limit of about 100 characters for their whole path.
    root = Path(tempfile.mkdtemp(prefix="rs-"))
    _folders.append(root)
    for variable, folder in _FOLDERS.items():
        path = root / folder
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        _patch.setenv(variable, str(path))
    for variable in _ABSENT:
        _patch.delenv(variable, raising=False)


def pytest_unconfigure(config: pytest.Config) -> None:
    _patch.undo()
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed or hasattr(report, "wasxfail"):
        note_failure(item)
    return report

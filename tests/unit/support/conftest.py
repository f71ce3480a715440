"""Runs small test files under the project's own guards, in a process of their own, to see the guards at work."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from tests.support import PLUGINS

GuardedRun = Callable[..., pytest.RunResult]


@pytest.fixture
def guarded_run(pytester: pytest.Pytester, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> GuardedRun:
    """Writes a test file (`tests/unit/test_inner.py` or `name`), runs it with our settings, gives what pytest said."""
    # A run that is ended by its timeout cannot tidy up; what it leaves goes with this test's own folder.
    monkeypatch.setenv("TMPDIR", str(pytester.path))

    def run(source: str, *arguments: str, name: str = "tests/unit/test_inner.py") -> pytest.RunResult:
        path = pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(source), encoding="utf-8")
        (pytester.path / "conftest.py").write_text(f"pytest_plugins = {PLUGINS!r}\n", encoding="utf-8")
        settings = pytestconfig.rootpath / "pyproject.toml"
        place = ["-c", str(settings), f"--rootdir={pytester.path}", f"--confcutdir={pytester.path}"]
        return pytester.runpytest_subprocess(*place, "-p", "no:cacheprovider", *arguments, str(path))

    return run

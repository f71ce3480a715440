"""A test whose program is missing is left out on a person's own machine, and fails where all were seen to."""

import shutil
from pathlib import Path

import pytest

from tests.support.programs import SEEN_TO, path_of
from tests.unit.support.conftest import GuardedRun

TWO = """
import pytest

@pytest.mark.programs("sh")
def test_with_one_that_is_there():
    assert True

@pytest.mark.programs("sh", "no-such-program")
def test_with_one_that_is_not():
    raise AssertionError("never begun")
"""


@pytest.mark.parametrize(("seen_to", "outcome"), [("", {"skipped": 1}), ("yes", {"errors": 1})])
def test_a_missing_program(
    guarded_run: GuardedRun, monkeypatch: pytest.MonkeyPatch, seen_to: str, outcome: dict[str, int]
) -> None:
    monkeypatch.setenv(SEEN_TO, seen_to)
    result = guarded_run(TWO)
    result.assert_outcomes(passed=1, **outcome)
    result.stdout.fnmatch_lines(["*no-such-program*"])


def test_a_program_that_is_there_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    python = shutil.which("python3")
    assert python is not None
    assert path_of("python3") == python
    monkeypatch.setenv("PATH", str(Path(python).parent / "nowhere"))
    monkeypatch.setenv(SEEN_TO, "yes")
    with pytest.raises(pytest.fail.Exception, match="python3 was to be there"):
        path_of("python3")

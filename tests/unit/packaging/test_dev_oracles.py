"""A vendor's package with a folder of its own is unpacked once, again when its lock changes, and never by halves."""

from pathlib import Path
from types import ModuleType

import pytest


class Pip:
    """Notes the installs, and plays their visible effect."""

    def __init__(self, problem: type[Exception]) -> None:
        self.problem = problem
        self.commands: list[list[str]] = []
        self.fails = False

    def __call__(self, command, trouble: str, env=None) -> str:
        parts = [str(part) for part in command]
        self.commands.append(parts)
        folder = Path(parts[parts.index("--target") + 1])
        folder.mkdir(parents=True)
        (folder / "half.py").touch()
        if self.fails:
            raise self.problem(trouble)
        (folder / "whole.py").touch()
        return ""


@pytest.fixture
def oracles(script, monkeypatch, tmp_path: Path) -> ModuleType:
    module = script("dev_oracles")
    locks = {name: tmp_path / f"requirements-{name}.lock.txt" for name in ("sdk", "tool")}
    for name, lock in locks.items():
        lock.write_text(f"{name}==1\n")
    monkeypatch.setattr(module, "ORACLES", locks)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


@pytest.fixture
def pip(oracles, script, monkeypatch) -> Pip:
    stand_in = Pip(script("dev_common").ProblemError)
    monkeypatch.setattr(oracles, "run_quietly", stand_in)
    return stand_in


def test_the_first_time_installs_it_and_the_second_does_nothing(oracles, pip: Pip, tmp_path: Path, capsys):
    oracles.ensure_oracles(["sdk"])
    assert len(pip.commands) == 1
    assert {"--require-hashes", "--no-build-isolation"} <= set(pip.commands[0])
    assert pip.commands[0][-1] == str(tmp_path / "requirements-sdk.lock.txt")
    assert "the oracle sdk" in capsys.readouterr().out
    assert (oracles.oracle_folder("sdk") / "whole.py").exists()
    oracles.ensure_oracles(["sdk"])
    assert len(pip.commands) == 1
    assert capsys.readouterr().out == ""


def test_only_those_asked_for_are_installed(oracles, pip: Pip):
    oracles.ensure_oracles([])
    assert not pip.commands
    oracles.ensure_oracles(["sdk"])
    assert not oracles.oracle_folder("tool").exists()
    oracles.ensure_oracles(["sdk", "tool"])
    assert [Path(command[-1]).name for command in pip.commands] == [
        "requirements-sdk.lock.txt",
        "requirements-tool.lock.txt",
    ]


def test_another_lock_replaces_it_altogether(oracles, pip: Pip, tmp_path: Path):
    oracles.ensure_oracles(["sdk"])
    (oracles.oracle_folder("sdk") / "old.py").touch()
    (tmp_path / "requirements-sdk.lock.txt").write_text("sdk==2\n")
    oracles.ensure_oracles(["sdk"])
    assert len(pip.commands) == 2
    assert not (oracles.oracle_folder("sdk") / "old.py").exists()


def test_a_half_made_one_is_made_anew(oracles, pip: Pip):
    pip.fails = True
    with pytest.raises(pip.problem, match="oracle sdk"):
        oracles.ensure_oracles(["sdk"])
    pip.fails = False
    oracles.ensure_oracles(["sdk"])
    oracles.ensure_oracles(["sdk"])
    assert len(pip.commands) == 2
    assert (oracles.oracle_folder("sdk") / "whole.py").exists()


def test_every_oracle_is_a_dependency_group_with_a_lock(script):
    groups = script("dev_lock").read_pyproject()["dependency-groups"]
    oracles = script("dev_oracles")
    for name, lock in oracles.ORACLES.items():
        assert groups[name]
        assert lock.is_file()
    assert {*oracles.FOR_TESTS, *oracles.FOR_BENCHES.values()} == oracles.ORACLES.keys()


def test_what_a_benchmark_is_compared_with_names_one_there_is(script):
    for name in script("dev_oracles").FOR_BENCHES:
        assert (script("dev").BENCHES / f"bench_{name}.py").is_file()

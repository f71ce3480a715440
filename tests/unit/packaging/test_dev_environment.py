"""The environment is made once, kept in step, repaired when broken, and otherwise left alone."""

import json
from pathlib import Path
from types import ModuleType

import pytest


class Machine:
    """Notes the commands that would change the disk, and plays their visible effect."""

    def __init__(self, environment: ModuleType) -> None:
        self.environment = environment
        self.commands: list[str] = []
        self.fail_on = ""

    def __call__(self, command, trouble: str, env=None) -> str:
        line = " ".join(str(part) for part in command)
        self.commands.append(line)
        if self.fail_on and self.fail_on in line:
            raise self.environment.ProblemError(trouble)
        if " -m venv " in line:
            python = self.environment.venv_program("python")
            python.parent.mkdir(parents=True)
            python.touch()
        return ""

    def kinds(self) -> list[str]:
        """The commands so far, by what they are for; and forgets them."""
        words = {"-m venv": "venv", "requirements.lock": "runtime", "requirements-dev": "dev", "--editable": "project"}
        found = [next(kind for word, kind in words.items() if word in line) for line in self.commands]
        self.commands.clear()
        return found


@pytest.fixture
def environment(script, monkeypatch, tmp_path: Path) -> ModuleType:
    module = script("dev_environment")
    (tmp_path / "pyproject.toml").write_text("one")
    locks = {"runtime": tmp_path / "requirements.lock.txt", "dev": tmp_path / "requirements-dev.lock.txt"}
    for lock in locks.values():
        lock.write_text("# comment\na==1 \\\n    --hash=sha256:0\n    # via b\nb==2 \\\n    --hash=sha256:1\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "PYPROJECT", tmp_path / "pyproject.toml")
    monkeypatch.setattr(module, "LOCKS", locks)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "roomscribe-stamp.json")
    monkeypatch.setattr(module, "ensure_venv_module", lambda: None)
    return module


@pytest.fixture
def machine(environment, monkeypatch) -> Machine:
    stand_in = Machine(environment)
    monkeypatch.setattr(environment, "run_quietly", stand_in)
    return stand_in


def test_the_first_time_makes_it_and_the_second_does_nothing(environment, machine: Machine, capsys):
    environment.ensure_environment("dev")
    assert machine.kinds() == ["venv", "runtime", "dev", "project"]
    assert "installing 2 packages" in capsys.readouterr().out
    environment.ensure_environment("dev")
    environment.ensure_environment("runtime")
    assert machine.kinds() == []
    assert capsys.readouterr().out == ""


def test_running_needs_less_than_testing(environment, machine: Machine):
    environment.ensure_environment("runtime")
    assert machine.kinds() == ["venv", "runtime", "project"]
    environment.ensure_environment("dev")
    assert machine.kinds() == ["runtime", "dev", "project"]


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock.txt", "requirements-dev.lock.txt"])
def test_a_change_brings_it_up_to_date_at_the_level_it_has(environment, machine: Machine, tmp_path: Path, name: str):
    environment.ensure_environment("dev")
    machine.kinds()
    (tmp_path / name).write_text("c==3\n")
    environment.ensure_environment("runtime")
    assert machine.kinds() == ["runtime", "dev", "project"]
    environment.ensure_environment("dev")
    assert machine.kinds() == []


def test_line_ends_are_no_change(environment, machine: Machine, tmp_path: Path):
    environment.ensure_environment("dev")
    machine.kinds()
    lock = tmp_path / "requirements.lock.txt"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    environment.ensure_environment("dev")
    assert machine.kinds() == []


@pytest.mark.parametrize("fail_on", ["-m venv", "requirements.lock", "requirements-dev", "--editable"])
def test_a_half_made_one_is_made_anew(environment, machine: Machine, fail_on: str, capsys):
    machine.fail_on = fail_on
    with pytest.raises(environment.ProblemError):
        environment.ensure_environment("dev")
    machine.fail_on = ""
    machine.kinds()
    environment.ensure_environment("dev")
    assert machine.kinds() == ["venv", "runtime", "dev", "project"]
    if fail_on != "-m venv":
        assert "incomplete" in capsys.readouterr().out


def test_an_update_that_fails_is_not_forgotten(environment, machine: Machine, tmp_path: Path):
    environment.ensure_environment("dev")
    (tmp_path / "pyproject.toml").write_text("two")
    machine.fail_on = "requirements-dev"
    with pytest.raises(environment.ProblemError):
        environment.ensure_environment("dev")
    machine.fail_on = ""
    machine.kinds()
    environment.ensure_environment("dev")
    assert machine.kinds()[0] == "venv"


@pytest.mark.parametrize("key", ["python", "machine", "place"])
def test_another_python_machine_or_place_needs_a_new_one(environment, machine: Machine, key: str):
    environment.ensure_environment("dev")
    machine.kinds()
    stamp = json.loads(environment.STAMP.read_text())
    stamp[key] = "another"
    environment.STAMP.write_text(json.dumps(stamp))
    environment.ensure_environment("dev")
    assert machine.kinds() == ["venv", "runtime", "dev", "project"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}"])
def test_a_damaged_stamp_counts_as_none(environment, machine: Machine, text: str):
    environment.ensure_environment("dev")
    machine.kinds()
    environment.STAMP.write_text(text)
    environment.ensure_environment("dev")
    assert machine.kinds()[0] == "venv"


def test_a_stamp_without_its_python_counts_as_none(environment, machine: Machine):
    environment.ensure_environment("dev")
    machine.kinds()
    environment.venv_program("python").unlink()
    environment.ensure_environment("dev")
    assert machine.kinds()[0] == "venv"


def test_a_file_or_a_dangling_link_in_its_place_is_no_obstacle(environment, machine: Machine, tmp_path: Path):
    for make in (lambda place: place.touch(), lambda place: place.symlink_to(tmp_path / "gone")):
        make(environment.VENV)
        environment.ensure_environment("runtime")
        assert environment.VENV.is_dir()
        assert not environment.VENV.is_symlink()
        for path in sorted(environment.VENV.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        environment.VENV.rmdir()


def test_a_missing_lock_is_a_problem_in_words(environment, machine: Machine, tmp_path: Path):
    (tmp_path / "requirements.lock.txt").unlink()
    with pytest.raises(environment.ProblemError, match="cannot read"):
        environment.ensure_environment("runtime")


def test_every_install_from_a_lock_checks_hashes(environment, machine: Machine):
    environment.ensure_environment("dev")
    installs = [line for line in machine.commands if " install " in line]
    assert len(installs) == 3
    for line in installs:
        # The project itself has no hash, and must not bring anything along.
        assert ("--require-hashes" in line) != ("--no-deps" in line)

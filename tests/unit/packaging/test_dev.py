"""The command itself: what it starts, with which environment, and that it speaks instead of throwing tracebacks."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.programs import SEEN_TO

ROOT = Path(__file__).resolve().parents[3]
DEV = ROOT / "packaging" / "dev.py"


class Calls:
    """Stands in for running programs: notes them and answers with exit codes by what the command contains."""

    def __init__(self, **codes: int) -> None:
        self.commands: list[list[str]] = []
        self.environments: list[dict[str, str]] = []
        self.codes = codes

    def __call__(self, command, env=None) -> int:
        parts = [str(part) for part in command]
        self.commands.append(parts)
        self.environments.append(dict(env or {}))
        return next((code for word, code in self.codes.items() if any(word in part for part in parts)), 0)


@pytest.fixture
def dev(script, monkeypatch) -> ModuleType:
    module = script("dev")
    monkeypatch.setattr(module, "ensure_system", lambda command: True)
    monkeypatch.setattr(module, "ensure_environment", lambda level: None)
    monkeypatch.setattr(module, "ensure_oracles", lambda names: None)
    monkeypatch.setattr(module, "BYTECODE", ROOT)
    return module


def test_test_checks_everything_and_then_tests_everything(dev, monkeypatch, capsys):
    calls = Calls()
    monkeypatch.setattr(dev, "run", calls)
    assert dev.main(["test"]) == 0
    tools = [[part for part in command if "python" not in part] for command in calls.commands]
    assert tools[0] == ["-m", "ruff", "check", "."]
    assert tools[1] == ["-m", "ruff", "format", "--check", "."]
    assert "lint-imports" in tools[2][0]
    assert tools[3] == ["-m", "mypy"]
    assert tools[4][:3] == ["-m", "pytest", "-n"]
    assert int(tools[4][3]) >= 3
    assert tools[4][4:] == ["--dist", "worksteal"]
    assert calls.environments[4]["QT_QPA_PLATFORM"] == "offscreen"
    assert calls.environments[4]["QT_API"] == "pyside6"
    # Nothing after pytest's own closing line.
    assert capsys.readouterr().out.splitlines()[-1] == "· check: mypy"


@pytest.mark.parametrize(
    ("command", "ready"), [(["test"], True), (["test", "-k", "x"], True), (["check"], False), (["run"], False)]
)
def test_only_tests_need_the_vendors_packages(dev, monkeypatch, command: list[str], ready: bool):
    made = []
    monkeypatch.setattr(dev, "ensure_oracles", made.extend)
    monkeypatch.setattr(dev, "run", Calls())
    assert dev.main(command) == 0
    assert made == ["tencent-intl"] * ready


def test_with_arguments_it_is_pytest_alone(dev, monkeypatch):
    calls = Calls(pytest=5)
    monkeypatch.setattr(dev, "run", calls)
    assert dev.main(["test", "-k", "ledger", "--lf"]) == 5
    assert [command[1:] for command in calls.commands] == [["-m", "pytest", "-k", "ledger", "--lf"]]


@pytest.mark.parametrize("arguments", [[], ["-k", "ledger"]])
@pytest.mark.parametrize(("seen_to", "told"), [(True, "yes"), (False, "")])
def test_tests_are_told_whether_every_program_was_seen_to(
    dev, monkeypatch, arguments: list[str], seen_to: bool, told: str
):
    calls = Calls()
    monkeypatch.setattr(dev, "run", calls)
    monkeypatch.setattr(dev, "ensure_system", lambda command: seen_to)
    assert dev.main(["test", *arguments]) == 0
    assert calls.environments[-1][SEEN_TO] == told


@pytest.mark.parametrize(
    ("codes", "expected"), [({"mypy": 1}, 1), ({"pytest": 1}, 1), ({"pytest": 2, "ruff": 1}, 2), ({"pytest": 5}, 5)]
)
def test_the_exit_code_is_the_truth(dev, monkeypatch, codes: dict[str, int], expected: int):
    calls = Calls(**codes)
    monkeypatch.setattr(dev, "run", calls)
    assert dev.main(["test"]) == expected
    assert "pytest" in calls.commands[-1]


def test_a_fresh_copy_has_its_tests_compiled_beside_the_checks(dev, monkeypatch, tmp_path: Path, capsys):
    quiet = []

    def refuse(command, trouble: str, env) -> str:
        quiet.append((command[1:], env.get("QT_QPA_PLATFORM")))
        raise dev.ProblemError(trouble)

    calls = Calls()
    monkeypatch.setattr(dev, "run", calls)
    monkeypatch.setattr(dev, "run_quietly", refuse)
    monkeypatch.setattr(dev, "BYTECODE", tmp_path / "nothing")
    assert dev.main(["test"]) == 0
    assert quiet == [(["-m", "pytest", "--collect-only", "-q"], "offscreen")]
    assert "pytest" in calls.commands[-1]
    # What is wrong with a test file is pytest's to tell.
    assert capsys.readouterr().err == ""


def test_what_is_started_may_keep_its_bytecode(script, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    common = script("dev_common")
    assert common.environment(A="b")["A"] == "b"
    assert "PYTHONDONTWRITEBYTECODE" not in common.environment()


def test_check_names_what_failed(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev, "run", Calls(mypy=1))
    assert dev.main(["check"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "· failed: mypy"


def test_run_with_a_screen_starts_the_demo(dev, monkeypatch):
    calls = Calls()
    monkeypatch.setattr(dev, "run", calls)
    monkeypatch.setattr(dev, "has_display", lambda env: True)
    assert dev.main(["run", "--language", "de"]) == 0
    assert [command[1:] for command in calls.commands] == [["-m", "roomscribe", "--demo", "--language", "de"]]
    assert "PYTHONHOME" not in calls.environments[0]


def test_run_without_a_screen_draws_pictures_and_says_where(dev, monkeypatch, tmp_path: Path, capsys):
    calls = Calls()
    monkeypatch.setattr(dev, "run", calls)
    monkeypatch.setattr(dev, "has_display", lambda env: False)
    monkeypatch.setattr(dev, "PICTURES", tmp_path / "tour-pictures")
    (tmp_path / "tour-pictures").mkdir()
    (tmp_path / "tour-pictures" / "one.png").touch()
    assert dev.main(["run"]) == 0
    assert [command[1:] for command in calls.commands] == [["-m", "roomscribe", "tour", "--out", "tour-pictures"]]
    assert calls.environments[0]["QT_QPA_PLATFORM"] == "offscreen"
    said = capsys.readouterr().out
    assert "no screen" in said
    assert f"the pictures (1) are in {tmp_path / 'tour-pictures'}" in said


def test_run_passes_the_programs_exit_code_on(dev, monkeypatch):
    monkeypatch.setattr(dev, "run", Calls(roomscribe=3))
    for display in (True, False):
        monkeypatch.setattr(dev, "has_display", lambda env, display=display: display)
        assert dev.main(["run"]) == 3


def test_bench_runs_all_or_those_named(dev, monkeypatch, tmp_path: Path):
    for name in ("bench_start.py", "bench_table.py", "rows.py"):
        (tmp_path / name).touch()
    monkeypatch.setattr(dev, "BENCHES", tmp_path)
    for arguments, expected in (
        ([], ["start", "table"]),
        (["table"], ["table"]),
        (["bench_start", "tests/bench/bench_table.py"], ["start", "table"]),
    ):
        calls = Calls()
        monkeypatch.setattr(dev, "run", calls)
        assert dev.main(["bench", *arguments]) == 0
        assert [command[1:] for command in calls.commands] == [["-m", f"tests.bench.bench_{n}"] for n in expected]
    monkeypatch.setattr(dev, "run", Calls(bench_start=1))
    assert dev.main(["bench"]) == 1


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], ["tccli"]),
        (["table", "launch_many"], ["tccli"]),
        (["bench_launch_many", "launch_many"], ["tccli"]),
        (["table"], []),
        (["--faults"], []),
    ],
)
def test_a_benchmark_has_what_it_is_compared_with_and_others_do_without(
    dev, monkeypatch, arguments: list[str], wanted: list[str]
):
    calls, made = Calls(), []

    def install(names) -> None:
        assert not calls.commands
        made.extend(names)

    monkeypatch.setattr(dev, "run", calls)
    monkeypatch.setattr(dev, "ensure_oracles", install)
    assert dev.main(["bench", *arguments]) == 0
    assert calls.commands
    assert made == wanted


@pytest.mark.parametrize(
    ("arguments", "module"),
    [(["--campaign", "--runs", "7", "--seed", "3"], "crash_campaign"), (["--faults", "--some", "7"], "fault_campaign")],
)
def test_bench_plays_a_campaign_instead_when_it_is_told_to(dev, monkeypatch, arguments: list[str], module: str):
    calls = Calls()
    monkeypatch.setattr(dev, "run", calls)
    assert dev.main(["bench", *arguments]) == 0
    assert [command[1:] for command in calls.commands] == [["-m", f"tests.bench.{module}", *arguments[1:]]]
    assert (dev.BENCHES / f"{module}.py").is_file()


def test_bench_knows_its_names(dev, monkeypatch, tmp_path: Path, capsys):
    monkeypatch.setattr(dev, "BENCHES", tmp_path)
    assert dev.main(["bench"]) == 2
    (tmp_path / "bench_table.py").touch()
    assert dev.main(["bench", "tabel"]) == 2
    assert "no benchmark called tabel; there are: table" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["--help"], 0), (["tset"], 2), (["check", "x"], 2)])
def test_it_explains_itself_without_installing_anything(arguments: list[str], code: int):
    done = subprocess.run([sys.executable, DEV, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert done.stdout or done.stderr


def test_an_interrupt_is_not_a_traceback(dev, monkeypatch):
    def interrupted(level: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dev, "ensure_environment", interrupted)
    assert dev.main(["check"]) == 130


def test_a_reader_that_has_gone_is_not_a_traceback():
    if sys.platform == "win32":
        pytest.skip("pipes end differently on Windows")
    command = f"'{sys.executable}' '{DEV}' --help"
    done = subprocess.run(["sh", "-c", f"{command} | true"], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_program_that_is_not_there_is_a_problem_in_words(script):
    common = script("dev_common")
    with pytest.raises(common.ProblemError, match="cannot start"):
        common.run(["/nowhere/at/all"])
    with pytest.raises(common.ProblemError, match="cannot install: cannot start"):
        common.run_quietly(["/nowhere/at/all"], "cannot install")


def test_only_the_end_of_a_failed_programs_words_is_shown(script):
    common = script("dev_common")
    chatty = "for i in range(99): print('line', i)\nraise SystemExit(7)"
    with pytest.raises(common.ProblemError) as caught:
        common.run_quietly([sys.executable, "-c", chatty], "cannot install")
    assert "exit code 7" in str(caught.value)
    assert "line 98" in str(caught.value)
    assert "line 50" not in str(caught.value)


def test_exit_codes_pass_through(script):
    common = script("dev_common")
    assert common.run([sys.executable, "-c", "raise SystemExit(9)"]) == 9
    if sys.platform != "win32":
        killed = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
        assert common.run([sys.executable, "-c", killed]) == 128 + 9


def test_an_old_python_gets_a_sentence(tmp_path: Path, script, monkeypatch, capsys):
    dev = script("dev")
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    assert dev._restart_with_newer_python() == 2
    assert "Python 3.11 or newer is needed" in capsys.readouterr().err

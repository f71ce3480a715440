#!/usr/bin/env python3
"""One command each for everything a developer does.

    python packaging/dev.py run [arguments]     the program with its demo; without a screen, a tour in pictures
    python packaging/dev.py test [arguments]    all checks and all tests; with arguments, pytest alone with these
    python packaging/dev.py check               style, types and import rules
    python packaging/dev.py bench [names]       the benchmarks in tests/bench, or those named
    python packaging/dev.py bench --campaign    500 runs in which consoles are killed (--runs, --seed: fewer, the same)
    python packaging/dev.py bench --faults      every fault at every call, alone and in pairs (--some N: N of each sort)
    python packaging/dev.py lock [arguments]    make the lock files again (--upgrade takes newer versions)

The first use makes .venv; later ones start at once. Nothing but Python 3.11 or newer has to be there before.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

OLDEST = (3, 11)


def _restart_with_newer_python() -> int:
    """Systems keep several Pythons, and `python3` may be an old one: go on with one that fits, if there is any."""
    for minor in (13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            return subprocess.call([found, *sys.argv])
    needed, here = ".".join(map(str, OLDEST)), ".".join(map(str, sys.version_info[:3]))
    print(f"dev.py: Python {needed} or newer is needed; this is {here} ({sys.executable}).", file=sys.stderr)
    return 2


if sys.version_info < OLDEST:  # before the imports below, which an old Python cannot read
    sys.exit(_restart_with_newer_python())

from dev_common import ROOT, ProblemError, environment, run, run_quietly, say  # noqa: E402
from dev_environment import ensure_environment, venv_program  # noqa: E402
from dev_lock import make_locks  # noqa: E402
from dev_oracles import FOR_BENCHES, FOR_TESTS, ensure_oracles  # noqa: E402
from dev_system import SEEN_TO, ensure_system, has_display  # noqa: E402

PICTURES = ROOT / "tour-pictures"
BENCHES = ROOT / "tests" / "bench"
BYTECODE = ROOT / "tests" / "__pycache__"
"""There when tests have run in this copy of the project."""
CAMPAIGNS = {"--campaign": "crash_campaign", "--faults": "fault_campaign"}
"""What plays instead of the benchmarks, by the word that asks for it."""


def checks() -> dict[str, list[str]]:
    """The checks by name, in the order of how fast they answer."""
    python = str(venv_program("python"))
    return {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "import rules": [str(venv_program("lint-imports")), "--no-logo"],
        "mypy": [python, "-m", "mypy"],
    }


def _run_checks() -> list[str]:
    """Run every check, also after one failed, so that one run tells everything; gives the failed ones."""
    failed = []
    for name, command in checks().items():
        say(f"check: {name}")
        if run(command, environment()) != 0:
            failed.append(name)
    return failed


def _offscreen(**more: str) -> dict[str, str]:
    # QT_API: more than one Qt binding may be importable, and qasync would take the first it knows.
    return environment(QT_QPA_PLATFORM="offscreen", QT_API="pyside6", **more)


def check(arguments: list[str]) -> int:
    if arguments:
        raise ProblemError("check takes no arguments")
    ensure_environment("dev")
    failed = _run_checks()
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def test(arguments: list[str]) -> int:
    seen_to = "yes" if ensure_system("test") else ""
    ensure_environment("dev")
    ensure_oracles(FOR_TESTS)
    env = _offscreen(**{SEEN_TO: seen_to})
    pytest = [str(venv_program("python")), "-m", "pytest"]
    if arguments:
        return run([*pytest, *arguments], env)
    with ThreadPoolExecutor(1) as beside:
        if not BYTECODE.exists():
            beside.submit(_compile_tests, pytest)
        failed = _run_checks()
    if failed:
        say(f"failed: {', '.join(failed)}; the tests run all the same")
    # Tests of the whole program mostly wait, so that two cores have work for four. Whoever has nothing left takes over
    # what others have not begun; tests/support/order.py says who begins with what.
    workers = str((os.cpu_count() or 1) + 2)
    code = run([*pytest, "-n", workers, "--dist", "worksteal"], env)
    if failed:
        # Only in this case the last word is not pytest's, since pytest knows nothing of it.
        say(f"failed before the tests: {', '.join(failed)}")
    return code or (1 if failed else 0)


def _compile_tests(pytest: list[str]) -> None:
    """Have the tests read once, which keeps their bytecode: else each worker makes it, all at the same time.

    What is wrong with a test file is not told here; the tests themselves will.
    """
    run_quietly([*pytest, "--collect-only", "-q"], "not all tests can be read", _offscreen())


def run_program(arguments: list[str]) -> int:
    ensure_system("run")
    ensure_environment("runtime")
    program = [str(venv_program("python")), "-m", "roomscribe"]
    if has_display(os.environ):
        return run([*program, "--demo", *arguments], environment())
    say("there is no screen here (DISPLAY and WAYLAND_DISPLAY are empty): drawing a tour in pictures instead")
    code = run([*program, "tour", "--out", PICTURES.name, *arguments], _offscreen())
    pictures = sorted(PICTURES.glob("**/*.png"))
    if code == 0:
        say(f"the pictures ({len(pictures)}) are in {PICTURES}")
    else:
        say(f"the tour ended with exit code {code}; what it drew is in {PICTURES}")
    return code


def bench(arguments: list[str]) -> int:
    campaign = next((each for each in arguments if each in CAMPAIGNS), None)
    chosen = [] if campaign else choose_benches(arguments)
    ensure_system("bench")
    ensure_environment("dev")
    if campaign:
        wishes = [each for each in arguments if each != campaign]
        return run([venv_program("python"), "-m", f"tests.bench.{CAMPAIGNS[campaign]}", *wishes], _offscreen())
    names = [path.stem.removeprefix("bench_") for path in chosen]
    ensure_oracles(dict.fromkeys(FOR_BENCHES[name] for name in names if name in FOR_BENCHES))
    failed = []
    for path in chosen:
        say(f"bench: {path.stem.removeprefix('bench_')}")
        if run([venv_program("python"), "-m", f"tests.bench.{path.stem}"], _offscreen()) != 0:
            failed.append(path.stem)
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def choose_benches(names: list[str]) -> list[Path]:
    """The benchmark files with these names (`table`, `bench_table` or a path), or all of them."""
    there = {path.stem.removeprefix("bench_"): path for path in sorted(BENCHES.glob("bench_*.py"))}
    if not there:
        raise ProblemError("there is no benchmark in tests/bench")
    wanted = [Path(name).stem.removeprefix("bench_") for name in names] or list(there)
    unknown = [name for name in wanted if name not in there]
    if unknown:
        raise ProblemError(f"no benchmark called {', '.join(unknown)}; there are: {', '.join(there)}")
    return [there[name] for name in wanted]


def lock(arguments: list[str]) -> int:
    make_locks(arguments)
    say("the lock files are made; the next command installs from them")
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run_program,
    "test": test,
    "check": check,
    "bench": bench,
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    try:
        return _dispatch(arguments)
    except ProblemError as problem:
        print(f"dev.py: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`). Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _dispatch(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__, flush=True)
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    if command is None:
        raise ProblemError(f"unknown command {arguments[0]!r}; there are: {', '.join(COMMANDS)}")
    return command(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

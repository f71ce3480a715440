"""What every part of the development tool shares: places, words to the person, and starting programs.

Standard library only, because this runs before anything is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"


class ProblemError(Exception):
    """An expected trouble, in words that say what to do; shown without a traceback."""


def say(line: str) -> None:
    """One line of progress. Flushed, since the next line may come from another program."""
    print(f"· {line}", flush=True)


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> int:
    """Run a program in the repository's root with our own input and output, and give its exit code.

    Ctrl-C reaches the program too, so we wait for it to end in its own way instead of leaving it behind.
    """
    try:
        process = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env)
    except OSError as error:
        raise ProblemError(f"cannot start {command[0]}: {error}") from error
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt:
            continue
    # A program ended by a signal has a negative code here; shells say 128 + the signal.
    return code if code >= 0 else 128 - code


def run_quietly(command: Sequence[str | Path], trouble: str, env: Mapping[str, str] | None = None) -> str:
    """Run a program whose output matters only if it fails; then its last lines go into the message."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise ProblemError(f"{trouble}: cannot start {command[0]}: {error}") from error
    if done.returncode != 0:
        tail = "\n".join(f"    {line}" for line in done.stdout.strip().splitlines()[-15:])
        raise ProblemError(f"{trouble} (exit code {done.returncode}). The last lines were:\n{tail}")
    return done.stdout


def environment(**changes: str) -> dict[str, str]:
    """Our environment with some changes, without what would make the project's Python another one, or a slow one."""
    # Containers often forbid Python to keep bytecode. Tests start hundreds of programs, and each would compile all of
    # its modules again; pytest would rewrite every test file once per worker.
    unwanted = ("PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")
    env = {name: value for name, value in os.environ.items() if name not in unwanted}
    env.update(changes)
    return env


def is_linux() -> bool:
    return sys.platform.startswith("linux")

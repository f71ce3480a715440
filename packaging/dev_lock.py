"""Makes the lock files: exact versions and hashes for Linux, Windows and macOS, and no address of any package index.

The index is whatever pip or uv is set up with on the machine that installs; the hashes make its answer trustworthy.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dev_common import PYPROJECT, ROOT, ProblemError, environment, run_quietly, say
from dev_environment import LOCKS
from dev_oracles import ORACLES
from dev_system import ensure_venv_module

_HEADER = """\
# Made by `python packaging/dev.py lock`; change pyproject.toml and make it again instead of editing it.
# It is for {what}, on Linux, Windows and macOS, Python 3.11 to 3.13.
"""
_WHAT = {
    "runtime": "running the program",
    "dev": "developing and testing it (all of requirements.lock.txt and more)",
    "tencent-intl": "tests against Tencent's international SDK, which has a folder of its own",
    "tccli": "a benchmark that is compared with Tencent's command line, which has a folder of its own",
}
_FILES = {**LOCKS, **ORACLES}


def read_pyproject() -> dict[str, Any]:
    with PYPROJECT.open("rb") as file:
        return tomllib.load(file)


def compile_arguments(level: str, more: Sequence[str] = ()) -> list[str]:
    """uv's arguments for one lock. The build requirements come on its standard input, hence the dash.

    An oracle is a dependency group, and nothing of the program is beside it.
    """
    arguments = ["pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
    arguments += ["--no-emit-index-url", "--no-header", "--output-file", _relative(_FILES[level])]
    if level in ORACLES:
        # What the tests' environment has, too, is the same version there.
        return [*arguments, "--group", level, "--constraint", _relative(LOCKS["dev"]), *more]
    if level == "dev":
        # The same versions as people run, so that the tests tell about those.
        arguments += ["--group", "test", "--group", "tools", "--constraint", _relative(LOCKS["runtime"])]
    return [*arguments, *more, _relative(PYPROJECT), "-"]


def _relative(path: Path) -> str:
    # uv writes the names it was given into the comments; absolute ones would show somebody's folders.
    return path.relative_to(ROOT).as_posix()


def clean(text: str, level: str) -> str:
    """The lock's text with our own header, and without any line that could hold an address."""
    kept = [line for line in text.splitlines() if "://" not in line and not line.startswith("--")]
    return _HEADER.format(what=_WHAT[level]) + "\n".join(kept) + "\n"


def make_locks(more: Sequence[str] = ()) -> None:
    """Make all lock files; versions already locked stay unless `--upgrade` is among the arguments."""
    pyproject = read_pyproject()
    build = "\n".join(pyproject["build-system"]["requires"])
    ensure_venv_module()
    with tempfile.TemporaryDirectory(prefix="roomscribe-lock-") as folder:
        uv = _fetch_uv(Path(folder), pyproject["dependency-groups"]["lock"])
        for level, lock in _FILES.items():
            say(f"resolving {_relative(lock)}")
            command = [str(uv), *compile_arguments(level, more)]
            done = subprocess.run(
                command, cwd=ROOT, env=environment(), input=build, capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                raise ProblemError(f"uv cannot resolve {_relative(lock)}:\n{done.stderr.strip()}")
            lock.write_text(clean(lock.read_text(encoding="utf-8"), level), encoding="utf-8", newline="\n")


def _fetch_uv(folder: Path, requirement: Sequence[str]) -> Path:
    """uv in a place of its own: it is not needed for anything else, so nobody has to have it."""
    say("fetching uv, which resolves the versions")
    run_quietly([sys.executable, "-m", "venv", folder], "cannot make a temporary environment", environment())
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    install = [str(scripts / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    run_quietly([*install, *requirement], "cannot install uv", environment())
    return scripts / "uv"

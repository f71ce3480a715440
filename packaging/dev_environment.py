"""The project's own Python environment in `.venv`: made once, kept in step with the lock files, repaired when broken.

A stamp inside it says what it was made from. When the stamp fits, nothing is done at all, so every command starts
at once; the stamp is removed before any change and written back last, so a half-made environment never has one.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from dev_common import PYPROJECT, ROOT, ProblemError, environment, run_quietly, say
from dev_system import ensure_venv_module

VENV = ROOT / ".venv"
STAMP = VENV / "roomscribe-stamp.json"
LOCKS = {
    "runtime": ROOT / "packaging" / "requirements.lock.txt",
    # It holds the runtime lock's packages too, in the same versions.
    "dev": ROOT / "packaging" / "requirements-dev.lock.txt",
}
_RANK = {"runtime": 1, "dev": 2}


def venv_program(name: str) -> Path:
    """A program inside the environment; Windows has another folder and ending."""
    if sys.platform == "win32":
        return VENV / "Scripts" / f"{name}.exe"
    return VENV / "bin" / name


def wanted_stamp(level: str) -> dict[str, str | int]:
    """What an environment of a level is made from. Any difference means work; the order of keys does not matter."""
    stamp: dict[str, str | int] = {
        "level": level,
        # The patch number is left out: a system update keeps the environment working.
        "python": f"{platform.python_implementation()} {sys.version_info.major}.{sys.version_info.minor}",
        "machine": platform.machine(),
        # Programs in an environment carry its absolute path, and the project is installed by its own.
        "place": str(ROOT),
        "pyproject": file_digest(PYPROJECT),
    }
    for name, lock in LOCKS.items():
        stamp[f"{name} lock"] = file_digest(lock)
    return stamp


def file_digest(path: Path) -> str:
    """What changes with the file's text."""
    try:
        # Line ends are made equal, since git may store them differently on Windows.
        return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    except OSError as error:
        raise ProblemError(f"cannot read {path}: {error}") from error


def read_stamp() -> dict[str, str | int] | None:
    """The environment's stamp, or None when there is none that can be trusted."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) and venv_program("python").exists() else None


def stamp_satisfies(found: Mapping[str, str | int] | None, wanted: Mapping[str, str | int]) -> bool:
    """Whether the environment is good enough: made from the same things, at this level or a higher one."""
    if found is None:
        return False
    same = all(found.get(key) == value for key, value in wanted.items() if key != "level")
    return same and _RANK.get(str(found.get("level")), 0) >= _RANK[str(wanted["level"])]


def can_be_kept(found: Mapping[str, str | int] | None, wanted: Mapping[str, str | int]) -> bool:
    """Whether the environment can be brought up to date, rather than made anew."""
    return found is not None and all(found.get(key) == wanted[key] for key in ("python", "machine", "place"))


def ensure_environment(level: str) -> None:
    """Bring `.venv` to a level: `runtime` to run the program, `dev` to test it as well."""
    found = read_stamp()
    wanted = wanted_stamp(level)
    if stamp_satisfies(found, wanted):
        return
    if found is not None and _RANK.get(str(found.get("level")), 0) > _RANK[level]:
        # Once the tests' packages are there, they stay and are kept in step.
        level = str(found["level"])
        wanted["level"] = level
    if can_be_kept(found, wanted):
        lower = stamp_satisfies(found, {**wanted, "level": "runtime"})
        say("adding what the tests need to .venv" if lower else "the project has changed: bringing .venv up to date")
        STAMP.unlink(missing_ok=True)
    else:
        _make_venv(found is None and VENV.exists())
    _install(level)
    STAMP.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
    say(".venv is ready")


def _make_venv(broken: bool) -> None:
    ensure_venv_module()
    if broken:
        say(".venv is incomplete or not ours: making it anew")
    else:
        say(f"making .venv with Python {platform.python_version()}")
    # Emptied by ourselves: `venv --clear` fails on a file or a dangling link with that name.
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV, ignore_errors=True)
    # The Python below a virtual environment, in case we were started from the one we are about to replace.
    base = getattr(sys, "_base_executable", None) or sys.executable
    run_quietly([base, "-m", "venv", str(VENV)], "cannot make .venv", environment())


def _install(level: str) -> None:
    pip: list[str | Path] = [venv_program("python"), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    install = [*pip, "install", "--progress-bar", "off"]
    hint = "cannot install the locked packages; is the network there, and does pip reach its package index?"
    count = locked_count(LOCKS[level])
    say(f"installing {count} packages, each checked against its hash (the first time takes a minute or two)")
    run_quietly([*install, "--require-hashes", "-r", LOCKS["runtime"]], hint, environment())
    if level == "dev":
        # One of them comes as source only; it is built with the locked setuptools that the first step installed,
        # not with whatever the index offers today.
        command = [*install, "--require-hashes", "--no-build-isolation", "-r", LOCKS["dev"]]
        run_quietly(command, hint, environment())
    say("installing the project itself, in place")
    command = [*install, "--no-build-isolation", "--no-deps", "--editable", str(ROOT)]
    run_quietly(command, "cannot install the project", environment())


def locked_count(lock: Path) -> int:
    """How many packages a lock names, over all systems."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return sum(1 for line in lines if line and not line.startswith((" ", "#")))

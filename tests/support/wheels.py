"""Builds wheels from source trees, without an index and without leaving anything beside the source."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {"gui/roomscribe": "roomscribe", "resources": "roomscribe/resources"}
"""The project's folders, and where a wheel has them."""


def copy_project(to: Path) -> Path:
    """What a wheel of this project is built from, in a place where building may leave its files."""
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, to / name)
    return to


def build_wheels(sources: Iterable[Path], out: Path) -> list[Path]:
    """A wheel of each source tree, in `out`; what pip says when one can't be built becomes the failure."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-index"]
    run([*pip, "--no-build-isolation", "--no-deps", "-w", str(out), *map(str, sources)])
    return sorted(out.glob("*.whl"))


def run(command: list[str]) -> None:
    """Run a program that must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

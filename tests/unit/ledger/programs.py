"""Runs a small program in a process of its own, with the imports of this one."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path


def run_python(program: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    """Run `program` to its end, which the caller judges; at most 30 s."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)],
        env=environment(),
        timeout=30,
        check=False,
        capture_output=True,
        text=True,
    )


def environment() -> dict[str, str]:
    """What a child process needs to import what this one does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

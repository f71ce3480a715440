"""The program as a separate process, with its two outputs in files; ended whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.consoles import PATIENCE, until
from tests.support.processes import end


@dataclass(frozen=True)
class Child:
    """A running process."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path

    async def says(self, words: str) -> None:
        """Wait until it has printed something."""
        await until(lambda: words in self.out.read_text() or self.process.poll() is not None, PATIENCE)
        assert words in self.out.read_text(), self.err.read_text()

    def tell(self, line: str) -> None:
        """Give it a line to read."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    async def killed(self) -> None:
        """End it without a chance to write anything down."""
        self.process.kill()
        assert await self.ended() != 0

    async def ended(self, seconds: float = PATIENCE) -> int:
        """Its exit code, once it has ended by itself; a negative one names the signal that killed it."""
        await until(lambda: self.process.poll() is not None, seconds)
        return self.process.returncode


@contextmanager
def child(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Iterator[Child]:
    """`python -m …` with the modules that this process would import; `folder` gets its outputs."""
    out, err = folder / "stdout.txt", folder / "stderr.txt"
    modules = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with out.open("wb") as said, err.open("wb") as complained:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env={**os.environ, **modules, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=complained,
            start_new_session=True,
        )
    try:
        yield Child(process, out, err)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        end(process)

"""A screen of its own for a test that starts the program as a separate process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.processes import read_line, running
from tests.support.programs import path_of


@dataclass(frozen=True)
class Display:
    """A running X server: `name` is like ":12", `env` is what a program needs to draw there."""

    name: str

    @property
    def env(self) -> dict[str, str]:
        return {"DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": ""}


@pytest.fixture
def xvfb(tmp_path: Path) -> Iterator[Display]:
    """An X server that draws into memory, on a display number it finds free by itself."""
    program = path_of("Xvfb")
    log = tmp_path / "xvfb.log"
    reading, writing = os.pipe()
    try:
        command = [program, "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
        with running(command, os.environ, log, pass_fds=[writing]) as process:
            yield Display(":" + read_line(reading, process, log))
    finally:
        os.close(reading)
        os.close(writing)

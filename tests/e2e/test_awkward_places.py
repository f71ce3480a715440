"""Folders and screens that can't be used are said in one sentence, without a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def roomscribe(*arguments: str, without: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in without}
    return subprocess.run(
        [sys.executable, "-m", "roomscribe", *arguments],
        capture_output=True,
        text=True,
        timeout=50,
        env=environment,
        check=False,
    )


def test_a_tour_into_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    done = roomscribe("tour", "--out", str(taken))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "can't be made" in done.stderr


def test_a_data_directory_without_a_name() -> None:
    done = roomscribe("--data-dir", "")
    assert done.returncode == 2
    assert "name a folder" in done.stderr


def test_a_computer_without_a_display() -> None:
    done = roomscribe(without=("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    assert done.returncode == 1
    assert done.stderr == "roomscribe: there is no display. `roomscribe tour --out DIR` works without one.\n"

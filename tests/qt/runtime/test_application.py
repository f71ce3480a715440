"""The screen that stands in where Qt draws without a display: only there, and without a file left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = """
import json, os
from roomscribe.runtime.application import new_application
app = new_application("roomscribe")
screen = app.primaryScreen()
size, ratio = screen.size().toTuple(), screen.devicePixelRatio()
print(json.dumps([app.platformName(), size, ratio, app.arguments(), os.getcwd()]))
"""


def seen(folder: Path, *, first: str = "", **environment: str) -> tuple[str, list[int], float]:
    """What a process of its own finds: platform, size of the screen, pixels for one; `first` is run before."""
    folder.mkdir(exist_ok=True)
    temporary = folder.parent / "temporary"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", f"{first}\n{CHILD}" if first else CHILD],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "TMPDIR": str(temporary),
            "TEMP": str(temporary),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    platform, size, ratio, arguments, where = json.loads(done.stdout)
    assert arguments == ["roomscribe"]
    assert where == str(folder)
    assert list(temporary.iterdir()) == []
    return platform, size, ratio


@pytest.mark.parametrize(("scale", "ratio"), [("", 1), ("2", 2), ("large", 1)])
def test_without_a_display_the_screen_is_a_laptops(tmp_path: Path, scale: str, ratio: float) -> None:
    assert seen(tmp_path / "here", QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=scale) == (
        "offscreen",
        [1600, 900],
        ratio,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no such names on Windows")
def test_a_folder_may_be_called_as_qt_ends_a_path(tmp_path: Path) -> None:
    (tmp_path / "a:b;c").mkdir()
    assert seen(tmp_path / "a:b;c" / "here", QT_QPA_PLATFORM="offscreen")[1] == [1600, 900]


@pytest.mark.parametrize(
    ("asked", "size"), [("minimal", [240, 320]), ("offscreen:configfile=own.json", [1024, 600])], ids=["other", "own"]
)
def test_what_somebody_asks_for_is_what_they_get(tmp_path: Path, asked: str, size: list[int]) -> None:
    here = tmp_path / "here"
    here.mkdir()
    own = {"name": "own", "x": 0, "y": 0, "width": 1024, "height": 600, "dpr": 1}
    (here / "own.json").write_text(json.dumps({"screens": [own]}), encoding="utf-8")
    assert seen(here, QT_QPA_PLATFORM=asked) == (asked.partition(":")[0], size, 1)


def test_without_a_place_for_the_file_the_program_opens_all_the_same(tmp_path: Path) -> None:
    nowhere = 'import tempfile; tempfile.tempdir = "nowhere/at/all"'
    assert seen(tmp_path / "here", first=nowhere, QT_QPA_PLATFORM="offscreen") == ("offscreen", [800, 800], 1)

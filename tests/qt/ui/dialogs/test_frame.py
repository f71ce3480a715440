"""Where dialogs are put: in the middle of their window, whole on a small screen, also when they grow."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import roomscribe.ui
from roomscribe.ui.dialogs.frame import FramedDialog

TESTS = Path(__file__).parents[3]
SCREEN = {"name": "small", "x": 0, "y": 0, "width": 1280, "height": 720, "dpr": 1}
CHILD = """
import json, sys
import pydantic
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QWidget
from roomscribe.domain.text import T
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.theme import Theme
from tests.support.place_guard import misplaced, off_the_middle

app = QApplication([])
theme = Theme("light")
found = {}
for parent_at in (None, (0, 0, 1280, 720), (700, 300, 500, 400)):
    for width, height, later in ((480, 100, 350), (640, 300, 900), (1200, 400, 300), (980, 2000, 0), (1400, 300, 0)):
        window = None
        if parent_at is not None:
            window = QMainWindow()
            window.setGeometry(*parent_at)
            window.show()
        dialog = FramedDialog(T("Test"), width=width, parent=window)
        content = QWidget()
        content.setMinimumHeight(height)
        dialog.body.addWidget(content)
        dialog.add_buttons(QPushButton("Cancel"), QPushButton("Go on"))
        dialog.show()
        wrong = [*misplaced(dialog), *off_the_middle(dialog)]
        if later:
            content.setMinimumHeight(later)
            dialog.fit()
            wrong += misplaced(dialog)
            dialog.fit_anew()
            wrong += off_the_middle(dialog)
        app.processEvents()
        found[f"{width}x{height} in {parent_at}"] = wrong + misplaced(dialog)
        dialog.close()
        del dialog, window
print(json.dumps([app.primaryScreen().size().toTuple(), found]))
"""


def dialogs() -> list[type]:
    """Every dialog of the program that is shown: no other one derives from it."""
    for module in pkgutil.walk_packages(roomscribe.ui.__path__, "roomscribe.ui."):
        importlib.import_module(module.name)
    found, left = set(), [FramedDialog]
    while left:
        deeper = [each for each in left.pop().__subclasses__() if each.__module__.startswith("roomscribe.")]
        found.update(deeper)
        left += deeper
    return sorted((each for each in found if not each.__subclasses__()), key=lambda each: each.__name__)


@pytest.fixture(scope="module")
def sources() -> str:
    """All tests with windows, in which the guard looks at every dialog."""
    return "\n".join(
        path.read_text(encoding="utf-8") for part in ("qt", "e2e") for path in (TESTS / part).rglob("*.py")
    )


@pytest.mark.parametrize("dialog", dialogs(), ids=lambda each: each.__name__)
def test_every_dialog_is_placed_by_the_frame_and_shown_by_a_test(dialog: Any, sources: str) -> None:
    assert dialog.showEvent is FramedDialog.showEvent
    assert dialog.fit is FramedDialog.fit
    assert dialog.__name__ in sources


def test_a_small_screen(tmp_path: Path) -> None:
    (tmp_path / "screen.json").write_text(json.dumps({"screens": [SCREEN]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(TESTS.parent), *sys.path])),
            "QT_QPA_PLATFORM": "offscreen:configfile=screen.json",
        },
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    screen, found = json.loads(done.stdout.splitlines()[-1])
    assert screen == [1280, 720]
    assert {place: wrong for place, wrong in found.items() if wrong} == {}

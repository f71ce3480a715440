import os
import subprocess
import sys

import pytest

from tests.support.display import Display
from tests.unit.support.conftest import GuardedRun

WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("here")
label.show()
QTimer.singleShot(100, app.quit)
app.exec()
print(app.platformName(), label.screen().size().width())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is looked at on Linux")
def test_a_separate_program_opens_a_window(xvfb: Display):
    env = {**os.environ, **xvfb.env}
    done = subprocess.run([sys.executable, "-c", WINDOW], env=env, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == (["xcb", "1280"], "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is looked at on Linux")
def test_nothing_is_left_of_the_screen(guarded_run: GuardedRun):
    result = guarded_run(
        """
        from pathlib import Path
        import psutil

        def servers():
            return [process for process in psutil.Process().children(recursive=True) if process.name() == "Xvfb"]

        sockets = []

        def test_has_one_of_its_own(xvfb):
            sockets.append(Path(f"/tmp/.X11-unix/X{xvfb.name[1:]}"))
            assert len(servers()) == 1
            assert sockets[0].exists()

        def test_has_none():
            assert servers() == []
            assert not sockets[0].exists()
        """
    )
    result.assert_outcomes(passed=2)

"""Makes the program's QApplication, and a screen for it where Qt draws without a display."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

OFFSCREEN = "offscreen"
WIDTH, HEIGHT = 1600, 900
"""In pixels at 100 %: a usual laptop's. The window fits in its first size, and the tallest dialog fits in the window,
so that pictures show both whole. Qt's own offscreen screen has 800 × 800, and dialogs stay within their screen."""
_FILE = "screen.json"


def new_application(program: str) -> QApplication:
    """The one of this process; `program` is what it is called by.

    Whoever asks Qt for more than `QT_QPA_PLATFORM=offscreen` gets just that: another platform, another screen.
    """
    with ExitStack() as while_qt_reads:
        return QApplication([program, *_screen(while_qt_reads)])


def _screen(while_qt_reads: ExitStack) -> list[str]:
    """The arguments that tell Qt of our screen, which it reads from a file while the application is made."""
    if os.environ.get("QT_QPA_PLATFORM") != OFFSCREEN:
        return []
    scale = _scale()
    screen = {"name": OFFSCREEN, "x": 0, "y": 0, "width": round(WIDTH * scale), "height": round(HEIGHT * scale)}
    dots = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    try:
        folder = while_qt_reads.enter_context(TemporaryDirectory(prefix="roomscribe-screen-"))
        Path(folder, _FILE).write_text(json.dumps({"screens": [{**screen, **dots}]}), encoding="utf-8")
        # Qt takes a colon, such as that of a Windows drive, for the end of the path; a bare name holds none.
        while_qt_reads.enter_context(chdir(folder))
    except OSError:
        return []  # the disk is full, or the working directory gone: Qt's own screen is small, but it is one
    return ["-platform", f"{OFFSCREEN}:configfile={_FILE}"]


def _scale() -> float:
    """By what Qt divides a screen's pixels."""
    try:
        scale = float(os.environ.get("QT_SCALE_FACTOR", ""))
    except ValueError:
        return 1.0
    return scale if 0.5 <= scale <= 8 else 1.0

"""The least a program of this kind can be: a PySide6 window on qasync with one httpx client."""

from __future__ import annotations

import json
import time

BEGUN = time.perf_counter()

import asyncio  # noqa: E402
import sys  # noqa: E402

import httpx  # noqa: E402
import PySide6  # noqa: E402, F401 - first, so that qasync picks it
import qasync  # noqa: E402
from PySide6.QtGui import QPaintEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: E402

from tests.bench.measuring import resident_megabytes  # noqa: E402


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.painted = asyncio.Event()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.set()


async def main() -> None:
    window = Window()
    window.resize(1440, 860)
    window.show()
    await window.painted.wait()
    first = time.perf_counter() - BEGUN
    async with httpx.AsyncClient():
        await asyncio.sleep(1.0)
        print(json.dumps({"seconds": first, "megabytes": resident_megabytes()}))
    window.close()


app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
    runner.run(main())

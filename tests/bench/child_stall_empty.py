"""An empty window with the heartbeat: what this computer does to a program that does nothing."""

from __future__ import annotations

import asyncio
import json
import sys

import PySide6  # noqa: F401 - first, so that qasync picks it
import qasync
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.bench.heartbeat import Heartbeat

SECONDS = float(sys.argv[1])


async def main() -> None:
    window = QMainWindow()
    window.resize(1440, 860)
    window.show()
    await asyncio.sleep(1.0)
    heartbeat = Heartbeat()
    await asyncio.sleep(SECONDS)
    sys.stdout.write(json.dumps(heartbeat.worst().plain()) + "\n")
    heartbeat.close()
    window.close()


app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
    runner.run(main())

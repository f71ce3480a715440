"""The least a program of this kind can be: a PySide6 window on qasync with one httpx client."""

from __future__ import annotations

import asyncio
import json
import sys

import httpx
import PySide6  # noqa: F401 - first, so that qasync picks it
import qasync
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.bench.first_frame import watch_first_frame
from tests.bench.measuring import resident_megabytes


class Window(QMainWindow):
    """Nothing in it."""


async def main() -> None:
    painted: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    watch_first_frame(Window, painted.set_result)
    window = Window()
    window.resize(1440, 860)
    window.show()
    moment = await painted
    async with httpx.AsyncClient():
        await asyncio.sleep(1.0)
        sys.stdout.write(json.dumps({"painted": moment, "megabytes": resident_megabytes()}) + "\n")
    window.close()


app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
    runner.run(main())

"""The real program on a data directory: its first frame, when it is ready, and its memory one idle second later."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from roomscribe.runtime.quick_start import quick_start

quick_start()  # as the command line does it

from roomscribe import app  # noqa: E402
from roomscribe.ui.main_window import MainWindow  # noqa: E402
from tests.bench.first_frame import watch_first_frame  # noqa: E402
from tests.bench.measuring import resident_megabytes  # noqa: E402

moments: dict[str, float] = {}


async def report(_console: app.Console) -> int:
    """Stands in for the person: looks at the window for a second, then leaves."""
    moments["ready"] = time.monotonic()
    await asyncio.sleep(1.0)
    sys.stdout.write(json.dumps({**moments, "megabytes": resident_megabytes()}) + "\n")
    return 0


watch_first_frame(MainWindow, lambda now: moments.update(painted=now))
sys.exit(app.run(app.Options(data_dir=Path(sys.argv[1])), report))

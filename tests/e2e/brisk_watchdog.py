"""The watchdog's process for tests that see it end: it waits less for the next task before it does.

python -m tests.e2e.brisk_watchdog watchdog --data-dir DATA_DIR
"""

from __future__ import annotations

import sys
from pathlib import Path

from roomscribe.__main__ import main
from roomscribe.services.watchdog import process, rules

QUIET = 0.6
"""Seconds without anything to guard, instead of five: as soon as two looks have found nothing."""
shipped = process.command


def command(data_dir: Path) -> list[str]:
    """The command line that is such a watchdog, in the place of `process.command`."""
    return [sys.executable, "-m", __name__, *shipped(data_dir)[-3:]]


if __name__ == "__main__":
    rules.QUIET = QUIET
    sys.exit(main(sys.argv[1:]))

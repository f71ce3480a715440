"""What the start loads, and what it does not."""

from __future__ import annotations

import json
import subprocess
import sys

LATE = (
    "alembic",
    "google.protobuf",
    "httpx",
    "keyring",
    "pydantic",
    "qtawesome",
    "qtpy",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "websockets",
)
"""Each takes long to load, and a window that has just appeared needs none of them."""

PROGRAM = """
import json, linecache, sys
from roomscribe.runtime.quick_start import quick_start
quick_start()
from roomscribe import app
app.load_registry()
sources = [name for name in linecache.cache if "roomscribe" in name]
print(json.dumps({"modules": sorted(sys.modules), "sources": sources}))
"""


def test_the_start_loads_no_library_that_can_wait_and_reads_no_source():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [name for name in LATE if name in found["modules"]] == []
    assert found["sources"] == []

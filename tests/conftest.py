"""Loads the plugins in tests/support; what each of them guards is written at its top."""

from __future__ import annotations

import os

# Before anything imports Qt. A developer who wants to see the windows sets QT_QPA_PLATFORM to something else.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

# Before PySide6, whose import hook trips over pydantic's lazy imports otherwise.
import pydantic  # noqa: F401

from tests.support import PLUGINS

pytest_plugins = ["pytester", *PLUGINS]

"""Makes imports cheap. Called before anything else that imports PySide6, so it imports nothing of ours."""

from __future__ import annotations

import builtins
import gc

import PySide6.QtCore  # noqa: F401 - from here on its hook looks into every import


def quick_start() -> None:
    """Import without looking for garbage, and without PySide's search for `__feature__`.

    Nothing that imports leave behind is garbage, and looking for some takes a tenth of the start; `runtime.garbage`
    collects once the window's loop runs. PySide reads the source of every module that is imported, to see whether it
    could switch PySide's own naming features, which nobody here does; it takes another tenth and leaves the sources in
    memory, 18 MB of them. A PySide without that hook is left as it is.
    """
    gc.disable()
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain

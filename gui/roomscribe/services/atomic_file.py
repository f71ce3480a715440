"""Replaces a file as a whole: whatever happens meanwhile, either the old or the new content is there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from roomscribe.ledger.files import sync_folder


def replace_file(path: Path, content: bytes) -> None:
    """Write the file, readable for its owner alone, on disk when this returns. Blocks; raises `OSError`.

    Its folder is made where it is missing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes the file readable for its owner alone.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)

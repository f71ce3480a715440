"""Where everything is kept."""

from __future__ import annotations

from pathlib import Path


def data_directory(chosen: Path | None, *, demo: bool) -> Path:
    """The folder somebody chose, or the system's own for this program.

    The demo has a place of its own, so that it never mixes with real tasks.
    """
    if chosen is not None:
        return chosen
    from platformdirs import user_data_path

    home = user_data_path("RoomScribe", appauthor=False)
    return home / "demo" if demo else home


def ledger_path(directory: Path) -> Path:
    """The register of tasks in such a folder."""
    return directory / "ledger.sqlite3"

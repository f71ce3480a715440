"""Saving what became of a batch: where to, in which form, and what to say of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T, Text
from roomscribe.services.atomic_file import replace_file
from roomscribe.services.batch_run import BatchRun
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.dialogs.file_choice import choose_to_save

KINDS = ((T("Table for a spreadsheet"), "*.csv"), (T("JUnit XML for a build server"), "*.xml"))


@dataclass(frozen=True)
class Saved:
    """What came of it."""

    path: Path
    trouble: Text | None = None
    """Why it is not there; None where it is."""


async def save_report(run: BatchRun, tools: BatchTools, parent: QWidget) -> Saved | None:
    """Ask where to, and write the report there as it is now; None where nobody chose a place."""
    path = await choose_to_save(T("Save the report"), KINDS, f"{_stem(run.batch.title)}.csv", parent)
    if path is None:
        return None
    report = tools.report(run)
    write = report.junit if path.suffix.casefold() == ".xml" else report.csv
    try:
        await asyncio.to_thread(lambda: replace_file(path, write()))
    except BadRequest as refusal:
        return Saved(path, refusal.message)
    except OSError as error:
        return Saved(path, Text("{why}", {"why": error.strerror or error}))
    return Saved(path)


def _stem(title: str) -> str:
    name = title.rpartition(".")[0] or title
    plain = "".join(each if each.isalnum() or each in "-_ " else "-" for each in name).strip() or "batch"
    return f"{plain}-report"

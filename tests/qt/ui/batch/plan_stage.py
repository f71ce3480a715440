"""The preview of a batch in a test: what is begun from it, and the hands of a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLabel

from roomscribe.domain.batch import PlannedRow
from roomscribe.domain.errors import BadRequest
from roomscribe.ui.batch.plan_dialog import PlanDialog
from roomscribe.ui.batch.sources import PASTED
from tests.support.consoles import until

Shown = Callable[..., PlanDialog]


class Begun:
    """What was to be begun, and what is answered."""

    def __init__(self) -> None:
        self.title = ""
        self.rows: list[PlannedRow] = []
        self.answer = True
        self.refusal: BadRequest | None = None

    async def begin(self, title: str, rows: Sequence[PlannedRow]) -> bool:
        self.title, self.rows = title, list(rows)
        if self.refusal is not None:
            raise self.refusal
        return self.answer


async def read(dialog: PlanDialog) -> None:
    dialog.read()
    await until(lambda: not dialog.reading)


def cells(dialog: PlanDialog, column: int) -> list[str]:
    return [dialog.model.index(row, column).data() for row in range(dialog.model.rowCount())]


async def paste(dialog: PlanDialog, text: str) -> None:
    dialog.sources.setCurrentIndex(PASTED)
    dialog.sources.pasted.setPlainText(text)
    await read(dialog)


def banner(dialog: PlanDialog) -> str:
    return "\n".join(each.text() for each in dialog.banner.findChildren(QLabel) if each.text())

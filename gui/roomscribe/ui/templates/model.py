"""The templates as a table: name, service, what they ask for, when they were used last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from roomscribe.domain.clock import Clock
from roomscribe.domain.text import T
from roomscribe.services.template_filling import TemplateFiller
from roomscribe.services.templates import Kept
from roomscribe.ui.dialogs.plain_model import Index, PlainModel
from roomscribe.ui.task_table.plain_cells import TONE
from roomscribe.ui.times import clock_time, full_time
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry

NAME, SERVICE, ASKS, USED = range(4)


class TemplateModel(PlainModel):
    """In the order of the shelf."""

    HEADERS = (T("Name"), T("Service"), T("Asks for"), T("Last used"))

    renamed = Signal(object, object)
    """A row was given another name: the template, the name. It is shown once it is written."""

    def __init__(self, registry: Registry, filler: TemplateFiller, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._registry, self._filler, self._clock = registry, filler, clock
        self.templates: list[Kept] = []

    def set_templates(self, templates: Sequence[Kept]) -> None:
        """Show these."""
        self.beginResetModel()
        self.templates = list(templates)
        self.endResetModel()

    def lines(self) -> Sequence[Kept]:
        return self.templates

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == NAME else flags

    def tip(self, line: Kept, column: int) -> str:
        if column == USED and line.used_at is not None:
            return full_time(line.used_at)
        return line.file if column == NAME else self.words(line, column)

    def other(self, line: Kept, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            return self.words(line, column)
        return ("text" if column == NAME else "dim") if role == TONE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        kept, name = self.templates[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name or name == kept.template.name:
            return False
        self.renamed.emit(kept, name)
        return True

    def words(self, line: Kept, column: int) -> str:
        template = line.template
        match column:
            case 0:
                return template.name
            case 1:
                return self._registry.generation(template.generation).short_title
            case 2:
                return self._asks(line)
            case _:
                return clock_time(line.used_at, self._clock.now()) if line.used_at is not None else say(T("never"))

    def _asks(self, kept: Kept) -> str:
        questions = self._filler.questions(kept.template)
        if not questions:
            return say(T("nothing"))
        return ", ".join(say(each.field.label) if each.field else each.name for each in questions)

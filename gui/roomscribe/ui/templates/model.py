"""The templates as a table: name, service, what they ask for, when they were used last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from roomscribe.domain.clock import Clock
from roomscribe.domain.text import T
from roomscribe.services.template_filling import TemplateFiller
from roomscribe.services.templates import Kept
from roomscribe.ui.task_table.plain_cells import TONE
from roomscribe.ui.times import clock_time, full_time
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry

Index = QModelIndex | QPersistentModelIndex
NAME, SERVICE, ASKS, USED = range(4)
HEADERS = (T("Name"), T("Service"), T("Asks for"), T("Last used"))


class TemplateModel(QAbstractTableModel):
    """In the order of the shelf."""

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

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.templates)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return say(HEADERS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        kept, column = self.templates[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._words(kept, column)
            case Qt.ItemDataRole.ToolTipRole:
                if column == USED and kept.used_at is not None:
                    return full_time(kept.used_at)
                return kept.file if column == NAME else self._words(kept, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{say(HEADERS[column])}: {self._words(kept, column)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            case _ if role == TONE:
                return "text" if column == NAME else "dim"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        kept, name = self.templates[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name or name == kept.template.name:
            return False
        self.renamed.emit(kept, name)
        return True

    def _words(self, kept: Kept, column: int) -> str:
        template = kept.template
        match column:
            case 0:
                return template.name
            case 1:
                return self._registry.generation(template.generation).short_title
            case 2:
                return self._asks(kept)
            case _:
                return clock_time(kept.used_at, self._clock.now()) if kept.used_at is not None else say(T("never"))

    def _asks(self, kept: Kept) -> str:
        questions = self._filler.questions(kept.template)
        if not questions:
            return say(T("nothing"))
        return ", ".join(say(each.field.label) if each.field else each.name for each in questions)

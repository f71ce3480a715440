"""A list of journal entries: those that come later are appended, so that scroll and selection stay."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex

from roomscribe.domain.tasks import JournalEntry

Index = QModelIndex | QPersistentModelIndex


class EntriesModel(QAbstractListModel):
    """The entries of one task, or some of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[JournalEntry] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    def set_entries(self, entries: Sequence[JournalEntry]) -> None:
        """Show these. Where they continue what is shown, only the rest is added."""
        known = len(self.entries)
        if known and len(entries) >= known and _same(entries[:known], self.entries):
            if len(entries) > known:
                self.beginInsertRows(QModelIndex(), known, len(entries) - 1)
                self.entries += entries[known:]
                self.endInsertRows()
            return
        if not known and not entries:
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.forget()
        self.endResetModel()

    def forget(self) -> None:
        """Other entries are shown from now on."""


def _same(some: Sequence[JournalEntry], others: Sequence[JournalEntry]) -> bool:
    """Whether these are the same entries: the ledger numbers each once and never changes any."""
    return [(each.task_id, each.seq) for each in some] == [(each.task_id, each.seq) for each in others]

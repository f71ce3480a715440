"""The table's lines as a Qt model: each step of the book is announced to whoever shows or remembers a line."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Signal

from roomscribe.domain.tasks import Task
from roomscribe.services.rows.book import RowBook
from roomscribe.services.rows.keys import KeyOf
from roomscribe.services.rows.lines import Where
from roomscribe.services.rows.row import Group, Item, Surroundings
from roomscribe.ui.task_table.columns import COLUMNS

WITH_HINT = ("QList<QPersistentModelIndex>", "QAbstractItemModel::LayoutChangeHint")
"""The signals' full form, which has to be asked for. With its hint a selection remembers its rows; without it, each of
their cells: half a second where five thousand are chosen."""

FEW, SHARE = 3, 64
"""So many remembered lines, or so small a part of all lines, are asked for one by one; for more, each line is marked
with its place, which fetches fifty thousand rows into the processor."""

Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractTableModel):
    """Translates; nothing of what it tells needs a reset, which would lose selection, current row and scroll."""

    about_to_arrange = Signal(bool)
    """The first of some steps by which lines come, go or move; True where a person has asked for it."""
    arranged = Signal()
    """The last of them is done."""

    def __init__(
        self,
        around: Surroundings,
        key_of: KeyOf,
        *,
        descending: bool,
        ageing: Mapping[Hashable, KeyOf],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._editing = self._edited = False
        self._wished_by_person = False
        self.book = RowBook(around, self, key_of, descending=descending, ageing=ageing)

    def item(self, index: Index) -> Item:
        """The row or header of a line."""
        return self.book.shown[index.row()]

    def task(self, index: Index) -> Task | None:
        """The task of a line; None for a group's header."""
        item = self.book.shown[index.row()]
        return None if isinstance(item, Group) else item.task

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.book.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    @property
    def editing(self) -> bool:
        """Whether lines come, go or move at this moment: `arranged` follows."""
        return self._editing

    def finish_edits(self) -> None:
        """To be called after each lot of changes."""
        if self._editing:
            self._editing = False
            self.arranged.emit()

    def _finish_wish(self) -> None:
        """To be called when a wish is carried out whose edits were finished one by one: listeners count on hearing of
        the last when all is as it was wished, and nothing else is to come."""
        if self._edited:
            self._begin_edits()
        self._edited = False

    def _begin_edits(self) -> None:
        if not self._editing:
            self._editing = self._edited = True
            self.about_to_arrange.emit(self._wished_by_person)

    # What the book tells

    def inserting(self, first: int, last: int) -> None:
        """See `LinesListener`; so the others below."""
        self._begin_edits()
        self.beginInsertRows(QModelIndex(), first, last)

    def inserted(self) -> None:
        """They are there."""
        self.endInsertRows()

    def removing(self, first: int, last: int) -> None:
        """Lines will go."""
        self._begin_edits()
        self.beginRemoveRows(QModelIndex(), first, last)

    def removed(self) -> None:
        """They have gone."""
        self.endRemoveRows()

    def moving(self, source: int, target: int) -> None:
        """Qt names the line before which the moved one will stand, counted before it is taken out."""
        self._begin_edits()
        before = target + 1 if target > source else target
        self.beginMoveRows(QModelIndex(), source, source, QModelIndex(), before)

    def moved(self) -> None:
        """It has moved."""
        self.endMoveRows()

    def permuting(self) -> None:
        """The order will change."""
        self._begin_edits()
        self.layoutAboutToBeChanged[WITH_HINT].emit([], self.LayoutChangeHint.VerticalSortHint)  # type: ignore[index]

    def permuted(self, before: list[Item], where: Where) -> None:
        """What remembers a line is told where it is by now; that is few lines, or all that are selected."""
        remembered = self.persistentIndexList()
        if remembered:
            lines = {each.row() for each in remembered}
            if len(lines) <= max(FEW, len(before) // SHARE):
                places = {line: where(line, before[line]) for line in lines}
            else:
                for row, item in enumerate(self.book.shown):
                    item.mark = row
                places = {line: before[line].mark for line in lines}
            moved = [self.createIndex(places[each.row()], each.column()) for each in remembered]
            self.changePersistentIndexList(remembered, moved)
        self.layoutChanged[WITH_HINT].emit([], self.LayoutChangeHint.VerticalSortHint)  # type: ignore[index]

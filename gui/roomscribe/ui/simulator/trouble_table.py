"""The troubles that wait, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QHeaderView, QWidget

from roomscribe.domain.text import T
from roomscribe.services.simulator_control import Trouble
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.dialogs.plain_table import RowTable
from roomscribe.ui.simulator.trouble_words import how_often, what, where
from roomscribe.ui.theme import Theme

WHAT, WHERE, LEFT, HAPPENED = range(4)
ROWS_IN_SIGHT = 4


class TroubleModel(PlainModel):
    """Shows what the simulator last told; a row keeps its place while it waits."""

    HEADERS = (T("What happens"), T("Call"), T("How often"), T("Happened"))
    NUMBERS = (HAPPENED,)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Trouble] = []

    def show(self, troubles: Sequence[Trouble]) -> None:
        """Show these. What is gone goes, what is there stays selected, the others follow behind."""
        left = {each.id for each in troubles}
        for place in reversed(range(len(self.rows))):
            if self.rows[place].id not in left:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self.rows[place]
                self.endRemoveRows()
        known = len(self.rows)
        changed = self.rows != list(troubles[:known])
        self.rows[:] = troubles[:known]
        if changed:
            self.rows_changed(0, known - 1)
        if len(troubles) > known:
            self.beginInsertRows(QModelIndex(), known, len(troubles) - 1)
            self.rows += troubles[known:]
            self.endInsertRows()

    def lines(self) -> Sequence[Trouble]:
        return self.rows

    def words(self, line: Trouble, column: int) -> str:
        match column:
            case 0:
                return what(line)
            case 1:
                return where(line)
            case 2:
                return how_often(line)
            case _:
                return str(line.happened)


class TroubleTable(RowTable):
    """Nothing in it can be changed; one can be chosen, to take it back."""

    def __init__(self, model: TroubleModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, T("Troubles that wait"), parent)
        self._model = model
        for column in (WHAT, LEFT):
            self.stretch_column(column)
        for column in (WHERE, HAPPENED):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumHeight(self.height_of(ROWS_IN_SIGHT))

    def chosen(self) -> list[int]:
        """Ids of the selected troubles."""
        return [self._model.rows[index.row()].id for index in self.selectionModel().selectedRows()]

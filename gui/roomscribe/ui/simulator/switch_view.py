"""The table of switches with its editors: a choice where there is one, a line elsewhere; and its filter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyleOptionViewItem, QTableView, QWidget

from roomscribe.domain.text import T
from roomscribe.services.simulator_control import SwitchState
from roomscribe.simulator.switches import UNLIMITED, Data, Switch, SwitchType
from roomscribe.ui.dialogs.plain_table import RowTable
from roomscribe.ui.simulator.switch_model import DEFAULT, MEANING, NAME, STATE, VALUE, SwitchModel, shown
from roomscribe.ui.task_table.plain_cells import PlainCells
from roomscribe.ui.theme import Theme, metrics

Index = QModelIndex | QPersistentModelIndex
ROWS_IN_SIGHT = 8
VALUE_IN_SIGHT, DEFAULT_IN_SIGHT = "application/json; charset", "application/json"
NAME_IN_SIGHT = "group.takes_withdrawn_things"


class SwitchFilter(QSortFilterProxyModel):
    """Shows the switches whose name or meaning has all the words, or only those that were changed."""

    def __init__(self, model: SwitchModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._changed_only = False
        self.setSourceModel(model)
        # A switch that is turned back while only changed ones are shown goes at once.
        self.setDynamicSortFilter(True)

    def set_words(self, text: str) -> None:
        """Look for these words."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def set_changed_only(self, only: bool) -> None:
        """Show only what was changed."""
        self.beginFilterChange()
        self._changed_only = only
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        state: SwitchState = self.sourceModel().index(row, NAME).data(STATE)
        if self._changed_only and not state.changed:
            return False
        text = f"{state.switch.name} {state.switch.meaning} {state.switch.source}".casefold()
        return all(word in text for word in self._words)


class SwitchCells(PlainCells):
    """Makes the editor that fits a switch."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        state: SwitchState = index.data(STATE)
        values = _choices(state.switch)
        if values:
            box = QComboBox(parent)
            for each in values:
                box.addItem(shown(each), each)
            editor: QWidget = box
            box.activated.connect(lambda: self._finish(box))
        else:
            editor = QLineEdit(parent)
        editor.setAccessibleName(state.switch.name)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        state: SwitchState = index.data(STATE)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(state.value))
        elif isinstance(editor, QLineEdit):
            editor.setText(shown(state.value))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        state: SwitchState = index.data(STATE)
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, typed(state.switch, editor.text()))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def _finish(self, editor: QComboBox) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


class SwitchView(RowTable):
    """One switch can be chosen; its value is edited in place."""

    def __init__(self, model: SwitchFilter, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, T("Switches of the simulator"), parent, cells=SwitchCells)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        triggers = QTableView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.SelectedClicked)
        header, letters = self.horizontalHeader(), self.fontMetrics()
        inside = 3 * metrics.GAP
        header.resizeSection(NAME, letters.horizontalAdvance(NAME_IN_SIGHT) + inside)
        for column, words in ((VALUE, VALUE_IN_SIGHT), (DEFAULT, DEFAULT_IN_SIGHT)):
            header.resizeSection(column, letters.horizontalAdvance(words) + inside)
        self.stretch_column(MEANING)
        self.setMinimumHeight(self.height_of(ROWS_IN_SIGHT))

    def chosen(self) -> SwitchState | None:
        """The switch that is selected."""
        rows = self.selectionModel().selectedRows()
        state: SwitchState | None = rows[0].data(STATE) if rows else None
        return state

    def keyPressEvent(self, event: Any) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        index = self.currentIndex()
        if enter and index.isValid() and self.state() != QTableView.State.EditingState:
            self.edit(index.siblingAtColumn(VALUE))
            return
        super().keyPressEvent(event)


def typed(switch: Switch, text: str) -> object:
    """What a typed text stands for; a text that fits no number is left to the simulator to refuse."""
    clean = text.strip()
    if switch.type is SwitchType.TEXT or (switch.unlimited and clean == UNLIMITED):
        return clean
    for kind in (int, float):
        try:
            return kind(clean)
        except ValueError:
            continue
    return clean


def _choices(switch: Switch) -> tuple[Data, ...]:
    return (True, False) if switch.type is SwitchType.YES_NO else switch.choices

"""Remembers how somebody grouped the rows, and which groups are folded."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from roomscribe.domain.text import T
from roomscribe.services.settings import TABLE_GROUPS, Settings, TableGroups
from roomscribe.ui.offers import offer
from roomscribe.ui.other_words import known_as
from roomscribe.ui.task_table.grouping import GROUPINGS, UNGROUPED, Grouping, grouping
from roomscribe.ui.task_table.model import TaskModel
from roomscribe.ui.words import say

KEPT = 200
"""Ids of folded or opened groups in the settings, the latest: rooms come and go, and nobody misses the oldest."""


class Groups(QObject):
    """Keeps model and settings alike, and has the actions for the menus."""

    changing = Signal()
    """Somebody has chosen other groups, which come next."""
    changed = Signal()

    def __init__(self, model: TaskModel, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._settings = settings
        self.by: Grouping = grouping(settings.get(TABLE_GROUPS).by)
        self._choices = QActionGroup(self)
        for each in GROUPINGS:
            action = QAction(say(each.title), self, checkable=True, checked=each is self.by)
            action.setData(each.id)
            if each is UNGROUPED:
                known_as(action, T("ungroup"))
            self._choices.addAction(action)
        self._choices.triggered.connect(self._on_chosen)
        self._fold_all = QAction(say(T("&Fold all groups")), self)
        self._open_all = QAction(say(T("&Open all groups")), self)
        self._fold_all.triggered.connect(self._on_fold_all)
        self._open_all.triggered.connect(self._on_open_all)
        self._apply()
        model.folded.connect(self._save)

    def fill(self, menu: QMenu) -> None:
        """Put the choices into a menu."""
        menu.addActions(self._choices.actions())
        menu.addSeparator()
        menu.addActions([self._fold_all, self._open_all])

    def choose(self, grouping_id: str) -> None:
        """Group so from now on."""
        for action in self._choices.actions():
            if action.data() == grouping_id:
                action.trigger()

    def _on_chosen(self, action: QAction) -> None:
        chosen = grouping(action.data())
        if chosen is not self.by:
            self.by = chosen
            self._model.book.folded.fold(None, folded=False)
            self._save()
            self.changing.emit()
            self._apply()

    def _apply(self) -> None:
        for action in (self._fold_all, self._open_all):
            offer(action, None if self.by.of is not None else T("The rows are not grouped."))
        saved, folded = self._settings.get(TABLE_GROUPS), self._model.book.folded
        folded.fold(None, folded=saved.all_folded)
        folded.fold(saved.opened if saved.all_folded else saved.folded, folded=not saved.all_folded)
        if self.by.of is not None or self._model.book.grouped:
            self._model.group_by(self.by)
        self.changed.emit()

    def _on_fold_all(self) -> None:
        self._model.fold(None, folded=True)

    def _on_open_all(self) -> None:
        self._model.fold(None, folded=False)

    def _save(self) -> None:
        folded = self._model.book.folded
        latest = folded.others[-KEPT:]
        groups = TableGroups(by=self.by.id, folded=latest)
        if folded.all:
            groups = TableGroups(by=self.by.id, all_folded=True, opened=latest)
        self._settings.set(TABLE_GROUPS, groups)

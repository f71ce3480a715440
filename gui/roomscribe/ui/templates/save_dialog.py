"""Saves the form as a template: its name, and what is asked for each time it is used."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTableView, QWidget

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.template import Template, name_problem
from roomscribe.domain.text import T
from roomscribe.services.templates import Kept, Shelf
from roomscribe.ui.dialogs.frame import WIDE
from roomscribe.ui.dialogs.parts import Banner, Tone, button, label, set_enabled_because
from roomscribe.ui.dialogs.plain_table import PlainTable
from roomscribe.ui.dialogs.rows import Rows
from roomscribe.ui.dialogs.writing import WritingDialog
from roomscribe.ui.templates.check_cells import CheckCells
from roomscribe.ui.templates.save_model import ASK, SETTING, VALUE, SaveModel
from roomscribe.ui.templates.tools import TemplateTools
from roomscribe.ui.theme import Role
from roomscribe.ui.words import say

ROWS_IN_SIGHT = 7


class SaveDialog(WritingDialog):
    """`kept` is the template once it is written."""

    def __init__(
        self, tools: TemplateTools, draft: Draft, profile: Profile, shelf: Shelf, parent: QWidget | None = None
    ) -> None:
        super().__init__(T("Save the form as a template"), tools.spawner, width=WIDE, scrolls=False, parent=parent)
        self.kept: Kept | None = None
        self._tools, self._shelf = tools, shelf
        generation = tools.registry.generation(profile.generation)
        self._template: Template = tools.filler.made_from(draft, profile, "")
        self.model = SaveModel(self._template, dict(draft.values), generation, self)
        note = T(
            "Tick what differs from start to start. To be asked for a part of a text alone, type {example} into its "
            "value here (F2): “qa-{example}”. Secrets are not kept in templates.",
            example="{case}",
        )
        self.name = QLineEdit()
        rows = Rows()
        self._name_row = rows.row(T("Name"), self.name)
        self.view = PlainTable(self.model, tools.theme, T("Settings"), rows_in_sight=ROWS_IN_SIGHT)
        self.view.setItemDelegate(CheckCells(tools.theme, self.view))
        self.view.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )
        self._size_columns()
        self._banner = Banner(tools.theme)
        cancel, self.save = button(T("Cancel")), button(T("Save template"), Role.PRIMARY)
        self.body.addWidget(rows)
        self.body.addWidget(label(say(note), Role.DIM))
        self.body.addWidget(self.view, 1)
        self.status.addWidget(self._banner)
        self.add_buttons(cancel, self.save)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        self.name.textChanged.connect(self._look)
        self.view.clicked.connect(self._on_clicked)
        self.view.installEventFilter(self)
        if "{" not in str(draft.values.get(generation.room_key)):  # else its parts are what somebody has in mind
            self._ask_for_the_room(generation.room_key)
        self._look()
        self.name.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The space bar ticks, wherever in the row one is: else it would begin to edit the text.
        key = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.view and key == Qt.Key.Key_Space:
            self.model.toggle(max(0, self.view.currentIndex().row()))
            return True
        return super().eventFilter(watched, event)

    def _size_columns(self) -> None:
        self.view.size_column(ASK, "")
        names = [say(line.field.label) for line in self.model.settings]
        self.view.size_column(SETTING, max(names, key=self.view.fontMetrics().horizontalAdvance, default=""))
        self.view.stretch_column(VALUE)

    def _ask_for_the_room(self, room_key: str) -> None:
        for row, line in enumerate(self.model.settings):
            if line.field.key == room_key:
                self.model.toggle(row)
                self.view.setCurrentIndex(self.model.index(row, VALUE))

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == ASK:
            self.model.toggle(index.row())

    def _taken(self) -> Kept | None:
        """The template that has this name already."""
        name = " ".join(self.name.text().split()).casefold()
        return next((each for each in self._shelf.templates if each.template.name.casefold() == name), None)

    def _look(self) -> None:
        typed, taken = self.name.text(), self._taken()
        problem = name_problem(typed)
        self._name_row.set_problem(problem if typed else None)
        note = T("There is a template of this name. It would be replaced.")
        self._name_row.set_note(say(note) if taken else "", Role.NOTE)
        self.save.setText(say(T("Replace template") if taken else T("Save template")))
        set_enabled_because(self.save, say(problem) if problem else "")

    def _on_save(self) -> None:
        if self.writing:
            return
        self._banner.hide()
        made = Template(
            name=self.name.text(),
            generation=self._template.generation,
            site=self._template.site,
            account=self._template.account,
            minutes=self._template.minutes,
            values=self.model.values(),
            suggestions=self.model.suggestions(),
        )
        self.write(partial(self._keep, made, self._taken()), name="save a template")

    async def _keep(self, made: Template, over: Kept | None) -> None:
        try:
            self.kept = await self._tools.templates.save(made, over=over)
        except BadRequest as refusal:
            self.stay()
            if refusal.field == "name":
                self._shelf = await self._tools.templates.shelf()
                self._name_row.set_problem(refusal.message)
            else:
                self._banner.show_message(Tone.BAD, say(T("The template was not saved")), say(refusal.message))
            return
        self.accept()

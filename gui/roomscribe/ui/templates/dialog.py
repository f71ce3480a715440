"""The window that lists the templates: use one, rename, duplicate, delete, share as files."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QTableView, QWidget

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T, Text
from roomscribe.services.templates import Damaged, Kept
from roomscribe.ui.dialogs.file_choice import choose_to_open, choose_to_save
from roomscribe.ui.dialogs.parts import Banner, Tone, button, label, set_enabled_because
from roomscribe.ui.dialogs.plain_table import PlainTable
from roomscribe.ui.dialogs.writing import WritingDialog
from roomscribe.ui.empty_states import EmptyState
from roomscribe.ui.first_few import first_few
from roomscribe.ui.layouts import filling_row
from roomscribe.ui.templates.check_cells import CheckCells
from roomscribe.ui.templates.model import ASKS, NAME, SERVICE, USED, TemplateModel
from roomscribe.ui.templates.tools import TemplateTools
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say

WIDTH = 860
ROWS_IN_SIGHT = 8
MOST_NAMED = 3
"""Damaged files that are named; more are only counted."""
FILES = ((T("Templates"), "*.json"),)


class TemplatesDialog(WritingDialog):
    """Accepted with `chosen` set when somebody wants to use a template."""

    def __init__(self, tools: TemplateTools, *, save_form: bool, parent: QWidget | None = None) -> None:
        """`save_form`: there is a form that could be saved, which the empty list offers."""
        super().__init__(T("Templates"), tools.spawner, width=WIDTH, scrolls=False, parent=parent)
        self._wanted: Kept | None = None
        self.wants_save = False
        self._tools = tools
        self._deleted: Kept | None = None
        self.model = TemplateModel(tools.registry, tools.filler, tools.clock, self)
        self.view = PlainTable(self.model, tools.theme, T("Templates"), rows_in_sight=ROWS_IN_SIGHT)
        self.view.setItemDelegate(CheckCells(tools.theme, self.view))
        self.view.setEditTriggers(QTableView.EditTrigger.EditKeyPressed)
        offer = say(T("Save the form as a template…")) if save_form else ""
        sentence = T("A template is a form that is kept, to be started again and again with small differences.")
        self._empty = EmptyState(tools.theme, "template", say(sentence), offer)
        self._pages = QStackedWidget()
        self.banner, self._undo_words = Banner(tools.theme), label("")
        self.undo = button(T("Undo"))
        self._undo_row, self._acts = QWidget(), QWidget()
        self.rename, self.copy = button(T("Rename")), button(T("Duplicate"))
        self.delete, self.export = button(T("Delete")), button(T("Export…"))
        self.load, close = button(T("Import…")), button(T("Close"))
        self.use = button(T("Use…"), Role.PRIMARY)
        self._lay_out(close)
        self._reading, self._asking = self.own(tools.spawner), self.own(tools.spawner)
        close.clicked.connect(self.reject)
        self._connect()
        self._show([])
        self._reading.start(self._acted(self._load), name="read the templates")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete and self.delete.isEnabled():
                self._on_delete()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.use.isEnabled():
                self._on_use()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self, close: QPushButton) -> None:
        for page in (self.view, self._empty):
            self._pages.addWidget(page)
        undo = filling_row(self._undo_row)
        undo.addWidget(self._undo_words, 1)
        undo.addWidget(self.undo)
        self.body.addWidget(self._pages, 1)
        acts = filling_row(self._acts, metrics.GAP)
        for each in (self.rename, self.copy, self.delete, self.export):
            acts.addWidget(each)
        acts.addStretch(1)
        self.body.addWidget(self._acts)
        self.status.addWidget(self.banner)
        self.status.addWidget(self._undo_row)
        self._undo_row.hide()
        self.add_buttons(close, self.use, left=(self.load,))
        for column, longest in ((SERVICE, "m" * 10), (USED, "0000-00-00")):
            self.view.size_column(column, longest)
        self.view.size_column(NAME, "m" * 26)
        self.view.stretch_column(ASKS)

    def _connect(self) -> None:
        self.view.selectionModel().selectionChanged.connect(self._look)
        self.view.doubleClicked.connect(self._on_double_clicked)
        self.view.installEventFilter(self)
        self.model.renamed.connect(self._on_renamed)
        self._empty.pressed.connect(self._on_save_form)
        self.use.clicked.connect(self._on_use)
        self.rename.clicked.connect(self._on_rename)
        self.copy.clicked.connect(self._on_copy)
        self.delete.clicked.connect(self._on_delete)
        self.undo.clicked.connect(self._on_undo)
        self.load.clicked.connect(self._on_import)
        self.export.clicked.connect(self._on_export)

    @property
    def chosen(self) -> Kept | None:
        """The template that somebody wants to use, with the name that it was given last."""
        return self._as_it_is(self._wanted) if self._wanted is not None else None

    # Showing

    def current(self) -> Kept | None:
        """The template that is chosen."""
        row = self.view.current_row()
        return self.model.templates[row] if row >= 0 else None

    def _show(self, templates: list[Kept], file: str = "") -> None:
        self.model.set_templates(templates)
        self._pages.setCurrentWidget(self.view if templates else self._empty)
        self._acts.setVisible(bool(templates))
        files = [each.file for each in templates]
        if templates:
            self.view.selectRow(files.index(file) if file in files else 0)
            self.view.setCurrentIndex(self.model.index(files.index(file) if file in files else 0, NAME))
        self._look()

    def _look(self) -> None:
        why_not = "" if self.current() is not None else say(T("Select a template first."))
        for each in (self.use, self.rename, self.copy, self.delete, self.export):
            set_enabled_because(each, why_not)

    def _say_damaged(self, damaged: tuple[Damaged, ...]) -> None:
        if not damaged:
            return
        said = first_few(damaged, MOST_NAMED, lambda each: f"{each.file}: {say(each.reason)}")
        title = T("1 file in the folder of templates can't be used")
        if len(damaged) > 1:
            title = T("{count} files in the folder of templates can't be used", count=len(damaged))
        self.banner.show_message(Tone.WARN, say(title), "\n".join(said), str(self._tools.templates.folder))

    # Acts

    def _act(self, act: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
        self.banner.hide()
        self.write(partial(self._acted, act), name=name)

    async def _acted(self, act: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await act()
        except BadRequest as refusal:
            self.stay()
            await self._refused(refusal.message)

    def _as_it_is(self, kept: Kept) -> Kept:
        """The template as it was read last: what was asked for before may have changed it."""
        return next((each for each in self.model.templates if each.file == kept.file), kept)

    async def _refused(self, message: Text) -> None:
        self.banner.show_message(Tone.BAD, say(T("That did not work")), say(message))
        chosen = self.current()
        shelf = await self._tools.templates.shelf()
        self._show(list(shelf.templates), chosen.file if chosen else "")

    async def _load(self, file: str = "") -> None:
        shelf = await self._tools.templates.shelf()
        was_empty = not self.model.templates
        self._show(list(shelf.templates), file)
        self._say_damaged(shelf.damaged)
        if shelf.templates:
            self.view.setFocus()
        if was_empty:
            self.fit_anew()
        else:
            self.fit()

    def _on_use(self) -> None:
        self._wanted = self.current()
        if self._wanted is not None:
            self.accept()

    def _on_save_form(self) -> None:
        self.wants_save = True
        self.accept()

    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self._on_use()

    def _on_rename(self) -> None:
        row = self.view.current_row()
        self.view.setFocus()
        self.view.setCurrentIndex(self.model.index(row, NAME))
        self.view.edit(self.model.index(row, NAME))

    def _on_renamed(self, kept: Kept, name: str) -> None:
        async def rename() -> None:
            await self._load((await self._tools.templates.rename(self._as_it_is(kept), name)).file)

        self._act(rename, "rename a template")

    def _on_copy(self) -> None:
        kept = self.current()
        if kept is None:
            return

        async def copy() -> None:
            await self._load((await self._tools.templates.duplicate(self._as_it_is(kept))).file)

        self._act(copy, "duplicate a template")

    def _on_delete(self) -> None:
        kept = self.current()
        if kept is None:
            return

        async def delete() -> None:
            gone = self._as_it_is(kept)
            await self._tools.templates.delete(gone)
            self._deleted = gone
            self._undo_words.setText(say(T("“{name}” was deleted.", name=gone.template.name)))
            self._undo_row.show()
            await self._load()

        self._act(delete, "delete a template")

    def _on_undo(self) -> None:
        kept, self._deleted = self._deleted, None
        self._undo_row.hide()
        if kept is None:
            return

        async def restore() -> None:
            await self._load((await self._tools.templates.restore(kept)).file)

        self._act(restore, "bring a template back")

    def _on_import(self) -> None:
        self._asking.start(self._choose_import(), name="choose a template to import")

    async def _choose_import(self) -> None:
        path = await choose_to_open(T("Import a template"), FILES, self)
        if path is not None:
            self._act(partial(self._import, path), "import a template")

    async def _import(self, path: Path) -> None:
        kept = await self._tools.templates.import_file(path)
        await self._load(kept.file)
        title = T("“{name}” was imported", name=kept.template.name)
        left = "\n".join(f"{say(each.about)}: {say(each.reason)}" for each in kept.remarks[:MOST_NAMED])
        self.banner.show_message(Tone.WARN if left else Tone.GOOD, say(title), left)
        self.fit()

    def _on_export(self) -> None:
        kept = self.current()
        if kept is not None:
            self._asking.start(self._choose_export(kept), name="choose where a template goes")

    async def _choose_export(self, kept: Kept) -> None:
        path = await choose_to_save(T("Export the template"), FILES, kept.file, self)
        if path is not None:
            self._act(partial(self._export, kept, path), "export a template")

    async def _export(self, kept: Kept, path: Path) -> None:
        kept = self._as_it_is(kept)
        await self._tools.templates.export_file(kept, path)
        self.banner.show_message(Tone.GOOD, say(T("“{name}” was exported", name=kept.template.name)), str(path))
        self.fit()

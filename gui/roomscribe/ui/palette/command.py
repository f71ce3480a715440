"""The command that opens the palette, and what it offers: menus, profiles, templates, and the tasks that run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import STATE_WORDS
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.runtime.dialogs import ask
from roomscribe.services.settings import RECENT_COMMANDS
from roomscribe.services.templates import Kept
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.palette.dialog import PaletteDialog
from roomscribe.ui.palette.entries import Entry, in_recent_order, menu_entries
from roomscribe.ui.palette.tools import PaletteTools
from roomscribe.ui.task_names import room_or_id
from roomscribe.ui.task_table.looks import LOOKS
from roomscribe.ui.words import say

KEPT = 12
"""Commands that are remembered as used lately."""


class Palette(QObject):
    """Opens the palette, carries out what was chosen, and remembers it."""

    def __init__(
        self,
        window: MainWindow,
        panel: LaunchPanel,
        tools: PaletteTools,
        use_template: Callable[[Kept], None],
    ) -> None:
        super().__init__(window)
        self._window, self._panel, self._tools, self._use_template = window, panel, tools, use_template
        self._shelf: Sequence[Kept] = ()
        self._names = _names(window)
        window.commands.palette.triggered.connect(self._on_open)

    def entries(self) -> list[Entry]:
        """Everything but tasks, those used lately first."""
        found = [*menu_entries(self._window.bar.menus, self._names), *self._profiles(), *self._kept()]
        own = self._names[self._window.commands.palette]
        return in_recent_order((each for each in found if each.id != own), self._recent())

    def _on_open(self) -> None:
        self._tools.spawner.spawn(self._open(), name="command palette")

    async def _open(self) -> None:
        before = QApplication.focusWidget()
        dialog = PaletteDialog(
            self._tools.theme,
            self.entries,
            recent=self._recent(),
            tasks=self._tools.store.live(),
            of_task=self._of_task,
            task_words=say(T("Go to room {room}", room="")),
            parent=self._window,
        )
        reading = self._tools.spawner.spawn(self._read_templates(dialog), name="templates for the palette")
        try:
            accepted = await ask(dialog, later=True) == QDialog.DialogCode.Accepted
        finally:
            reading.cancel()
        _give_back(before, self._window)
        if accepted and dialog.chosen is not None:
            self._remember(dialog.chosen)
            dialog.chosen.run()

    async def _read_templates(self, dialog: PaletteDialog) -> None:
        try:
            shelf = (await self._tools.templates.shelf()).templates
        except BadRequest:
            return  # the window of templates says what is wrong with the folder
        if shelf != self._shelf:
            self._shelf = shelf
            dialog.refresh()

    def _remember(self, entry: Entry) -> None:
        if not entry.id.startswith("task/"):
            lately = [each for each in self._recent() if each != entry.id]
            self._tools.settings.set(RECENT_COMMANDS, tuple([entry.id, *lately][:KEPT]))

    def _recent(self) -> tuple[str, ...]:
        return self._tools.settings.get(RECENT_COMMANDS)

    # What is offered beside the menus

    def _profiles(self) -> Iterator[Entry]:
        current = self._panel.profile()
        for profile in self._panel.selector.profiles():
            yield Entry(
                id=f"profile/{profile.id}",
                title=say(T("Use profile {name}", name=profile.name)),
                about=say(T("Form")),
                on=True if current is not None and profile.id == current.id else None,
                icon=self._tools.theme.dot(profile.colour),
                run=partial(self._panel.selector.choose, profile.id),
            )

    def _kept(self) -> Iterator[Entry]:
        for kept in self._shelf:
            yield Entry(
                id=f"template/{kept.file}",
                title=say(T("Fill the form from template {name}", name=kept.template.name)),
                about=say(T("Form")),
                icon=self._tools.theme.icon("template"),
                run=partial(self._use_template, kept),
            )

    def _of_task(self, task: Task) -> Entry:
        look = LOOKS[task.state]
        return Entry(
            id=f"task/{task.id}",
            title=say(T("Go to room {room}", room=room_or_id(task))),
            about=f"{say(STATE_WORDS[task.state])} · {task.profile_name}",
            icon=self._tools.theme.icon(look.icon, look.tone),
            run=partial(self._go_to, task.id),
        )

    def _go_to(self, task_id: str) -> None:
        self._window.select_task(task_id)
        self._window.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _names(window: MainWindow) -> dict[QAction, str]:
    """The commands' names in the code: they outlive other words and other languages."""
    return {action: name for name, action in vars(window.commands).items() if isinstance(action, QAction)}


def _give_back(before: QWidget | None, window: QWidget) -> None:
    """Give the focus back to whoever had it, where that is still there."""
    if before is not None and window.isAncestorOf(before):
        before.setFocus(Qt.FocusReason.OtherFocusReason)

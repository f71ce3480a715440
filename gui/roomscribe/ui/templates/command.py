"""The commands about templates: list them, save the form as one, fill the form from one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.runtime.dialogs import ask
from roomscribe.services.opening import Opened
from roomscribe.services.templates import Kept, Shelf
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Grade, Notice, notice_of
from roomscribe.ui.templates.dialog import TemplatesDialog
from roomscribe.ui.templates.fill_dialog import FillDialog
from roomscribe.ui.templates.save_dialog import SaveDialog
from roomscribe.ui.templates.tools import TemplateTools
from roomscribe.ui.words import say


class Templates(QObject):
    """Owns the commands' offers, and what they lead to."""

    def __init__(
        self,
        window: MainWindow,
        panel: LaunchPanel,
        tools: TemplateTools,
        fill: Callable[[Opened], Awaitable[None]],
    ) -> None:
        """`fill` puts a draft into the form, and asks before it replaces what somebody typed."""
        super().__init__(window)
        self._window, self._panel, self._tools, self._fill = window, panel, tools, fill
        self._busy = False
        commands = window.commands
        commands.templates.triggered.connect(self._on_list)
        commands.save_template.triggered.connect(self._on_save)
        panel.set_menu([commands.line(), commands.templates, commands.save_template])
        self._unsubscribe = tools.profiles.subscribe(self._offer)
        self._offer()

    def close(self) -> None:
        """Hear nothing more of the profiles."""
        self._unsubscribe()

    def use(self, kept: Kept) -> None:
        """Fill the form from a template."""
        self._spawn(partial(self._use, kept), "use a template")

    def _offer(self) -> None:
        able = bool(self._tools.offered())
        for command, usual in (
            (self._window.commands.templates, T("Fills the form from a template, and manages the templates.")),
            (self._window.commands.save_template, T("Keeps what is in the form, without secrets, to be used again.")),
        ):
            command.setEnabled(able)
            command.setToolTip(say(usual if able else T("Add a profile first.")))

    def _on_list(self) -> None:
        self._spawn(self._list, "templates")

    def _on_save(self) -> None:
        self._spawn(self._save, "save a template")

    def _spawn(self, act: Callable[[], Awaitable[None]], name: str) -> None:
        if not self._busy:
            self._busy = True
            self._tools.spawner.spawn(self._alone(act), name=name)

    async def _alone(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        finally:
            self._busy = False

    async def _list(self) -> None:
        has_form = self._panel.draft() is not None
        dialog = TemplatesDialog(self._tools, save_form=has_form, parent=self._window)
        accepted = await ask(dialog) == QDialog.DialogCode.Accepted
        if accepted and dialog.wants_save:
            await self._save()
        elif accepted and dialog.chosen is not None:
            await self._use(dialog.chosen)

    async def _use(self, kept: Kept) -> None:
        profiles = self._tools.offered()
        if not profiles:
            return
        dialog = FillDialog(self._tools, kept, profiles, self._likeliest(kept, profiles), parent=self._window)
        if await ask(dialog) == QDialog.DialogCode.Accepted and dialog.opened is not None:
            await self._tools.templates.note_use(kept)
            await self._fill(dialog.opened)

    def _likeliest(self, kept: Kept, profiles: list[Profile]) -> Profile:
        """The profile of the template's name, else the form's, else any of its service."""
        here = self._panel.profile()
        same = [each for each in profiles if each.generation == kept.template.generation]
        named = [each for each in same if each.name == kept.template.account]
        in_form = [each for each in same if here is not None and each.id == here.id]
        return next(iter((*in_form, *named, *same, *profiles)))

    async def _save(self) -> None:
        draft, profile = self._panel.draft(), self._panel.profile()
        if draft is None or profile is None:
            return
        try:
            shelf = await self._tools.templates.shelf()
        except BadRequest as refusal:
            self._window.show_notice(notice_of(refusal))
            shelf = Shelf()
        dialog = SaveDialog(self._tools, draft, profile, shelf, parent=self._window)
        if await ask(dialog) == QDialog.DialogCode.Accepted and dialog.kept is not None:
            text = T("“{name}” is kept as a template.", name=dialog.kept.template.name)
            self._window.show_notice(Notice(grade=Grade.INFO, text=text, key="template"))

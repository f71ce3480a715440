"""The commands "Open as…" and "Paste a request…": offered where they can do something, and fill the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.runtime.dialogs import ask
from roomscribe.services.opening import Opened
from roomscribe.services.pasting.text import looks_like_request
from roomscribe.ui.dialogs.message_dialog import confirm
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.moving.open_as_dialog import OpenAsDialog
from roomscribe.ui.moving.paste_dialog import PasteDialog
from roomscribe.ui.moving.tools import MovingTools
from roomscribe.ui.offers import offer


class MovingDrafts(QObject):
    """Owns the commands' offers, and what they lead to."""

    def __init__(self, window: MainWindow, panel: LaunchPanel, tools: MovingTools) -> None:
        super().__init__(window)
        self._window = window
        self._panel = panel
        self._tools = tools
        self._unsubscribe = tools.profiles.subscribe(self._offer)
        commands = window.commands
        commands.paste.triggered.connect(self._on_paste)
        commands.open_as.triggered.connect(self._on_task)
        commands.open_form_as.triggered.connect(self._on_form)
        window.table.selection_changed.connect(self._offer)
        panel.profile_changed.connect(self._offer)
        panel.set_menu([commands.paste, commands.open_form_as])
        self._offer()

    def close(self) -> None:
        """Hear nothing more of the profiles."""
        self._unsubscribe()

    # Offers

    def _offer(self) -> None:
        commands, profiles = self._window.commands, self._tools.offered()
        none = None if profiles else T("Add a profile first.")
        task = self._chosen()
        offer(commands.paste, none, T("Fills the form from a JSON body, an HTTP request or a curl command."))
        offer(commands.open_as, none or self._why_not(task), T("Starts again from this task, with any profile."))
        alone = T("There is no other profile.") if len(profiles) < 2 else None
        offer(commands.open_form_as, none or alone, T("Takes what is in the form to another profile."))

    def _chosen(self) -> Task | None:
        return self._window.table.selection.only()

    def _why_not(self, task: Task | None) -> Text | None:
        if task is None:
            return T("Select one task to start it again.")
        return self._tools.opener.why_not(task)

    # Acts

    def _on_paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        shown = text if looks_like_request(text) else ""
        dialog = PasteDialog(self._tools, current=self._panel.draft(), text=shown, parent=self._window)
        self._tools.spawner.spawn(self._paste(dialog), name="paste a request")

    async def _paste(self, dialog: PasteDialog) -> None:
        if await ask(dialog) == QDialog.DialogCode.Accepted and dialog.opened is not None:
            await self.fill(dialog.opened)

    def _on_task(self) -> None:
        task = self._chosen()
        if task is None or self._why_not(task) is not None:
            return
        self._tools.spawner.spawn(self._open_task(task), name="open as")

    async def _open_task(self, task: Task) -> None:
        try:
            journal = await self._tools.journal(task.id)
        except LedgerUnusable:
            journal = ()  # the row tells all but a run time that was changed since
        title = T("Start again as: the task in {room}", room=task.room)
        about = T("The form is filled with what this task was started with. The task itself stays as it is.")
        opener = self._tools.opener
        await self._open(
            title,
            about,
            task.generation,
            self._tools.offered(),
            lambda there: opener.task_as(task, there, journal),
        )

    def _on_form(self) -> None:
        draft, here = self._panel.draft(), self._panel.profile()
        if draft is None or here is None:
            return
        others = [each for each in self._tools.offered() if each.id != here.id]
        about = T("What is in the form for “{name}” is taken to another profile's form.", name=here.name)
        opener = self._tools.opener
        opening = self._open(
            T("Open the form as …"), about, here.generation, others, lambda there: opener.draft_as(draft, here, there)
        )
        self._tools.spawner.spawn(opening, name="open as")

    async def _open(
        self,
        title: Text,
        about: Text,
        generation: str,
        profiles: Sequence[Profile],
        open_for: Callable[[Profile], Opened],
    ) -> None:
        if not profiles:
            return
        first = self._likeliest(generation, profiles)
        dialog = OpenAsDialog(
            self._tools,
            title=title,
            about=about,
            profiles=profiles,
            first=first,
            open_for=open_for,
            parent=self._window,
        )
        if await ask(dialog) == QDialog.DialogCode.Accepted:
            await self.fill(dialog.opened)

    def _likeliest(self, generation: str, profiles: Sequence[Profile]) -> Profile:
        """Another generation of the same vendor, for that is what people move to; else any other, else the same."""
        vendor = self._tools.registry.vendor_of(generation).id
        others = [each for each in profiles if each.generation != generation]
        same = [each for each in others if each.vendor == vendor]
        return next(iter((*same, *others, *profiles)))

    async def fill(self, opened: Opened) -> None:
        """Put a draft into the form; what somebody has typed there is not overwritten unasked."""
        profile = next((each for each in self._tools.offered() if each.id == opened.draft.profile_id), None)
        if profile is None:
            return  # deleted meanwhile
        if self._panel.typed_for(profile) and not await self._confirmed(profile):
            return
        self._panel.fill(opened.draft)
        self._offer()
        if (form := self._panel.form()) is not None and form.problems:
            form.focus_first_problem()

    async def _confirmed(self, profile: Profile) -> bool:
        text = T("The form for “{name}” holds entries that were not sent. They would be replaced.", name=profile.name)
        title, act = T("Replace what is in the form?"), T("Replace")
        return await confirm(self._tools.theme, title, text, act, parent=self._window)

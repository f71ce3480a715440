"""The list of accounts: add, edit, duplicate, test and delete them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from roomscribe.domain.errors import BadRequest, ErrorNote
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.runtime.dialogs import ask
from roomscribe.ui.dialogs.connection_try import ConnectionTry
from roomscribe.ui.dialogs.connection_words import report_words
from roomscribe.ui.dialogs.frame import WIDE
from roomscribe.ui.dialogs.message_dialog import confirm
from roomscribe.ui.dialogs.parts import Banner, Tone, button, column, label, set_enabled_because
from roomscribe.ui.dialogs.profile_dialog import ProfileDialog
from roomscribe.ui.dialogs.profile_list import ProfileList
from roomscribe.ui.dialogs.profile_tools import ProfileTools
from roomscribe.ui.dialogs.writing import WritingDialog
from roomscribe.ui.task_names import room_or_id
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say

NAMED_TASKS = 5
"""How many rooms a refusal names before it only counts."""


class ProfilesDialog(WritingDialog):
    """Shows every account; the simulator's are shown and left alone."""

    def __init__(self, tools: ProfileTools, *, selected: str = "", parent: QWidget | None = None) -> None:
        super().__init__(T("Accounts"), tools.spawner, width=WIDE, parent=parent)
        self._tools = tools
        self._list = ProfileList(tools.registry, tools.theme)
        self._empty = label(say(T("There is no account yet. Add one to reach a vendor.")), Role.DIM)
        self._try = ConnectionTry(self.own(tools.spawner))
        self._test, self._busy = self._try.button, self._try.bar
        self._message = Banner(tools.theme)
        self._add, self._edit = button(T("Add an account…"), Role.PRIMARY), button(T("Edit…"))
        self._copy, self._delete = button(T("Duplicate…")), button(T("Delete…"), Role.DANGER)
        close = button(T("Close"))
        self._layout(close)
        self._acting = self.own(tools.spawner)
        self._connect(close)
        self._fill(selected)

    def _layout(self, close: QPushButton) -> None:
        acts = column(self._edit, self._copy, self._test, self._delete)
        acts.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(metrics.PANEL)
        row.addLayout(column(self._empty, self._list), 1)
        row.addLayout(acts)
        self.body.addLayout(row)
        self.status.addWidget(self._busy)
        self.status.addWidget(self._message)
        self.add_buttons(close, self._add)

    def _connect(self, close: QPushButton) -> None:
        self._add.clicked.connect(self._on_add)
        self._edit.clicked.connect(self._on_edit)
        self._copy.clicked.connect(self._on_copy)
        self._test.clicked.connect(self._on_test)
        self._delete.clicked.connect(self._on_delete)
        self._list.doubleClicked.connect(self._on_double_clicked)
        self._list.currentItemChanged.connect(self._look)
        close.clicked.connect(self.accept)
        self.finished.connect(self._tools.profiles.subscribe(self._refill))

    def current(self) -> Profile | None:
        """The selected account."""
        try:
            return self._tools.profiles.get(self._list.current_id())
        except KeyError:
            return None

    def _refill(self) -> None:
        self._fill(self._list.current_id())

    def _fill(self, selected: str) -> None:
        self._list.fill(self._tools.profiles.all(), selected)
        self._empty.setVisible(self._list.count() == 0)
        self._look()

    def _look(self) -> None:
        """Offer what can be done with the selected account, and say why not for the rest."""
        self._try.end()
        self._message.hide()
        profile = self.current()
        nothing = "" if profile else say(T("Select an account first."))
        fixed = say(T("The simulator's accounts are made by the program.")) if profile and profile.simulator else ""
        unknown = ""
        if profile and self._tools.generation(profile) is None:
            unknown = say(T("The vendor of this account is not part of this installation."))
        set_enabled_because(self._edit, nothing or fixed or unknown)
        set_enabled_because(self._copy, nothing or fixed or unknown)
        set_enabled_because(self._test, nothing or unknown)
        set_enabled_because(self._delete, nothing or fixed)

    def _on_add(self) -> None:
        self._acting.start(self._open(None), name="add an account")

    def _on_edit(self) -> None:
        if (profile := self.current()) is not None:
            self._acting.start(self._open(profile), name="edit an account")

    def _on_copy(self) -> None:
        if (profile := self.current()) is not None:
            self._acting.start(self._open(profile, copy=True), name="duplicate an account")

    def _on_double_clicked(self, _index: QModelIndex) -> None:
        if self._edit.isEnabled():
            self._on_edit()

    async def _open(self, profile: Profile | None, *, copy: bool = False) -> None:
        dialog = ProfileDialog(self._tools, profile, copy=copy, parent=self)
        if await ask(dialog) == QDialog.DialogCode.Accepted and dialog.saved is not None:
            self._fill(dialog.saved.id)

    def _on_test(self) -> None:
        profile = self.current()
        if self._try.running:
            self._try.end()
        elif profile is not None:
            self._message.hide()
            self._try.start(self._run_test(profile))

    async def _run_test(self, profile: Profile) -> None:
        report = await self._tools.tester.run(profile)
        self._try.over()
        words = report_words(report)
        self._say(words.tone, f"{profile.name}: {words.title}", words.text, words.note, report.error)

    def _on_delete(self) -> None:
        profile = self.current()
        if profile is None:
            return
        if live := self._tools.live_tasks(profile.id):
            rooms = ", ".join(room_or_id(task) for task in live[:NAMED_TASKS])
            more = f" +{len(live) - NAMED_TASKS}" if len(live) > NAMED_TASKS else ""
            why = T("They can only be watched and stopped through it. Stop them first: {rooms}", rooms=rooms + more)
            self._say(Tone.WARN, say(_still_live(profile.name, len(live))), say(why))
            return
        self._acting.start(self._ask_to_delete(profile), name="ask before an account is deleted")

    async def _ask_to_delete(self, profile: Profile) -> None:
        title = T("Delete “{name}”?", name=profile.name)
        text: Text = T("The account and its saved secrets are removed from this computer. Its past tasks stay listed.")
        theme = self._tools.theme
        if await confirm(theme, title, text, T("Delete account"), danger=True, parent=self):
            self.write(partial(self._run_delete, profile), name="delete an account")

    async def _run_delete(self, profile: Profile) -> None:
        try:
            await self._tools.delete(profile)
        except BadRequest as refusal:
            self.stay()
            self._say(Tone.BAD, say(T("The account was not deleted")), say(refusal.message))

    def _say(self, tone: Tone, title: str, text: str, note: str = "", error: ErrorNote | None = None) -> None:
        self._message.show_message(tone, title, text, note, error=error)
        self.fit()


def _still_live(name: str, count: int) -> Text:
    if count == 1:
        return T("“{name}” still has 1 live task", name=name)
    return T("“{name}” still has {count} live tasks", name=name, count=count)

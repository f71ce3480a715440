"""The dialog that adds, edits or duplicates a profile, and tests its connection before anything is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.connection_try import ConnectionTry
from roomscribe.ui.dialogs.connection_words import report_words
from roomscribe.ui.dialogs.frame import WIDE
from roomscribe.ui.dialogs.message_dialog import confirm_discarding
from roomscribe.ui.dialogs.parts import Banner, Tone, button, set_enabled_because
from roomscribe.ui.dialogs.profile_form import ProfileForm
from roomscribe.ui.dialogs.profile_rules import free_name
from roomscribe.ui.dialogs.profile_tools import ProfileTools
from roomscribe.ui.dialogs.writing import WritingDialog
from roomscribe.ui.theme import Role
from roomscribe.ui.words import say


class ProfileDialog(WritingDialog):
    """Adds a profile, edits `profile`, or adds one like it (`copy`). Simulator profiles are not for it."""

    profile_saved = Signal(object)
    """The `Profile`, once it and its secrets are saved."""

    def __init__(
        self,
        tools: ProfileTools,
        profile: Profile | None = None,
        *,
        copy: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._editing = profile is not None and not copy
        title = T("Edit account") if self._editing else T("Duplicate account") if copy else T("Add an account")
        super().__init__(title, tools.spawner, width=WIDE, parent=parent)
        self.saved: Profile | None = None
        self._tools = tools
        self._source = profile
        self._copied: dict[str, str] = {}
        """Secrets of the profile that is duplicated; written under the new one unless others are typed."""
        self._form = ProfileForm(tools.registry, tools.theme)
        self._kept_where, self._result = Banner(tools.theme), Banner(tools.theme)
        self._try = ConnectionTry(self.own(tools.spawner))
        self._test, self._busy = self._try.button, self._try.bar
        self.body.addWidget(self._form)
        self._layout_status()
        self._cancel, self._save = button(T("Cancel")), button(T("Save account"), Role.PRIMARY)
        self.add_buttons(self._cancel, self._save, left=(self._test,))
        self._reading, self._asking = self.own(tools.spawner), self.own(tools.spawner)
        self._reads = False
        """Whether the kept secrets are being read; until they are known they would seem to be missing."""
        self._wanted: Callable[[], None] | None = None
        """What somebody wants to be done once they are known."""
        self._fill()
        self._before = self._form.entries()
        self._connect()

    def _layout_status(self) -> None:
        self.status.addWidget(self._busy)
        self.status.addWidget(self._result)
        self.body.insertWidget(0, self._kept_where)

    def _fill(self) -> None:
        profiles, source = self._tools.profiles, self._source
        taken = [each.name for each in profiles.all() if not (self._editing and source and each.id == source.id)]
        if source is None:
            blank = Profile(id=profiles.new_id(), name="", vendor="", generation="", site="")
            self._form.set_profile(blank, taken, same_vendor=False)
            return
        shown = source
        if not self._editing:
            name = free_name(say(T("{name} copy", name=source.name)), taken)
            shown = replace(source, id=profiles.new_id(), name=name, simulator=False)
        self._form.set_profile(shown, taken, locked=self._why_locked(), same_vendor=self._editing)
        self._reads = True
        self._reading.start(self._read_kept(source), name="read the account's secrets")

    def _connect(self) -> None:
        self._test.clicked.connect(self._on_test)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self._on_save)
        self._form.changed.connect(self._on_form_changed)
        self.finished.connect(self._tools.vault.subscribe(self._show_where))
        self._show_where()

    def reject(self) -> None:
        self._take_wanted()
        # Esc and the frame's cross come here too, and are pressed by accident.
        if not self._unsaved():
            super().reject()
        elif not self._asking.running:
            self._asking.start(self._ask_to_discard(), name="ask before typed values are lost")

    def _unsaved(self) -> bool:
        """Whether closing would lose something."""
        return self._form.entries() != self._before

    async def _ask_to_discard(self) -> None:
        if await confirm_discarding(self._tools.theme, T("Nothing of it is saved yet."), self):
            super().reject()

    def _why_locked(self) -> str:
        count = len(self._tools.live_tasks(self._source.id)) if self._editing and self._source else 0
        return (
            say(T("Fixed while tasks of this account run ({count}): they are reached by it.", count=count))
            if count
            else ""
        )

    def _show_where(self) -> None:
        status = self._tools.vault.status
        if status.persistent:
            self._kept_where.hide()
            where = T("Secrets are stored in {backend}, never in a file.", backend=status.backend)
            self._form.account.set_place(say(where))
            return
        self._form.account.set_place("")
        # The reason says the whole, but as a status line does: without a capital letter.
        why = say(status.reason or T("secrets are kept for this session only"))
        after = say(T("Once you have quit, they must be typed again."))
        self._kept_where.show_message(Tone.WARN, why[:1].upper() + why[1:], after)

    async def _read_kept(self, source: Profile) -> None:
        try:
            self._show_kept(source, await self._tools.kept_secrets(source))
        finally:
            self._reads = False
            wanted = self._take_wanted()
        if wanted is not None:
            wanted()

    def _take_wanted(self) -> Callable[[], None] | None:
        """What was wanted, which is not wanted any more."""
        wanted, self._wanted = self._wanted, None
        if not self.writing:
            set_enabled_because(self._save, "")
        return wanted

    def _show_kept(self, source: Profile, kept: dict[str, str]) -> None:
        if self._editing:
            self._form.account.set_kept(frozenset(kept))
        else:
            self._copied = kept
            self._form.account.set_kept(frozenset(kept), T("copied from “{name}” – type to replace", name=source.name))

    def _secrets(self) -> dict[str, str]:
        """The secrets to save, or to try out: copied ones, unless something else was typed."""
        changes = {**self._copied, **self._form.account.secret_changes()}
        wanted = {each.key for each in self._form.generation.account_fields if each.secret}
        return {key: value for key, value in changes.items() if key in wanted}

    def _on_form_changed(self) -> None:
        # What a test said was said about other values, and so was what waits for the secrets.
        self._take_wanted()
        if self._try.running:
            self._try.end()
        self._result.hide()

    def _on_test(self) -> None:
        if self._try.running:
            self._try.end()
            return
        if self._reads:
            self._take_wanted()
            self._wanted = self._on_test
            return
        if self._form.show_problems():
            return
        self._result.hide()
        self._try.start(self._run_test())

    async def _run_test(self) -> None:
        report = await self._tools.tester.run(self._form.profile(), self._secrets())
        self._try.over()
        words = report_words(report)
        self._result.show_message(words.tone, words.title, words.text, words.note, error=report.error)
        if report.error is not None and report.error.field:
            self._form.show_problem(report.error.field, report.meaning)

    def _on_save(self) -> None:
        if self._reads:
            self._wanted = self._on_save
            set_enabled_because(self._save, say(T("Saving…")))
            return
        if self.writing or self._form.show_problems():
            return
        self._try.end()
        set_enabled_because(self._save, say(T("Saving…")))
        self.write(self._run_save, name="save an account")

    async def _run_save(self) -> None:
        profile = self._form.profile()
        try:
            await self._tools.save(profile, self._secrets())
        except BadRequest as refusal:
            self.stay()
            self._refused(refusal)
            return
        finally:
            set_enabled_because(self._save, "")
        self.saved = profile
        self.profile_saved.emit(profile)
        self.accept()

    def _refused(self, refusal: BadRequest) -> None:
        if not (refusal.field and self._form.show_problem(refusal.field, refusal.message)):
            self._say_refused(refusal.message)

    def _say_refused(self, message: Text) -> None:
        title = T("The account was not saved; everything you typed is still here")
        self._result.show_message(Tone.BAD, say(title), say(message))

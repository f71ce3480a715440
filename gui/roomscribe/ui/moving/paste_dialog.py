"""Reads a pasted request while it is being changed, shows what would come of it, and fills the form."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import given
from roomscribe.domain.profiles import Profile
from roomscribe.domain.remarks import RemarkKind
from roomscribe.domain.text import T, Text
from roomscribe.domain.written_requests import Purpose, WrittenRequest
from roomscribe.services.opening import Opened
from roomscribe.services.pasting.placed import Unreadable, line_and_column
from roomscribe.services.pasting.recognition import Understood, understand
from roomscribe.services.pasting.text import TOO_LONG, read_requests
from roomscribe.ui.dialogs.frame import WIDE, FramedDialog
from roomscribe.ui.dialogs.parts import Banner, Tone, button, label, set_enabled_because
from roomscribe.ui.forms.quiet_timer import QuietTimer
from roomscribe.ui.moving.outcome import OutcomeView
from roomscribe.ui.moving.paste_edit import PasteEdit
from roomscribe.ui.moving.tools import MovingTools
from roomscribe.ui.theme import Role
from roomscribe.ui.words import say

KINDS = {
    Purpose.START: T("This is a start for {service}"),
    Purpose.CHANGE: T("This is a change of a task of {service}"),
    Purpose.PREPARE: T("This is a step before a start for {service}"),
    Purpose.OTHER: T("This is a request for {service}"),
}


class PasteDialog(FramedDialog):
    """Offers a field for the request; `opened` is what the person decided to take."""

    def __init__(
        self, tools: MovingTools, *, current: Draft | None, text: str = "", parent: QWidget | None = None
    ) -> None:
        """`current` is the draft in the form; `text` is what the field begins with."""
        super().__init__(T("Paste a request"), width=WIDE, scrolls=False, parent=parent)
        self.opened: Opened | None = None
        """What would come into the form; None while nothing is understood."""
        self._tools = tools
        self._current = current
        self._profiles = tools.offered()
        self._understood: Understood | None = None
        self._unreadable: Text | None = None
        """Why what is pasted can't be read."""
        self._chosen_by_hand = False
        self._veil = tools.veil()
        note = T("Secrets are hidden as soon as they are pasted. Keys of the account are never taken.")
        self.edit = PasteEdit(self._veil, tools.theme)
        self.banner = Banner(tools.theme)
        self.outcome = OutcomeView(tools.registry, tools.theme, tools.launcher.problems)
        self._cancel, self.fill = button(T("Cancel")), button(T("Fill the form"), Role.PRIMARY)
        self.body.addWidget(label(say(note), Role.DIM))
        self.body.addWidget(self.edit, 1)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.outcome, 1)
        self.add_buttons(self._cancel, self.fill)
        self._wait = QuietTimer(self)
        self._wait.timeout.connect(self.look)
        self.edit.textChanged.connect(self._wait.note_change)
        self.edit.too_long.connect(self._on_too_long)
        self.outcome.profile_chosen.connect(self._on_profile)
        self._cancel.clicked.connect(self.reject)
        self.fill.clicked.connect(self._on_fill)
        self.outcome.set_profiles(self._profiles, self._here())
        self.edit.show_text(text)
        self.look()
        self.edit.setFocus()

    def done(self, result: int) -> None:
        self._wait.stop()
        super().done(result)

    def look(self) -> None:
        """Read the text as it stands, and show what came of it."""
        self._wait.stop()
        text = self.edit.toPlainText()
        try:
            self._understood, self._unreadable = self._read(text) if text.strip() else None, None
        except Unreadable as unreadable:
            self._understood, self._unreadable = None, unreadable.message
            self._show_unreadable(unreadable, text)
        else:
            self.edit.mark(None)
            self.banner.setVisible(False)
        if self._understood is not None and not self._chosen_by_hand:
            self.outcome.set_profiles(self._profiles, self._fitting(self._understood))
        self._show()

    def _read(self, text: str) -> Understood:
        requests = [self._revealed(each) for each in read_requests(text)]
        current = next((each for each in self._profiles if each.id == self._here()), None)
        return understand(requests, self._tools.registry, current, {each.generation for each in self._profiles})

    def _revealed(self, request: WrittenRequest) -> WrittenRequest:
        return replace(request, body=self._veil.reveal(request.body))

    def _here(self) -> str:
        return self._current.profile_id if self._current is not None else ""

    def _fitting(self, understood: Understood) -> str:
        """The form's profile where it is of this service, else the first that is, else the form's all the same."""
        fitting = [each.id for each in self._profiles if each.generation == understood.generation.id]
        return self._here() if self._here() in fitting or not fitting else fitting[0]

    def _show(self) -> None:
        profile, understood = self.outcome.profile(), self._understood
        self.opened = None
        if profile is not None and understood is not None:
            self.opened = self._tools.opener.request_as(understood, profile, self._current)
            self.banner.show_message(Tone.GOOD, *self._summary(understood, profile))
        self.outcome.show_outcome(self.opened)
        self.outcome.setVisible(understood is not None)
        why_not = self._unreadable or T("Paste a request first.")
        set_enabled_because(self.fill, "" if self.opened is not None else say(why_not))
        self.fit()

    def _summary(self, understood: Understood, profile: Profile) -> tuple[str, str]:
        kind = Text(KINDS[understood.purpose].source, {"service": understood.generation.title})
        taken = sum(given(value) for value in understood.reading.values.values())
        out = sum(remark.kind is RemarkKind.LEFT_OUT for remark in self.opened.remarks) if self.opened else 0
        counts = say(T("Settings understood: {count}. Left out: {out}.", count=taken, out=out))
        if understood.generation.id == profile.generation:
            return say(kind), counts
        other = self._tools.registry.generation(profile.generation).title
        turned = say(T("It is turned into a draft for {service}.", service=other))
        return say(kind), f"{counts} {turned}"

    def _show_unreadable(self, unreadable: Unreadable, text: str) -> None:
        self.edit.mark(unreadable.place)
        if unreadable.place is None:
            self.banner.show_message(Tone.WARN, say(T("Not understood yet")), say(unreadable.message))
            return
        line, column = line_and_column(text, unreadable.place)
        where = say(T("Line {line}, column {column}", line=line, column=column))
        self.banner.show_message(Tone.BAD, where, say(unreadable.message))

    def _on_too_long(self) -> None:
        self.banner.show_message(Tone.WARN, say(T("Nothing was pasted")), say(TOO_LONG))
        self.fit()

    def _on_profile(self) -> None:
        self._chosen_by_hand = True
        self._show()

    def _on_fill(self) -> None:
        self.look()
        if self.opened is not None:
            self.accept()

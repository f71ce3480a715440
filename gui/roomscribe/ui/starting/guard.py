"""Asks before a start that is legal and may still be a mistake: on production, or beside another task in the room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.runtime.dialogs import ask
from roomscribe.services.console import ConsoleServices
from roomscribe.services.neighbours import Neighbour
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.theme import Theme


class StartGuard(QObject):
    """Nothing is written or sent before its answer."""

    def __init__(self, window: MainWindow, services: ConsoleServices, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._services = services
        self._theme = theme

    async def confirmed(self, draft: Draft, *, replaces: str = "") -> bool:
        """Whether the draft may be started; `replaces` is the local id of the task it is to follow."""
        profile = self._services.profiles.get(draft.profile_id)
        agreed: set[str] = set()
        first = True
        while True:
            # Again after each answer: while a question stood there, somebody may have started another task.
            found = self._services.neighbours.of(draft, apart_from=replaces)
            fresh = [each for each in found if each.task.id not in agreed]
            if not fresh and not (first and profile.production):
                return True
            if not await self._asked(draft, profile, fresh):
                return False
            agreed |= {each.task.id for each in fresh}
            first = False

    async def _asked(self, draft: Draft, profile: Profile, found: Sequence[Neighbour]) -> bool:
        dialog = SureDialog(
            self._theme,
            T("Start on production") if profile.production else T("The room has a live task already"),
            [*_production(profile), *(each.message for each in found)],
            T("Start task"),
            words=self._words(draft, profile),
            shows_other=bool(found),
            danger=profile.production,
            parent=self._window,
        )
        sure = await ask(dialog) == QDialog.DialogCode.Accepted
        if dialog.wants_other:
            self._window.select_task(found[0].task.id)
        return sure

    def _words(self, draft: Draft, profile: Profile) -> tuple[str, ...]:
        if not profile.production:
            return ()
        room = draft.values.get(self._services.registry.generation(profile.generation).room_key)
        return str(room or ""), profile.name


def _production(profile: Profile) -> tuple[Text, ...]:
    if not profile.production:
        return ()
    return (T("“{name}” is marked as production. The task is billed and heard by real people.", name=profile.name),)

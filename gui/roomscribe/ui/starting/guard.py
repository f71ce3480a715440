"""What stands before every start, a restart's too: budgets refuse it, production and other tasks in the room ask."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.runtime.dialogs import ask
from roomscribe.services.neighbours import Neighbour
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.starting.tools import GuardTools


class StartGuard(QObject):
    """Nothing is written or sent before its answer."""

    def __init__(self, window: MainWindow, tools: GuardTools) -> None:
        super().__init__(window)
        self._window = window
        self._tools = tools

    async def confirmed(self, draft: Draft, *, replaces: str = "", before: QWidget | None = None) -> bool:
        """Whether the draft may be started; `replaces` is the local id of the task it is to follow.

        Raises `BadRequest` where it would be stopped again at once, as the day's budget is spent. The question stands
        in front of the dialog `before`, or of the window.
        """
        profile = self._tools.profiles.get(draft.profile_id)
        if message := self._tools.over_budget(profile.id):
            raise BadRequest(message)
        agreed: set[str] = set()
        first = True
        while True:
            # Again after each answer: while a question stood there, somebody may have started another task.
            found = self._tools.neighbours.of(draft, apart_from=replaces)
            fresh = [each for each in found if each.task.id not in agreed]
            if not fresh and not (first and profile.production):
                return True
            if not await self._asked(draft, profile, fresh, restarts=bool(replaces), before=before):
                return False
            agreed |= {each.task.id for each in fresh}
            first = False

    async def _asked(
        self, draft: Draft, profile: Profile, found: Sequence[Neighbour], *, restarts: bool, before: QWidget | None
    ) -> bool:
        on_production = T("Restart on production") if restarts else T("Start on production")
        dialog = SureDialog(
            self._tools.theme,
            on_production if profile.production else T("The room has a live task already"),
            [*_production(profile), *(each.message for each in found)],
            T("Restart task") if restarts else T("Start task"),
            words=self._words(draft, profile),
            shows_other=bool(found),
            danger=profile.production,
            parent=before or self._window,
        )
        sure = await ask(dialog) == QDialog.DialogCode.Accepted
        if dialog.wants_other:
            self._window.select_task(found[0].task.id)
        return sure

    def _words(self, draft: Draft, profile: Profile) -> tuple[str, ...]:
        if not profile.production:
            return ()
        room = draft.values.get(self._tools.registry.generation(profile.generation).room_key)
        return str(room or ""), profile.name


def _production(profile: Profile) -> tuple[Text, ...]:
    if not profile.production:
        return ()
    return (T("“{name}” is marked as production. The task is billed and heard by real people.", name=profile.name),)

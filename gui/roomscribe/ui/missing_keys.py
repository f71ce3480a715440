"""The banner about live tasks that nobody can ask about, because this window has no keys to their accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from roomscribe.domain.own_errors import CANNOT_ASK
from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.store import TaskStore
from roomscribe.ui.notices import Act, Grade, Notice, NoticeBar

KEY = "missing-keys"
EVERY_SECOND = 1000
NAMED = 3
"""How many accounts the banner names before it only counts."""


class MissingKeys(QObject):
    """One banner for all of them, for as long as there is one; who dismisses it is told again of others alone."""

    def __init__(
        self, notices: NoticeBar, store: TaskStore, profiles: ProfileStore, open_account: Callable[[str], None]
    ) -> None:
        """`open_account` shows the account of a profile's id."""
        super().__init__(notices)
        self._notices, self._store, self._profiles, self._open_account = notices, store, profiles, open_account
        self._told: frozenset[str] = frozenset()
        self._second = QTimer(self, interval=EVERY_SECOND)
        self._second.timeout.connect(self.look)

    def open(self) -> None:
        """The rows of an earlier session are there."""
        self._second.start()

    def close(self) -> None:
        """Say nothing more."""
        self._second.stop()

    def look(self) -> None:
        """Show, change or withdraw the banner."""
        accounts = {each.id: each for each in self._profiles.all()}
        blind = [task for task in self._store.live() if _is_blind(task) and task.profile_id in accounts]
        ids = frozenset(task.id for task in blind)
        if ids == self._told:
            return
        more, self._told = ids - self._told, ids
        if not ids:
            self._notices.withdraw(KEY)
        elif more or any(each.key == KEY for each in self._notices.notices()):
            self._notices.show_notice(self._notice(len(blind), _accounts(blind, accounts)))

    def _notice(self, count: int, accounts: list[Profile]) -> Notice:
        names = _names(accounts)
        text = T("{count} live tasks can't be asked about: enter the keys of {names}.", count=count, names=names)
        if count == 1:
            text = T("1 live task can't be asked about: enter the keys of {names}.", names=names)
        remedy = T("Until then this window neither sees how they are nor stops them, not even at their end times.")
        if count == 1:
            remedy = T("Until then this window neither sees how it is nor stops it, not even at its end time.")
        first = accounts[0].id
        act = Act(T("Open account"), lambda: self._open_account(first))
        return Notice(grade=Grade.BAD, text=text, remedy=remedy, key=KEY, acts=(act,))


def _is_blind(task: Task) -> bool:
    return task.error is not None and task.error.code == CANNOT_ASK.code


def _accounts(tasks: Iterable[Task], accounts: dict[str, Profile]) -> list[Profile]:
    return list({task.profile_id: accounts[task.profile_id] for task in tasks}.values())


def _names(accounts: list[Profile]) -> Text:
    names = ", ".join(f"“{each.name}”" for each in accounts[:NAMED])
    if (more := len(accounts) - NAMED) > 0:
        return T("{names} and {count} more", names=names, count=more)
    return T("{names}", names=names)

"""The banner about tasks that run at a vendor and that no row of the ledger is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from roomscribe.domain.text import T, Text
from roomscribe.services.spawning import Spawner
from roomscribe.services.strays import StrayBook, Strays
from roomscribe.ui.notices import Act, Grade, Notice

STRAYS = "strays"
"""Key of the banner."""


class StrayNews:
    """Looks once, and says what was found."""

    def __init__(
        self, book: StrayBook, spawner: Spawner, *, tell: Callable[[Notice], None], find: Callable[[str], None]
    ) -> None:
        """`find` opens the list of a profile's account."""
        self._book = book
        self._spawner = spawner
        self._tell = tell
        self._find = find

    def open(self) -> None:
        """Begin; the banner comes when every account has been asked."""
        self._spawner.spawn(self._look(), name="look for tasks that are not in the ledger")

    async def _look(self) -> None:
        found = await self._book.look()
        if not found:
            return

        def find() -> None:
            self._find(found[0].profile.id)

        remedy = T("Somebody else may have started them. Look through the list to adopt or stop what was forgotten.")
        self._tell(
            Notice(
                grade=Grade.WARN,
                text=stray_words(found),
                remedy=remedy,
                key=STRAYS,
                acts=(Act(T("Find tasks at the vendor…"), find),),
            )
        )


def stray_words(found: Sequence[Strays]) -> Text:
    """How many there are, and where; the account with the first is the one whose list is offered."""
    first, total = found[0], sum(each.count for each in found)
    if len(found) > 1:
        names = ", ".join(each.profile.name for each in found)
        return T("{count} tasks run that are not in this register, at {names}.", count=total, names=names)
    if first.more:
        return T(
            "At least {count} tasks run at “{name}” that are not in this register.",
            count=total,
            name=first.profile.name,
        )
    if total == 1:
        return T("A task runs at “{name}” that is not in this register.", name=first.profile.name)
    return T("{count} tasks run at “{name}” that are not in this register.", count=total, name=first.profile.name)

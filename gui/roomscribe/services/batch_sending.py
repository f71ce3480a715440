"""Starts one row of a batch, whatever another console has made of it meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import AccountUnusable
from roomscribe.domain.text import Text
from roomscribe.ledger.inspection import IdTaken
from roomscribe.services.launcher import Launcher
from roomscribe.services.start_turns import Turn
from roomscribe.services.store import TaskStore


class Sending:
    """What a batch has its rows started by."""

    def __init__(
        self,
        launcher: Launcher,
        store: TaskStore,
        *,
        gone: Callable[[], Text | None],
        hear_of: Callable[[str], Awaitable[None]],
    ) -> None:
        """`gone` says why nothing can be started with the batch's account any more, or None. `hear_of` has a task that
        the ledger has shown in the store."""
        self._launcher, self._store, self._gone, self._hear_of = launcher, store, gone, hear_of

    async def send(self, draft: Draft, task_id: str, turn: Turn, halts: int) -> None:
        """Write the row down and send it; its task is in the store when this returns. Raises as `Launcher.start`."""
        if self._store.knows(task_id):
            return  # another console has written it down, and its news were quicker than we
        try:
            await self._launcher.start(draft, task_id=task_id, turn=turn, halts=halts)
        except IdTaken:
            await self._hear_of(task_id)
        except KeyError:
            # The profile is looked up again and again: somebody may delete it in between.
            if (gone := self._gone()) is None:
                raise
            if not self._store.knows(task_id):
                raise AccountUnusable(gone) from None

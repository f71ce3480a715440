"""A vendor's own list of tasks, read page by page within the permitted rate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from roomscribe.domain.exchange import Exchange
from roomscribe.domain.states import TaskState
from roomscribe.services.clients import ClientPool
from roomscribe.vendors.protocol import Generation, ListedPage, ListedTask

LIFE = (TaskState.STARTING, TaskState.RUNNING, TaskState.RECOVERING, TaskState.STOPPING)
"""The live states in the order in which tasks pass through them. States are asked for one after another: in this order
a task that moves on meanwhile is met twice, in the other it would be missed."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One task as the vendor's list showed it."""

    profile_id: str
    """Whose list it was."""
    listed: ListedTask
    room: str
    """The room that the list was narrowed to; "" where it was not, and nobody knows the task's."""
    asked_at: float
    answered_at: float

    @property
    def id(self) -> str:
        """The vendor's task id."""
        return self.listed.vendor_task_id


@dataclass
class _Part:
    """The pages of one state."""

    word: str
    cursor: str = ""
    total: int | None = None
    asked: bool = False
    """Its first page is there."""
    done: bool = False


def live_words(generation: Generation) -> tuple[str, ...]:
    """The vendor's words for states in which something runs, in the order in which they must be asked for."""
    live = [word for word, state in generation.states.items() if state in LIFE]
    return tuple(sorted(live, key=lambda word: LIFE.index(generation.states[word])))


class Listing:
    """One look at the list. What was loaded stays, whatever becomes of the next page."""

    def __init__(
        self,
        profile_id: str,
        words: Iterable[str],
        room: str,
        *,
        clients: ClientPool,
        hear: Callable[[tuple[Exchange, ...]], None],
    ) -> None:
        """`words` are the vendor's states to ask for; `room` narrows the list, "" does not; `hear` learns the clock."""
        self.profile_id = profile_id
        self.room = room
        self._parts = [_Part(word) for word in words]
        self._found: dict[str, Found] = {}
        self._clients = clients
        self._hear = hear

    @property
    def tasks(self) -> list[Found]:
        """Every task that was listed so far, in the vendor's order, each once."""
        return list(self._found.values())

    @property
    def opened(self) -> bool:
        """Whether every state was asked for once: from now on `total` and `more` are known."""
        return all(part.asked for part in self._parts)

    @property
    def more(self) -> bool:
        """Whether there is another page."""
        return not all(part.done for part in self._parts)

    @property
    def total(self) -> int | None:
        """How many tasks all pages have together; None where the vendor does not tell, or not yet."""
        totals = [part.total for part in self._parts]
        return sum(total for total in totals if total is not None) if self.opened and None not in totals else None

    async def load(self) -> list[Found]:
        """Ask for the next page, and return what it showed; the first page of every state comes first.

        Raises `CallFailed` and `BadRequest`; asked again, it asks for the same page.
        """
        waiting = [part for part in self._parts if not part.asked] or [part for part in self._parts if not part.done]
        if not waiting:
            return []
        part = waiting[0]
        client = await self._clients.client(self.profile_id)
        page = await client.list_tasks(word=part.word, room=self.room, cursor=part.cursor)
        self._hear((page.exchange,))
        # A cursor that leads to itself would lead nowhere for ever.
        part.done = not page.next_cursor or page.next_cursor == part.cursor
        part.asked, part.cursor, part.total = True, page.next_cursor, page.total
        return self._take(page)

    def _take(self, page: ListedPage) -> list[Found]:
        exchange = page.exchange
        found = [
            Found(
                profile_id=self.profile_id,
                listed=each,
                room=self.room,
                asked_at=exchange.sent_at,
                answered_at=exchange.answered_at or exchange.sent_at,
            )
            for each in page.tasks
        ]
        self._found.update({each.id: each for each in found})
        return found

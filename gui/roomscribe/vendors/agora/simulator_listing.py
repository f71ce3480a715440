"""How the simulated cloud lists its agents: one state, a window of time, page by page (agora.md §6.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roomscribe.vendors.agora.simulator_answers import bad_parameter
from roomscribe.vendors.agora.simulator_settings import AgentSettings, Reaction
from roomscribe.vendors.agora.simulator_tasks import SimulatedTask
from roomscribe.vendors.agora.states import AGENT_NUMBERS

WINDOW = 86_400
"""Seconds before now where the list begins by default."""
PAGE = 20
RUNNING = AGENT_NUMBERS["RUNNING"]


@dataclass(frozen=True, kw_only=True)
class ListWish:
    """A checked query."""

    channel: str
    earliest: float
    latest: float
    word: str
    limit: int
    cursor: str


def read_wish(query: Mapping[str, str], now: float, settings: AgentSettings) -> ListWish:
    """The query with its defaults; raises the refusal for a bad value."""
    states = {number: word for word, number in AGENT_NUMBERS.items()}
    state = _number(query, "state", RUNNING)
    if state not in states:
        raise bad_parameter("state must be one number from 0 to 6")
    limit = _number(query, "limit", PAGE)
    if limit < 1 or (settings.most_listed and limit > settings.most_listed):
        raise bad_parameter(f"limit must be from 1 to {settings.most_listed}" if settings.most_listed else "limit")
    return ListWish(
        channel=query.get("channel", ""),
        earliest=_number(query, "from_time", int(now) - WINDOW),
        latest=_number(query, "to_time", int(now)),
        word=states[state],
        limit=limit,
        cursor=query.get("cursor", ""),
    )


def listed(agents: Sequence[SimulatedTask], wish: ListWish, now: float, settings: AgentSettings) -> dict[str, object]:
    """The page after the cursor; the list carries neither name nor channel."""
    found = [
        each
        for each in agents
        if each.status(now, settings) == wish.word
        and wish.channel in ("", each.request.channel)
        and wish.earliest <= int(each.started_at) <= wish.latest
    ]
    page = found[_first(agents, found, wish.cursor, settings) :][: wish.limit]
    shown = [{"start_ts": int(each.started_at), "status": wish.word, "agent_id": each.id} for each in page]
    meta: dict[str, object] = {"cursor": page[-1].id if page else "", "total": len(found)}
    data = {"count": len(page), "list": shown}
    if settings.status_in_meta:
        return {"data": data, "meta": {**meta, "status": "ok"}}
    return {"data": data, "meta": meta, "status": "ok"}


def _first(
    agents: Sequence[SimulatedTask], found: Sequence[SimulatedTask], cursor: str, settings: AgentSettings
) -> int:
    """Where the page begins. The cursor's own agent may have changed its state since: its place still counts."""
    if not cursor:
        return 0
    order = {each.id: place for place, each in enumerate(agents)}
    if cursor not in order:
        if settings.unknown_cursor is Reaction.REFUSE:
            raise bad_parameter("cursor is unknown")
        return 0
    return sum(order[each.id] <= order[cursor] for each in found)


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise bad_parameter(f"{name} must be a number")
    return int(text)

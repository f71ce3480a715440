"""The vendor's names of its calls (agora.md §1.1, §1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from roomscribe.domain.error_catalogue import Occasion


class Call(StrEnum):
    """One call of 5.x and 6.x, or of 7.x; query and update are called so in all of them."""

    ACQUIRE = "acquire"
    START = "start"
    QUERY = "query"
    UPDATE = "update"
    STOP = "stop"
    JOIN = "join"
    LEAVE = "leave"
    LIST = "list"


STARTS = (Call.START, Call.JOIN)
TASK_CALLS: Mapping[str, Occasion] = {
    Call.ACQUIRE: Occasion.PREPARE,
    Call.START: Occasion.START,
    Call.QUERY: Occasion.ASK,
    Call.UPDATE: Occasion.CHANGE,
    Call.STOP: Occasion.STOP,
}
"""5.x and 6.x."""
AGENT_CALLS: Mapping[str, Occasion] = {
    Call.JOIN: Occasion.START,
    Call.QUERY: Occasion.ASK,
    Call.UPDATE: Occasion.CHANGE,
    Call.LEAVE: Occasion.STOP,
    Call.LIST: Occasion.LIST,
}
"""7.x."""

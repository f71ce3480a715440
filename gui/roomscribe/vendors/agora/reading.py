"""Reads Agora's answers: task id and status word as every generation spells them, and what a harmless call proved."""

from __future__ import annotations

from roomscribe.domain.exchange import Exchange
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.domain.text import T
from roomscribe.net.call import Answer, unreadable
from roomscribe.vendors import connection
from roomscribe.vendors.agora.errors import read_error
from roomscribe.vendors.agora.states import state_of
from roomscribe.vendors.protocol import ConnectionReport


def member(answer: Answer, name: str) -> str:
    """A text of the answer's object, "" where there is none."""
    value = answer.json.get(name) if isinstance(answer.json, dict) else None
    return value if isinstance(value, str) else ""


def task_id(answer: Answer) -> str:
    """The task's id; every generation's name for it, as an id that is overlooked can never be stopped (§14)."""
    return member(answer, "taskId") or member(answer, "agent_id")


def ok(answer: Answer) -> bool:
    """Whether the status is a 2xx."""
    return 200 <= answer.status < 300


def accepted(answer: Answer) -> bool:
    """Whether an update or stop was accepted: any 2xx that has no error in place of a status."""
    return ok(answer) and (bool(member(answer, "status")) or read_error(answer.json) is None)


def observation(answer: Answer, *, otherwise: TaskState) -> Observation:
    """What an answer tells; `otherwise` where it has no status word."""
    if not answer.empty and not isinstance(answer.json, dict):
        raise unreadable(answer)
    return seen(answer, member(answer, "status"), task_id(answer), otherwise)


def seen(answer: Answer, word: str, vendor_task_id: str, otherwise: TaskState) -> Observation:
    """An observation from a status word and an id, wherever they stood."""
    exchange = answer.exchange
    return Observation(
        vendor_state=word,
        state=state_of(word) if word else otherwise,
        asked_at=exchange.sent_at,
        answered_at=exchange.answered_at or exchange.sent_at,
        request_id=exchange.request_id,
        vendor_task_id=vendor_task_id,
        idempotency_key=member(answer, "name"),  # a 7.x agent's, where the answer tells it (agora.md §6.4)
        exchanges=answer.exchanges,
    )


def account_works(exchange: Exchange) -> ConnectionReport:
    """What an accepted harmless call proves."""
    meaning = T("The account works, and Real-Time STT is on for the App ID.")
    return connection.accepted(f"HTTP {exchange.status}", meaning, exchange)

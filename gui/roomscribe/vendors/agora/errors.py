"""Reads Agora's error answers in all their shapes and turns them into typed failures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from roomscribe.domain.error_catalogue import CatalogueEntry
from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.fields import Field
from roomscribe.domain.text import T
from roomscribe.net.call import Answer, unreadable
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.catalogue.statuses import NAME_IN_USE
from roomscribe.vendors.agora.catalogue.tables import NAMES_A_FIELD, NOT_LISTED_YET, entry_for, fitted
from roomscribe.vendors.agora.catalogue.texts import BUILDER_TOKEN_EXPIRED
from roomscribe.vendors.agora.fields import AGORA_5_FIELDS

NAME_TAKEN = ("TaskConflict", "409")
"""How a join is told that its name is in use, with and without the word for it (agora.md §6.7, §8.1)."""
_TASK_ID = re.compile(r"taskId is\s+([^\s,;.\"']+)", re.IGNORECASE)
_STATUS = re.compile(r"current status is\s+(\w+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class VendorError:
    """What an error answer says."""

    code: int | None = None
    reason: str = ""
    """A word in place of a code (7.x, `{detail, reason}`)."""
    message: str = ""
    agent_id: str = ""
    """The agent that is in the way (7.x)."""

    @property
    def task_id(self) -> str:
        """The running task that a refused second start names, or ""."""
        found = _TASK_ID.search(self.message)
        return found[1] if found else self.agent_id

    @property
    def task_status(self) -> str:
        """That task's status word, or ""."""
        found = _STATUS.search(self.message)
        return found[1] if found else ""


def read_error(body: object) -> VendorError | None:
    """Any of the shapes of agora.md §8.4; None when the body is no error of Agora's."""
    if not isinstance(body, dict):
        return None
    code = _code(body.get("code"))
    message, detail, reason = (_text(body.get(key)) for key in ("message", "detail", "reason"))
    if code is None and not (message or detail or reason):
        return None
    agent_id = _text(body.get("agent_id"))
    if message or detail:
        return VendorError(code=code, reason=reason, message=message or detail, agent_id=agent_id)
    if code is None:  # a word without any detail
        return VendorError(reason=reason, agent_id=agent_id)
    return VendorError(code=code, message=reason)


def failure(answer: Answer, call: Call, fields: Iterable[Field] = AGORA_5_FIELDS) -> CallFailed:
    """The typed failure for an answer that is no success; `fields` are those that it may name."""
    said = read_error(answer.exchange.response)
    if said is None and not (answer.empty and answer.status >= 400 and answer.status != 404):
        return unreadable(answer)
    said = said or VendorError()
    entry = fitted(_entry(call, answer.status, said), call, said.task_id)
    note = entry.note(
        code=_shown_code(said, answer.status),
        vendor_message=said.message,
        request_id=answer.exchange.request_id,
        field=entry.field or (field_named(said.message, fields) if entry.key in NAMES_A_FIELD else ""),
    )
    return CallFailed(note, exchange=answer.exchange, earlier=answer.earlier, vendor_task_id=said.task_id)


def builder_token_expired(answer: Answer) -> bool:
    """Whether a start was refused because 5 minutes have passed since acquire (agora.md §3.1)."""
    said = read_error(answer.exchange.response)
    return said is not None and _entry(Call.START, answer.status, said) is BUILDER_TOKEN_EXPIRED


def unsettled(answer: Answer) -> CallFailed:
    """The failure for a question about a lost start that came too late for its builder token."""
    said = failure(answer, Call.START).note
    note = replace(
        said,
        kind=FailureKind.AMBIGUOUS,
        meaning=T("Whether the start arrived can't be found out: its builder token is older than 5 minutes."),
        remedy=T(
            "If a bot joined, it leaves once its channel has been idle for its limit, and after 24 hours at most."
        ),
    )
    return CallFailed(note, exchange=answer.exchange, earlier=answer.earlier)


def foreign_name(refusal: CallFailed) -> CallFailed:
    """The failure of a start under a name that somebody chose: whose task has it already can't be known."""
    note = replace(refusal.note, kind=FailureKind.DUPLICATE, meaning=NAME_IN_USE.meaning, remedy=NAME_IN_USE.remedy)
    return CallFailed(note, exchange=refusal.exchange)


def not_listed_yet() -> CallFailed:
    """The failure of a search for a start that was sent just now: the list may be behind."""
    return CallFailed(NOT_LISTED_YET.note())


def field_named(message: str, fields: Iterable[Field] = AGORA_5_FIELDS) -> str:
    """Key of the field whose path a vendor's message names, the first of several; "" when it names none."""
    paths = {each.path: each.key for each in reversed(tuple(fields)) if each.path}
    # Either is the place of these settings (agora.md §14, C4).
    said = message.replace("captionConfig.extensionParams.", "extensionParams.")
    named = [path for path in paths if _names(said, path)]
    return paths[max(named, key=len)] if named else ""


def _names(message: str, path: str) -> bool:
    # `languages` must not be found in `translateConfig.languages`.
    return re.search(rf"(?<![\w.]){re.escape(path)}(?!\w)", message) is not None


def _entry(call: Call, status: int, said: VendorError) -> CatalogueEntry:
    return entry_for(call, status, said.code, said.message, said.reason)


def _shown_code(said: VendorError, status: int) -> str:
    return str(said.code) if said.code is not None else said.reason or str(status)


def _code(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

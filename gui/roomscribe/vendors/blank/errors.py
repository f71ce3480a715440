"""Turns the blank vendor's error answers into typed failures."""

from __future__ import annotations

from roomscribe.domain.errors import CallFailed
from roomscribe.net.call import Answer, unreadable
from roomscribe.vendors.blank.catalogue import ERRORS, UNKNOWN
from roomscribe.vendors.blank.fields import FIELDS

_BY_CODE = {each.code: each for each in ERRORS.entries}


def failure(answer: Answer) -> CallFailed:
    """The typed failure for an answer that is no success."""
    body = answer.exchange.response  # the redacted one: vendors repeat what they were sent
    if not isinstance(body, dict) or "code" not in body:
        return unreadable(answer)
    code = str(body["code"])
    note = _BY_CODE.get(code, UNKNOWN).note(
        code=code,
        vendor_message=str(body.get("message", "")),
        request_id=answer.exchange.request_id,
        field=next((each.key for each in FIELDS if each.path == body.get("field")), ""),
    )
    return CallFailed(note, exchange=answer.exchange, vendor_task_id=str(body.get("task", "")))

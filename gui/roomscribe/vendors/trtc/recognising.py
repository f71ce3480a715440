"""Tells TRTC's requests by their headers, their host, or their shape (tencent.md §1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from roomscribe.domain.written_requests import NAMED, Purpose, Recognised, WrittenRequest

_HOST = re.compile(r"trtc\.(?:(?P<region>[a-z]+-[a-z]+)\.)?(?P<intl>intl\.)?tencentcloudapi\.com")
_BY_SHAPE, _PERHAPS = 60, 20


def recognise(request: WrittenRequest, calls: Mapping[str, Purpose], shape: frozenset[str]) -> Recognised | None:
    """What a generation with these calls takes a request for; `shape` are names that only its start has."""
    where = _where(request)
    action = _action(request)
    account = _account(request.body)
    if action:
        # The vendor's SDK writes the first letter large (tencent.md §1.3).
        call = next((name for name in calls if name.casefold() == action.casefold()), None)
        if call is None:
            return None
        return Recognised(call=call, purpose=calls[call], certainty=NAMED, account=account, **where)
    names = frozenset(request.body) if isinstance(request.body, dict) else frozenset()
    start = next(name for name, purpose in calls.items() if purpose is Purpose.START)
    if names & shape:
        return Recognised(call=start, purpose=Purpose.START, certainty=_BY_SHAPE, account=account, **where)
    if {"SdkAppId", "RoomId"} <= names:
        return Recognised(call=start, purpose=Purpose.START, certainty=_PERHAPS, account=account, **where)
    return None


def _action(request: WrittenRequest) -> str:
    named = parse_qs(_query(request.url)).get("Action", [""])
    return request.headers.get("x-tc-action", "").strip() or named[0].strip()


def _query(url: str) -> str:
    try:
        return urlsplit(url).query
    except ValueError:
        return ""


def _where(request: WrittenRequest) -> dict[str, str]:
    found = _HOST.search(request.url) or _HOST.search(request.headers.get("host", ""))
    region = request.headers.get("x-tc-region", "").strip()
    if found is None:
        return {"site": "", "region": region}
    return {"site": "intl" if found["intl"] else "cn", "region": region or found["region"] or ""}


def _account(body: object) -> dict[str, str]:
    app = body.get("SdkAppId") if isinstance(body, dict) else None
    if isinstance(app, bool) or not isinstance(app, (int, str)) or len(str(app)) > 20:
        return {}
    return {"sdk_app_id": str(app)}

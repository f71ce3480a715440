"""Tells Agora's requests by their address, or by the shape of their body (agora.md §1, §3, §4.1, §6)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roomscribe.domain.written_requests import NAMED, Purpose, Recognised, WrittenRequest
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.limits import AgoraLimits
from roomscribe.vendors.agora.old_bodies import OLD

_TASKS = re.compile(r"/v1/projects/(?P<app>[^/?#]*)/rtsc/speech-to-text(?P<rest>[^?#]*)")
_AGENTS = re.compile(r"(?P<cn>/cn)?/api/speech-to-text/v1/projects/(?P<app>[^/?#]*)(?P<rest>[^?#]*)")
_APP = re.compile(r"[0-9A-Fa-f]{32}")
_SHAPE, _LESS, _LEAST = 60, 50, 40
"""How sure a body's shape makes."""
_PARTS = frozenset(
    {
        "languages",
        "uidLanguagesConfig",
        "maxIdleTime",
        "keywords",
        "rtcConfig",
        "translateConfig",
        "captionConfig",
        "extensionParams",
    }
)
"""Members of the flat bodies."""


def recognise_task(request: WrittenRequest, *, limits: AgoraLimits) -> Recognised | None:
    """What 5.x and 6.x take a request for; which of them it is only the body's limits can tell."""
    if (found := _TASKS.search(request.url)) is not None:
        call, purpose = _task_call(request.method, found["rest"])
        # 4.x, which both can read, was nearer to the older one.
        old = isinstance(request.body, dict) and OLD in request.body
        sure = NAMED - 1 if old and limits.speakers_with_languages else NAMED
        return _found(request, found["app"], call, purpose, sure)
    names = _names(request.body)
    if _AGENTS.search(request.url):
        return None
    if OLD in names and "config" in names:
        sure = _LESS if limits.speakers_with_languages else _SHAPE
        return _found(request, "", Call.START, Purpose.START, sure)
    if "instanceId" in names and not names & _PARTS:
        return _found(request, "", Call.ACQUIRE, Purpose.PREPARE, _SHAPE)
    if not names & _PARTS:
        return None
    rtc = request.body["rtcConfig"] if isinstance(request.body, dict) and "rtcConfig" in names else None
    two_bots = isinstance(rtc, dict) and "subBotUid" in rtc
    newer = bool(names & {"name", "keywords", "extensionParams"})
    return _by_shape(request, Call.START, Call.UPDATE, _LEAST if newer else _SHAPE if two_bots else _LESS)


def recognise_agent(request: WrittenRequest) -> Recognised | None:
    """What 7.x takes a request for."""
    if (found := _AGENTS.search(request.url)) is not None:
        call, purpose = _agent_call(request.method, found["rest"])
        return _found(request, found["app"], call, purpose, NAMED, cn=bool(found["cn"]))
    names = _names(request.body)
    if _TASKS.search(request.url) or OLD in names or not names & _PARTS:
        return None
    rtc = request.body["rtcConfig"] if isinstance(request.body, dict) and "rtcConfig" in names else None
    one_bot = isinstance(rtc, dict) and "pubBotUid" in rtc and "subBotUid" not in rtc
    newer = bool(names & {"name", "keywords", "extensionParams"})
    return _by_shape(request, Call.JOIN, Call.UPDATE, _SHAPE + 1 if newer or one_bot else _LESS)


def _by_shape(request: WrittenRequest, start: Call, update: Call, sure: int) -> Recognised:
    rtc = request.body.get("rtcConfig") if isinstance(request.body, dict) else None
    begins = isinstance(rtc, dict) and "channelName" in rtc
    return _found(request, "", start if begins else update, Purpose.START if begins else Purpose.CHANGE, sure)


def _found(
    request: WrittenRequest, app: str, call: Call, purpose: Purpose, certainty: int, *, cn: bool = False
) -> Recognised:
    host = request.url or request.headers.get("host", "")
    site = "cn" if cn or "sd-rtn.com" in host else "global" if "agora.io" in host else ""
    account = {"app_id": app} if _APP.fullmatch(app) else {}
    return Recognised(call=call, purpose=purpose, certainty=certainty, site=site, account=account)


def _task_call(method: str, rest: str) -> tuple[Call, Purpose]:
    parts = [part for part in rest.split("/") if part]
    match parts, method:
        case ["builderTokens"], _:
            return Call.ACQUIRE, Purpose.PREPARE
        case ["tasks"], _:
            return Call.START, Purpose.START
        case ["tasks", _], "PATCH" | "":
            return Call.UPDATE, Purpose.CHANGE
        case ["tasks", _], "DELETE":
            return Call.STOP, Purpose.OTHER
        case _:
            return Call.QUERY, Purpose.OTHER


def _agent_call(method: str, rest: str) -> tuple[Call, Purpose]:
    match [part for part in rest.split("/") if part]:
        case ["join"]:
            return Call.JOIN, Purpose.START
        case ["agents", _, "update"]:
            return Call.UPDATE, Purpose.CHANGE
        case ["agents", _, "leave"]:
            return Call.LEAVE, Purpose.OTHER
        case ["agents"]:
            return Call.LIST, Purpose.OTHER
        case _:
            return Call.QUERY, Purpose.OTHER


def _names(body: object) -> frozenset[str]:
    members: Iterable[str] = body if isinstance(body, dict) else ()
    return frozenset(members)

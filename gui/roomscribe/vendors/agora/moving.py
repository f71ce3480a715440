"""What each generation knows about drafts and requests from elsewhere (agora.md §6.8)."""

from __future__ import annotations

from functools import partial

from roomscribe.domain.fields import Value
from roomscribe.domain.remarks import Reading
from roomscribe.domain.text import T
from roomscribe.domain.written_requests import Recognised, WrittenRequest
from roomscribe.vendors.agora.limits import AgoraLimits
from roomscribe.vendors.moving import Moving

IDLE_DEFAULT = 30
"""Seconds (agora.md §3.2, §6.1)."""


def moving(limits: AgoraLimits, *, agents: bool = False) -> Moving:
    """The side of a generation with these limits; `agents` says that it has the calls of 7.x."""
    alone = T("The caption bot listens, too; a second bot is no longer needed.")
    return Moving(
        recognise=_recognise_agent if agents else partial(_recognise_task, limits=limits),
        read_body=partial(_read, limits=limits),
        with_languages=speak,
        idle_default=IDLE_DEFAULT,
        not_taken={} if limits.listening_bot else {"sub_bot_uid": alone, "sub_bot_token": alone},
    )


def speak(spoken: tuple[str, ...], targets: tuple[str, ...]) -> dict[str, Value]:
    """Every spoken language is translated to each of the others."""
    rows = [(source, tuple(target for target in targets if target != source)) for source in spoken]
    pairs = tuple({"source": source, "target": others} for source, others in rows if others)
    return {"languages": spoken, "translate": bool(pairs), "translations": pairs}


def _recognise_task(request: WrittenRequest, *, limits: AgoraLimits) -> Recognised | None:
    # Loaded when somebody pastes something.
    from roomscribe.vendors.agora.recognising import recognise_task

    return recognise_task(request, limits=limits)


def _recognise_agent(request: WrittenRequest) -> Recognised | None:
    from roomscribe.vendors.agora.recognising import recognise_agent

    return recognise_agent(request)


def _read(call: str, body: object, site: str, *, limits: AgoraLimits) -> Reading:
    from roomscribe.vendors.agora.body_reading import read_body

    return read_body(call, body, site, limits=limits)

"""Who the simulated cloud lets in: Basic credentials, the token header, and the bots' RTC tokens."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from dataclasses import dataclass

from roomscribe.simulator.clock import SpeedClock
from roomscribe.vendors.agora.simulator_answers import Refusal, wrong_credentials
from roomscribe.vendors.agora.simulator_bodies import StartRequest
from roomscribe.vendors.agora.simulator_doubts import AccessSettings, TokenHeader
from roomscribe.vendors.agora.simulator_tasks import Project
from roomscribe.vendors.agora.tokens import Privilege, ServiceType, Token, TokenUnreadable, decode, verify

EXPIRED = "Token is expired"
INVALID = "Invalid token"
"""agora.md §2.2: the texts of the token header; the bots' tokens borrow them."""

_HEADER = re.compile(r"agora token=(\"?)([^\"\s]+)\1", re.IGNORECASE)


@dataclass(frozen=True)
class Keys:
    """A customer's REST credentials."""

    customer_id: str
    customer_secret: str


def check_credentials(header: str, keys: Keys, project: Project | None, now: float, doubts: AccessSettings) -> None:
    """agora.md §2: Basic, or a 007 token of the project, quoted or not."""
    found = _HEADER.fullmatch(header)
    if found and doubts.token_header is not TokenHeader.REFUSED:
        written = TokenHeader.QUOTED if found[1] else TokenHeader.BARE
        well_written = doubts.token_header in (TokenHeader.EITHER, written)
        fault = _header_fault(found[2], project, now, doubts) if well_written else INVALID
        if fault:
            raise Refusal(401, fault)
        return
    scheme, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise wrong_credentials() from None
    expected = f"{keys.customer_id}:{keys.customer_secret}".encode()
    if scheme.lower() != "basic" or not hmac.compare_digest(given, expected):
        raise wrong_credentials()


def bot_token_fault(wish: StartRequest, project: Project, now: float) -> tuple[str, str] | None:
    """The first bot that could not join: path of its token, and why. None when both can (agora.md §3.2, §13)."""
    if not project.certificate:
        return None
    bots = [("rtcConfig.pubBotToken", wish.pub_bot_token, wish.pub_bot_uid)]
    if wish.sub_bot_uid != wish.pub_bot_uid:  # one bot for both, as 7.x has it, needs one token
        bots.insert(0, ("rtcConfig.subBotToken", wish.sub_bot_token, wish.sub_bot_uid))
    for path, text, uid in bots:
        if fault := _bot_fault(text, project, wish.channel, uid, now):
            return path, fault
    return None


def bot_token_end(wish: StartRequest, clock: SpeedClock) -> float | None:
    """World time when the caption bot's token, that was checked before, admits it no more; None where it has none."""
    try:
        token = decode(wish.pub_bot_token)
    except TokenUnreadable:
        return None
    return clock.now() + token.allows_until(Privilege.JOIN_CHANNEL) - clock.wall()


def _bot_fault(text: str, project: Project, channel: str, uid: str, now: float) -> str:
    token = _signed(text, project)
    # A token for uid 0 is packed without a uid, and admits every user.
    if token is None or token.channel != channel or token.uid not in ("", uid):
        return INVALID
    return "" if token.allows(Privilege.JOIN_CHANNEL, now) else EXPIRED


def _header_fault(text: str, project: Project | None, now: float, doubts: AccessSettings) -> str:
    token = _signed(text, project) if project else None
    if token is None:
        return INVALID
    if doubts.token_header_service and all(each.type != ServiceType.STT for each in token.services):
        return INVALID
    return "" if now < token.expires_at else EXPIRED


def _signed(text: str, project: Project) -> Token | None:
    """The token, if this project signed it."""
    try:
        token = decode(text)
    except TokenUnreadable:
        return None
    if not project.certificate or token.app_id != project.app_id:
        return None
    return token if verify(token, project.certificate) else None

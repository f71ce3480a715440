"""Who the simulated cloud lets in: Basic credentials, the token header, and the bots' RTC tokens."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from dataclasses import dataclass

from roomscribe.vendors.agora.simulator_answers import Refusal, wrong_credentials
from roomscribe.vendors.agora.simulator_bodies import StartRequest
from roomscribe.vendors.agora.simulator_tasks import Project
from roomscribe.vendors.agora.tokens import Privilege, Token, TokenUnreadable, decode, verify

EXPIRED = "Token is expired"
INVALID = "Invalid token"
"""agora.md §2.2: the texts of the token header; the bots' tokens borrow them."""

_HEADER = re.compile(r"agora token=(\"?)([^\"\s]+)\1", re.IGNORECASE)


@dataclass(frozen=True)
class Keys:
    """A customer's REST credentials."""

    customer_id: str
    customer_secret: str


def check_credentials(header: str, keys: Keys, project: Project | None, now: float) -> None:
    """agora.md §2: Basic, or a 007 token of the project, quoted or not."""
    if found := _HEADER.fullmatch(header):
        if fault := _header_fault(found[2], project, now):
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


def bot_token_lasts(wish: StartRequest, now: float) -> float | None:
    """Seconds for which the caption bot's token, that was checked before, admits it; None where it has none."""
    try:
        token = decode(wish.pub_bot_token)
    except TokenUnreadable:
        return None
    return token.allows_until(Privilege.JOIN_CHANNEL) - now


def _bot_fault(text: str, project: Project, channel: str, uid: str, now: float) -> str:
    token = _signed(text, project)
    # A token for uid 0 is packed without a uid, and admits every user.
    if token is None or token.channel != channel or token.uid not in ("", uid):
        return INVALID
    return "" if token.allows(Privilege.JOIN_CHANNEL, now) else EXPIRED


def _header_fault(text: str, project: Project | None, now: float) -> str:
    token = _signed(text, project) if project else None
    if token is None:
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

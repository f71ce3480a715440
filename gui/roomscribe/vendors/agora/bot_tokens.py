"""The RTC tokens with which the two bots join the channel: made here, pasted, or none (agora.md §3.2, §13.1)."""

from __future__ import annotations

from collections.abc import Iterable

from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Account
from roomscribe.vendors.agora.bot_fields import TOKENS_MADE, TOKENS_PASTED
from roomscribe.vendors.agora.model import BotTokens
from roomscribe.vendors.agora.token_life import token_life
from roomscribe.vendors.agora.tokens import PUBLISHER, SUBSCRIBER, Privilege, build, rtc_service


def bot_tokens(account: Account, values: Values, runs_for: float, now: float) -> BotTokens:
    """Both bots' tokens as the form wishes. `now` is the vendor's time: it judges whether a token has expired."""
    match values.get("bot_tokens"):
        case str(source) if source == TOKENS_MADE:
            life = token_life(runs_for)
            listening = values.get("sub_bot_uid")  # none where the caption bot listens, too
            return BotTokens(
                sub=_made(account, values, "sub_bot_uid", SUBSCRIBER, life, now) if listening else None,
                # Captions travel as a data stream, which only a publisher may send.
                pub=_made(account, values, "pub_bot_uid", PUBLISHER, life, now),
            )
        case str(source) if source == TOKENS_PASTED:
            return BotTokens(sub=_typed(values, "sub_bot_token"), pub=_typed(values, "pub_bot_token"))
        case _:
            return BotTokens()


def _made(
    account: Account, values: Values, uid_key: str, privileges: Iterable[Privilege], life: int, now: float
) -> str:
    service = rtc_service(str(values.get("channel")), str(values.get(uid_key)), privileges, life)
    return build(
        app_id=account.get("app_id"),
        certificate=account.get("app_certificate"),
        services=(service,),
        issued_at=int(now),
        lives_for=life,
    )


def _typed(values: Values, key: str) -> str | None:
    value = values.get(key)
    return value if isinstance(value, str) and value else None

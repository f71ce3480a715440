"""The header with which a call says whose it is, where that is a 007 token (agora.md §2.2)."""

from __future__ import annotations

from roomscribe.domain.profiles import Account
from roomscribe.vendors.agora.account import BARE_TOKEN, SIGN_IN, TOKEN
from roomscribe.vendors.agora.tokens import SUBSCRIBER, build, rtc_service

LIFE = 600
"""Seconds: a token is made for one call, and clocks may differ by minutes."""


def signs_in_by_token(account: Account) -> bool:
    """Whether this account's calls carry a token; the others carry Basic credentials."""
    return account.get(SIGN_IN) in (TOKEN, BARE_TOKEN)


def sign_in_token(account: Account, channel: str, now: float) -> str:
    """A token for one call about this channel; "" where the call has none. `now` is the vendor's time.

    The page makes it from App ID, App Certificate, channel and uid. Calls about a task name no channel, and no page
    says that it is compared with anything.
    """
    return build(
        app_id=account.get("app_id"),
        certificate=account.get("app_certificate"),
        services=(rtc_service(channel, "", SUBSCRIBER, LIFE),),
        issued_at=int(now),
        lives_for=LIFE,
    )


def authorization(account: Account, token: str) -> str:
    """The header's value, with or without quotes."""
    return f"agora token={token}" if account.get(SIGN_IN) == BARE_TOKEN else f'agora token="{token}"'

"""The requests a start would send, for showing and copying: every secret replaced."""

from __future__ import annotations

from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Profile
from roomscribe.net.redaction import Redactor
from roomscribe.vendors.agora.catalogue import Call
from roomscribe.vendors.agora.fields import TOKENS_MADE, TOKENS_PASTED
from roomscribe.vendors.agora.model import BotTokens, build_start
from roomscribe.vendors.agora.wire import BOT_TOKEN_NAMES, SECRET_NAMES, base_url, project_path
from roomscribe.vendors.protocol import MADE_LATER, CallPreview


def preview(values: Values, profile: Profile) -> tuple[CallPreview, ...]:
    """Acquire and start (agora.md §3.1, §3.2); tolerates a half-filled form."""
    root = base_url(profile) + project_path(profile.account.get("app_id", ""))
    source = values.get("bot_tokens")
    tokens = BotTokens()
    hidden = set(SECRET_NAMES)
    if source == TOKENS_MADE:
        tokens = BotTokens(sub=MADE_LATER, pub=MADE_LATER)
        hidden -= set(BOT_TOKEN_NAMES)
    elif source == TOKENS_PASTED:
        tokens = BotTokens(sub=str(values.get("sub_bot_token") or ""), pub=str(values.get("pub_bot_token") or ""))
    instance = values.get("instance_id") or MADE_LATER
    return (
        CallPreview(call=Call.ACQUIRE, method="POST", url=f"{root}/builderTokens", body={"instanceId": str(instance)}),
        CallPreview(
            call=Call.START,
            method="POST",
            url=f"{root}/tasks?builderToken=({MADE_LATER})",
            body=Redactor(hidden).data(build_start(values, tokens)),
        ),
    )

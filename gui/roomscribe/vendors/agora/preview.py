"""The requests a start would send, for showing and copying: every secret replaced."""

from __future__ import annotations

from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Profile
from roomscribe.net.redaction import Redactor
from roomscribe.vendors.agora.bot_fields import TOKENS_MADE, TOKENS_PASTED
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.limits import AGORA_5, AGORA_7, AgoraLimits
from roomscribe.vendors.agora.model import BotTokens, build_start
from roomscribe.vendors.agora.wire import (
    AGENT_SITES,
    BOT_TOKEN_NAMES,
    SECRET_NAMES,
    SITES,
    agents_path,
    base_url,
    project_path,
)
from roomscribe.vendors.protocol import MADE_LATER, CallPreview


def preview(values: Values, profile: Profile, limits: AgoraLimits = AGORA_5) -> tuple[CallPreview, ...]:
    """Acquire and start (agora.md §3.1, §3.2); tolerates a half-filled form."""
    root = base_url(profile, SITES) + project_path(profile.account.get("app_id", ""))
    tokens, hide = _tokens(values)
    instance = values.get("instance_id") or MADE_LATER
    return (
        CallPreview(call=Call.ACQUIRE, method="POST", url=f"{root}/builderTokens", body={"instanceId": str(instance)}),
        CallPreview(
            call=Call.START,
            method="POST",
            url=f"{root}/tasks?builderToken=({MADE_LATER})",
            body=hide.data(build_start(values, tokens, limits)),
        ),
    )


def preview_join(values: Values, profile: Profile) -> tuple[CallPreview, ...]:
    """Join (agora.md §6.1), the only request of a 7.x start; tolerates a half-filled form."""
    tokens, hide = _tokens(values)
    name = str(values.get("instance_id") or MADE_LATER)
    url = f"{base_url(profile, AGENT_SITES)}{agents_path(profile.account.get('app_id', ''))}/join"
    body = hide.data(build_start(values, tokens, AGORA_7, name))
    return (CallPreview(call=Call.JOIN, method="POST", url=url, body=body),)


def _tokens(values: Values) -> tuple[BotTokens, Redactor]:
    """The tokens to show, and what hides the secrets."""
    listening = values.get("sub_bot_uid")
    if values.get("bot_tokens") == TOKENS_MADE:
        tokens = BotTokens(sub=MADE_LATER if listening else None, pub=MADE_LATER)
        return tokens, Redactor(set(SECRET_NAMES) - set(BOT_TOKEN_NAMES))
    tokens = BotTokens()
    if values.get("bot_tokens") == TOKENS_PASTED:
        pasted = str(values.get("sub_bot_token") or "")
        tokens = BotTokens(sub=pasted if listening else None, pub=str(values.get("pub_bot_token") or ""))
    return tokens, Redactor(SECRET_NAMES)

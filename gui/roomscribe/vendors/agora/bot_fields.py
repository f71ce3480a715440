"""The fields about the bots: under which user ids they join the channel, and with which tokens."""

from __future__ import annotations

from roomscribe.domain.fields import Choice, Field, FieldKind, Limits, Section, When
from roomscribe.domain.text import T
from roomscribe.vendors.agora.limits import AgoraLimits

TOKENS_MADE = "made"
TOKENS_PASTED = "pasted"
TOKENS_NONE = "none"
"""Where the bots' RTC tokens come from."""

PASTED = (When(key="bot_tokens", among=(TOKENS_PASTED,)),)
UID_LIMITS = Limits(pattern=r"[1-9][0-9]{0,9}", pattern_hint=T("Enter a whole number from 1 to 4294967295."))


def bot_fields(limits: AgoraLimits) -> tuple[Field, ...]:
    """The bots that every task of this generation has (agora.md §3.2, §6.1)."""
    caption, sources, token = _caption_bot(limits), _token_source(), _caption_token()
    if not limits.listening_bot:
        return (caption, sources, token)
    return (_listening_bot(limits), caption, sources, _listening_token(limits), token)


def deprecated_bot_fields(limits: AgoraLimits) -> tuple[Field, ...]:
    """The listening bot of generations in which the caption bot listens, too (agora.md §14, C3)."""
    return () if limits.listening_bot else (_listening_bot(limits), _listening_token(limits))


def _listening_bot(limits: AgoraLimits) -> Field:
    usual = T("User id under which the bot listens. Nobody else in the channel may use it.")
    deprecated = T("Leave it empty: the caption bot listens, too. Agora still takes an id of its own here.")
    section = Section.USER if limits.listening_bot else Section.ADVANCED
    return Field(
        key="sub_bot_uid",
        kind=FieldKind.TEXT,
        section=section,
        label=T("Listening bot"),
        help=usual if limits.listening_bot else deprecated,
        path="rtcConfig.subBotUid",
        required=limits.listening_bot,
        default="47091" if limits.listening_bot else None,
        limits=UID_LIMITS,
    )


def _caption_bot(limits: AgoraLimits) -> Field:
    differs = T("User id that sends the captions into the channel. It must differ from the listening bot.")
    alone = T("User id that listens and sends the captions into the channel. Nobody else in the channel may use it.")
    return Field(
        key="pub_bot_uid",
        kind=FieldKind.TEXT,
        section=Section.USER,
        label=T("Caption bot"),
        help=differs if limits.listening_bot else alone,
        path="rtcConfig.pubBotUid",
        required=True,
        default="88222",
        limits=UID_LIMITS,
    )


def _token_source() -> Field:
    return Field(
        key="bot_tokens",
        kind=FieldKind.CHOICE,
        section=Section.USER,
        label=T("Bot tokens"),
        help=T("A project with an App Certificate admits bots with a token only."),
        default=TOKENS_MADE,
        required=True,
        choices=(
            Choice(
                value=TOKENS_MADE,
                label=T("Made by the console"),
                help=T("Made from the App Certificate when you start. The certificate stays on this computer."),
            ),
            Choice(value=TOKENS_PASTED, label=T("Pasted"), help=T("You paste tokens made elsewhere.")),
            Choice(value=TOKENS_NONE, label=T("None"), help=T("For projects whose App Certificate is off.")),
        ),
    )


def _listening_token(limits: AgoraLimits) -> Field:
    section = Section.USER if limits.listening_bot else Section.ADVANCED
    return Field(
        key="sub_bot_token",
        kind=FieldKind.TEXT,
        section=section,
        label=T("Token of the listening bot"),
        help=T("An RTC token (007…) for this channel and the listening bot's user id."),
        path="rtcConfig.subBotToken",
        required=True,
        secret=True,
        shown_when=(*PASTED, When(key="sub_bot_uid")),
    )


def _caption_token() -> Field:
    return Field(
        key="pub_bot_token",
        kind=FieldKind.TEXT,
        section=Section.USER,
        label=T("Token of the caption bot"),
        help=T("An RTC token (007…) for this channel and the caption bot's user id, with the right to publish."),
        path="rtcConfig.pubBotToken",
        required=True,
        secret=True,
        shown_when=PASTED,
    )

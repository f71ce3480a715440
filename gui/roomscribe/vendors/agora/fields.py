"""The fields of a start request that every task needs, declared once: room, bots, languages, translation."""

from __future__ import annotations

from roomscribe.domain.fields import Choice, Column, Field, FieldKind, Limits, Section, When
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import T
from roomscribe.vendors.agora.advanced_fields import advanced_fields
from roomscribe.vendors.agora.limits import (
    AGORA_5,
    CHANNEL_BYTES,
    CHANNEL_PATTERN,
    AgoraLimits,
)

TOKENS_MADE = "made"
TOKENS_PASTED = "pasted"
TOKENS_NONE = "none"
"""Where the bots' RTC tokens come from."""

UID = Limits(pattern=r"[1-9][0-9]{0,9}", pattern_hint=T("Enter a whole number from 1 to 4294967295."))
UID_OR_ALL = r"all|[1-9][0-9]{0,9}"


def agora_fields(limits: AgoraLimits) -> tuple[Field, ...]:
    """The form of a generation with these limits (agora.md §3.1, §3.2), in the order in which it is shown."""
    return (
        *_room(limits),
        *_users(limits),
        *_languages(limits),
        *_translation(limits),
        *advanced_fields(limits),
    )


def _room(limits: AgoraLimits) -> tuple[Field, ...]:
    return (
        Field(
            key="channel",
            kind=FieldKind.TEXT,
            section=Section.ROOM,
            label=T("Channel"),
            help=T("The channel (room) to transcribe. Capital and small letters differ."),
            path="rtcConfig.channelName",
            required=True,
            limits=Limits(
                max_bytes=CHANNEL_BYTES,
                pattern=CHANNEL_PATTERN,
                pattern_hint=T("Use English letters, digits, spaces and common signs only."),
            ),
        ),
        Field(
            key="max_idle_time",
            kind=FieldKind.INTEGER,
            section=Section.ROOM,
            label=T("Leave a quiet room after"),
            help=T("When nobody has sent sound for this long, the vendor ends the task."),
            path="maxIdleTime",
            default=30,
            placeholder=T("30"),
            unit=T("seconds"),
            limits=Limits(minimum=limits.idle_seconds[0], maximum=limits.idle_seconds[1]),
        ),
    )


def _users(limits: AgoraLimits) -> tuple[Field, ...]:
    pasted = (When(key="bot_tokens", among=(TOKENS_PASTED,)),)
    return (
        Field(
            key="sub_bot_uid",
            kind=FieldKind.TEXT,
            section=Section.USER,
            label=T("Listening bot"),
            help=T("User id under which the bot listens. Nobody else in the channel may use it."),
            path="rtcConfig.subBotUid",
            required=True,
            default="47091",
            limits=UID,
        ),
        Field(
            key="pub_bot_uid",
            kind=FieldKind.TEXT,
            section=Section.USER,
            label=T("Caption bot"),
            help=T("User id that sends the captions into the channel. It must differ from the listening bot."),
            path="rtcConfig.pubBotUid",
            required=True,
            default="88222",
            limits=UID,
        ),
        Field(
            key="bot_tokens",
            kind=FieldKind.CHOICE,
            section=Section.USER,
            label=T("Bot tokens"),
            help=T("A project with an App Certificate admits the bots with a token only."),
            default=TOKENS_MADE,
            required=True,
            choices=(
                Choice(
                    value=TOKENS_MADE,
                    label=T("Made by the console"),
                    help=T("Made from the App Certificate when you start. The certificate stays on this computer."),
                ),
                Choice(value=TOKENS_PASTED, label=T("Pasted"), help=T("You paste two tokens made elsewhere.")),
                Choice(value=TOKENS_NONE, label=T("None"), help=T("For projects whose App Certificate is off.")),
            ),
        ),
        Field(
            key="sub_bot_token",
            kind=FieldKind.TEXT,
            section=Section.USER,
            label=T("Token of the listening bot"),
            help=T("An RTC token (007…) for this channel and the listening bot's user id."),
            path="rtcConfig.subBotToken",
            required=True,
            secret=True,
            shown_when=pasted,
        ),
        Field(
            key="pub_bot_token",
            kind=FieldKind.TEXT,
            section=Section.USER,
            label=T("Token of the caption bot"),
            help=T("An RTC token (007…) for this channel and the caption bot's user id, with the right to publish."),
            path="rtcConfig.pubBotToken",
            required=True,
            secret=True,
            shown_when=pasted,
        ),
        Field(
            key="subscribe_uids",
            kind=FieldKind.TEXTS,
            section=Section.USER,
            label=T("Listen to"),
            help=T("User ids to transcribe. Leave it empty, or enter “all”, to listen to everybody."),
            path="rtcConfig.subscribeAudioUids",
            placeholder=T("everybody"),
            limits=Limits(
                max_items=limits.subscribed_uids,
                pattern=UID_OR_ALL,
                pattern_hint=T("Enter a whole number from 1 to 4294967295."),
            ),
            updatable=True,
        ),
    )


def _languages(limits: AgoraLimits) -> tuple[Field, ...]:
    return (
        Field(
            key="languages",
            kind=FieldKind.LANGUAGES,
            section=Section.LANGUAGE,
            label=T("Spoken languages"),
            help=T("What people speak in the room. One language gives better results than two, and costs less."),
            path="languages",
            required=True,
            limits=Limits(min_items=1, max_items=limits.languages),
            language_use=LanguageUse.RECOGNISE,
            updatable=True,
        ),
    )


def _translation(limits: AgoraLimits) -> tuple[Field, ...]:
    on = (When(key="translate", among=(True,)),)
    low, high = limits.force_translate_seconds
    return (
        Field(
            key="translate",
            kind=FieldKind.FLAG,
            section=Section.TRANSLATION,
            label=T("Translate"),
            help=T("Adds translations to the captions. Each target language is charged."),
            path="translateConfig.enable",
            updatable=True,
        ),
        Field(
            key="translations",
            kind=FieldKind.TABLE,
            section=Section.TRANSLATION,
            label=T("Translations"),
            help=T("From which spoken language into which others. The spoken language should stand above, too."),
            path="translateConfig.languages",
            required=True,
            limits=Limits(min_items=1, max_items=limits.sources_at_start),
            columns=(
                Column(
                    key="source",
                    kind=FieldKind.LANGUAGE,
                    label=T("From"),
                    language_use=LanguageUse.RECOGNISE,
                ),
                Column(
                    key="target",
                    kind=FieldKind.LANGUAGES,
                    label=T("Into"),
                    limits=Limits(min_items=1, max_items=limits.targets),
                    language_use=LanguageUse.TRANSLATE_TO,
                ),
            ),
            shown_when=on,
            updatable=True,
        ),
        Field(
            key="force_translate_interval",
            kind=FieldKind.INTEGER,
            section=Section.TRANSLATION,
            label=T("Translate at least every"),
            help=T("How long a translation may wait for the end of a sentence."),
            path="translateConfig.forceTranslateInterval",
            placeholder=T("3"),
            unit=T("seconds"),
            limits=Limits(minimum=low, maximum=high),
            shown_when=on,
        ),
    )


AGORA_5_FIELDS = agora_fields(AGORA_5)

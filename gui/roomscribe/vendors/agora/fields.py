"""The fields of a start request that every task needs, declared once: room, bots, languages, translation."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from roomscribe.domain.fields import Column, Field, FieldKind, Limits, Section, When
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import T, Text
from roomscribe.vendors.agora.advanced_fields import advanced_fields
from roomscribe.vendors.agora.bot_fields import UID_LIMITS, bot_fields, deprecated_bot_fields
from roomscribe.vendors.agora.limits import (
    AGORA_5,
    ALL_SPEAKERS,
    CHANNEL_BYTES,
    CHANNEL_PATTERN,
    AgoraLimits,
)

UID_OR_ALL = rf"{ALL_SPEAKERS}|{UID_LIMITS.pattern}"


@cache
def agora_fields(limits: AgoraLimits) -> tuple[Field, ...]:
    """The form of a generation with these limits (agora.md §3.1, §3.2, §4, §6.1), in the order in which it is shown."""
    return (
        *_room(limits),
        *bot_fields(limits),
        *_speakers(limits),
        *_languages(limits),
        *_translation(limits),
        *deprecated_bot_fields(limits),
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
            help=_idle_help(limits),
            path="maxIdleTime",
            required=True,
            default=30,
            unit=T("s"),
            limits=Limits(minimum=limits.idle_seconds[0], maximum=limits.idle_seconds[1]),
        ),
    )


def _idle_help(limits: AgoraLimits) -> Text:
    if limits.idle_seconds[0] == 0:
        return T(
            "When nobody has sent sound for this long, the vendor ends the task, also while this console is closed. "
            "Sent with every start. 0 means never: then the bot stays, and is charged, until somebody stops it, or for "
            "72 hours."
        )
    return T(
        "When nobody has sent sound for this long, the vendor ends the task, also while this console is closed. Sent "
        "with every start."
    )


def _speakers(limits: AgoraLimits) -> tuple[Field, ...]:
    most, advised = limits.subscribed_uids, limits.subscribed_uids_advised
    everybody = T("User ids to transcribe. Leave it empty, or enter “all”, to listen to everybody.")
    doubtful = T(
        "User ids to transcribe. Leave it empty, or enter “all”, to listen to everybody. Agora's page says both {most} "
        "and {advised}: more than {advised} may be refused.",
        most=most,
        advised=advised,
    )
    listened = (
        Field(
            key="subscribe_uids",
            kind=FieldKind.TEXTS,
            section=Section.USER,
            label=T("Listen to"),
            help=doubtful if advised else everybody,
            path="rtcConfig.subscribeAudioUids",
            placeholder=T("everybody"),
            limits=Limits(
                max_items=most,
                pattern=UID_OR_ALL,
                pattern_hint=UID_LIMITS.pattern_hint,
            ),
            updatable=True,
        ),
    )
    if not limits.unsubscribed_uids:
        return listened
    return (
        *listened,
        Field(
            key="unsubscribe_uids",
            kind=FieldKind.TEXTS,
            section=Section.USER,
            label=T("Do not listen to"),
            help=T("User ids to leave out. Use either this or “Listen to”, not both."),
            placeholder=T("nobody"),
            path="rtcConfig.unSubscribeAudioUids",
            limits=replace(UID_LIMITS, max_items=limits.unsubscribed_uids),
        ),
    )


def _languages(limits: AgoraLimits) -> tuple[Field, ...]:
    spoken = (
        Field(
            key="languages",
            kind=FieldKind.LANGUAGES,
            section=Section.LANGUAGE,
            label=T("Spoken languages"),
            help=T("What people speak in the room. One language gives better results than several, and costs less."),
            path="languages",
            required=True,
            limits=Limits(min_items=1, max_items=limits.languages),
            language_use=LanguageUse.RECOGNISE,
            updatable=True,
        ),
    )
    by_speaker = (
        Field(
            key="uid_languages",
            kind=FieldKind.TABLE,
            section=Section.LANGUAGE,
            label=T("Languages by speaker"),
            help=T("For people who speak something else than the rest of the room."),
            path="uidLanguagesConfig",
            limits=Limits(max_items=limits.speakers_with_languages),
            columns=(
                Column(key="uid", kind=FieldKind.TEXT, label=T("User id"), limits=UID_LIMITS),
                Column(
                    key="languages",
                    kind=FieldKind.LANGUAGES,
                    label=T("Speaks"),
                    limits=Limits(min_items=1, max_items=limits.languages_of_a_speaker),
                    language_use=LanguageUse.RECOGNISE,
                ),
            ),
            updatable=True,
        ),
    )
    keywords = (
        Field(
            key="keywords",
            kind=FieldKind.TEXTS,
            section=Section.LANGUAGE,
            label=T("Keywords"),
            help=T("Names and terms that the recognition should know."),
            path="keywords",
            limits=Limits(max_items=limits.keywords),
            updatable=True,
        ),
    )
    return (
        *spoken,
        *(by_speaker if limits.speakers_with_languages else ()),
        *(keywords if limits.keywords else ()),
    )


def _translation(limits: AgoraLimits) -> tuple[Field, ...]:
    on = (When(key="translate", among=(True,)),)
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
        *(_forced(*limits.force_translate_seconds) if limits.force_translate_seconds else ()),
    )


def _forced(low: int, high: int) -> tuple[Field, ...]:
    return (
        Field(
            key="force_translate_interval",
            kind=FieldKind.INTEGER,
            section=Section.TRANSLATION,
            label=T("Translate at least every"),
            help=T("How long a translation may wait for the end of a sentence."),
            path="translateConfig.forceTranslateInterval",
            placeholder=T("3"),
            unit=T("s"),
            limits=Limits(minimum=low, maximum=high),
            shown_when=(When(key="translate", among=(True,)),),
        ),
    )


AGORA_5_FIELDS = agora_fields(AGORA_5)

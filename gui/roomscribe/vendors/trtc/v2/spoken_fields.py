"""Spoken translation in version 2.0: a table of who is spoken for, in which language and voice (tencent.md §4.1)."""

from __future__ import annotations

from roomscribe.domain.fields import Choice, Column, Field, FieldKind, Limits, Section, When
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import T
from roomscribe.vendors.trtc.fields import USER_ID
from roomscribe.vendors.trtc.v2.voices import VOICES

TRANSLATING = "target_languages"
"""The field without which nothing is translated."""

VOICES_TABLE = Field(
    key="voices",
    kind=FieldKind.TABLE,
    section=Section.TRANSLATION,
    label=T("Spoken translation"),
    help=T(
        "Each row speaks one person's words in one of the languages above, as a user of its own in the room. It is "
        "billed by the character."
    ),
    path="TTSParam",
    columns=(
        Column(
            key="speaker",
            kind=FieldKind.TEXT,
            label=T("Person"),
            help=T("The user ID of the person who is translated. The bot must hear this person."),
            limits=USER_ID,
        ),
        Column(
            key="language",
            kind=FieldKind.LANGUAGE,
            label=T("Language"),
            help=T("One of the languages that are translated to."),
            language_use=LanguageUse.TRANSLATE_TO,
        ),
        Column(
            key="voice",
            kind=FieldKind.CHOICE,
            label=T("Voice"),
            help=T(
                "Each voice speaks its own languages only; the South-East Asian ones Indonesian, Thai and Vietnamese."
            ),
            choices=tuple(Choice(value=voice.id, label=voice.label) for voice in VOICES),
        ),
        Column(
            key="robot",
            kind=FieldKind.TEXT,
            label=T("Speaks as"),
            help=T("The user ID under which the voice is in the room; nobody else there may have it."),
            limits=USER_ID,
        ),
        Column(
            key="speed",
            kind=FieldKind.DECIMAL,
            label=T("Speed"),
            help=T("0.5 is half as fast, 2 twice as fast; 1 when left empty."),
            limits=Limits(minimum=0.5, maximum=2.0),
            required=False,
        ),
        Column(
            key="volume",
            kind=FieldKind.DECIMAL,
            label=T("Volume"),
            help=T("0 is silent, 10 is loudest; 1 when left empty."),
            limits=Limits(minimum=0, maximum=10),
            required=False,
        ),
        Column(
            key="pitch",
            kind=FieldKind.INTEGER,
            label=T("Pitch"),
            help=T("From -12, deepest, to 12, highest; 0 when left empty."),
            limits=Limits(minimum=-12, maximum=12),
            required=False,
        ),
    ),
    shown_when=(When(key=TRANSLATING),),
)

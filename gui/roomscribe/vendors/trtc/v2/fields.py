"""Every field of TRTC's CreateCloudTranscription that a person can fill in, declared once (tencent.md §4.1).

What means the same as in version 1.0 keeps its key and its words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from roomscribe.domain.fields import Column, Field, FieldKind, Limits, Section, When
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import T
from roomscribe.vendors.trtc import fields as v1
from roomscribe.vendors.trtc.v2.advanced_fields import ADVANCED
from roomscribe.vendors.trtc.v2.languages import DEFAULT_SPOKEN
from roomscribe.vendors.trtc.v2.spoken_fields import TRANSLATING, VOICES_TABLE

_V1 = {field.key: field for field in v1.FIELDS}


def _as_before(key: str, path: str, **changes: Any) -> Field:
    return replace(_V1[key], path=path, **changes)


_ROOM = (
    _as_before("room_type", "RoomIdType"),
    _as_before("room", "RoomId"),
    _as_before(
        "max_idle_time",
        "TranscriptionParam.MaxIdleTime",
        help=T(
            "The bot leaves by itself once nobody it hears has published sound for longer than this. Sent with every "
            "start: it ends a forgotten bot while this console is closed."
        ),
        default=30,
        limits=Limits(minimum=5, maximum=86400),
    ),
    Field(
        key="captions_in_room",
        kind=FieldKind.FLAG,
        section=Section.ROOM,
        label=T("Captions in the room"),
        help=T(
            "Sends the captions to everybody in the room. Tencent's own default is off: then nobody there sees any, "
            "so the console switches them on."
        ),
        path="TranscriptionParam.SendCustomMode",
        default=True,
    ),
)

_USER = (
    _as_before("bot_user_id", "TranscriptionParam.UserId"),
    _as_before("user_sig_source", ""),
    _as_before("user_sig", "TranscriptionParam.UserSig"),
    Field(
        key="heard_user_ids",
        kind=FieldKind.TEXTS,
        section=Section.USER,
        label=T("Hear only"),
        help=T(
            "User IDs of the people whose speech is transcribed; leave it empty for everybody. Have only one bot "
            "hear a whole room: two may keep each other awake, and both are billed."
        ),
        path="TranscriptionParam.SubscribeList",
        placeholder=T("everybody"),
        limits=v1.USER_ID,
    ),
    Field(
        key="unheard_user_ids",
        kind=FieldKind.TEXTS,
        section=Section.USER,
        label=T("Never hear"),
        help=T("User IDs of people whose speech is left out. This list wins over the other one."),
        path="TranscriptionParam.UnSubscribeList",
        placeholder=T("nobody"),
        limits=v1.USER_ID,
    ),
)


def _hot_words() -> Field:
    term, weight = _V1["hot_words"].columns
    spaceless = Limits(
        max_length=30,
        pattern=r"[^|,\s]+",
        pattern_hint=T("Leave out blanks, | and the comma: the vendor takes none of them in a term."),
    )
    return _as_before(
        "hot_words",
        "AsrParam.HotWordList",
        help=T(
            "Names and terms to listen for, without blanks: at most 128, each up to 30 characters, of them up to 10 "
            "Chinese ones."
        ),
        limits=Limits(max_items=128),
        columns=(replace(term, limits=spaceless), weight),
    )


_LANGUAGE = (
    _as_before(
        "language",
        "AsrParam.Lang",
        help=T("What people speak. The large models are recommended; the others are of an older form."),
        required=True,
        default=DEFAULT_SPOKEN,
        placeholder=None,
    ),
    _as_before(
        "alternative_languages",
        "AsrParam.AlternativeLanguage",
        help=T("Up to four further languages to expect, of the advanced tier. Each is billed at its price."),
        limits=Limits(max_items=4),
    ),
    _hot_words(),
)

_TRANSLATION = (
    _as_before("target_languages", "TranslationParam.TargetLang"),
    Field(
        key="terminology",
        kind=FieldKind.TABLE,
        section=Section.TRANSLATION,
        label=T("Fixed translations"),
        help=T("Terms that are always translated in the same way, for each language."),
        path="TranslationParam.Terminologies",
        columns=(
            Column(
                key="language",
                kind=FieldKind.LANGUAGE,
                label=T("Language"),
                language_use=LanguageUse.TRANSLATE_TO,
            ),
            *_V1["terminology"].columns,
        ),
        shown_when=(When(key=TRANSLATING),),
    ),
    VOICES_TABLE,
)

FIELDS: tuple[Field, ...] = (*_ROOM, *_USER, *_LANGUAGE, *_TRANSLATION, *ADVANCED)
"""In the order of the form."""

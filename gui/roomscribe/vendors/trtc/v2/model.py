"""The request CreateCloudTranscription: its shape, and how a form's values become one (tencent.md §4.1)."""

from __future__ import annotations

from collections.abc import Mapping

from roomscribe.domain.fields import Value, Values, given, rows_of
from roomscribe.domain.validation import Problem
from roomscribe.vendors.trtc.bodies import Encoders, Part, TermPart, fill, hot_words, misfit, put, term
from roomscribe.vendors.trtc.v2.fields import FIELDS
from roomscribe.vendors.trtc.v2.voices import MODEL
from roomscribe.vendors.trtc.values import Body


class UserPart(Part):
    """A user by id."""

    UserId: str


class TranscriptionParamPart(Part):
    """How the bot enters the room, and whom it hears."""

    UserId: str
    UserSig: str
    SubscribeList: list[UserPart] | None = None
    UnSubscribeList: list[UserPart] | None = None
    MaxIdleTime: int | None = None
    SendCustomMode: int | None = None


class AsrParamPart(Part):
    """How speech is recognised."""

    Lang: str
    VadSilenceTime: int | None = None
    HotWordList: str | None = None
    AlternativeLanguage: list[str] | None = None
    VadLevel: int | None = None
    FilterDirty: int | None = None
    FilterModal: int | None = None
    FilterPunc: int | None = None


class TerminologiesPart(Part):
    """One language's fixed translations."""

    TargetLang: str
    Terminology: list[TermPart]


class TranslationParamPart(Part):
    """What it is translated to."""

    TargetLang: list[str] | None = None
    Terminologies: list[TerminologiesPart] | None = None


class VoicePart(Part):
    """How a translation sounds."""

    VoiceId: str
    Speed: float | None = None
    Volume: float | None = None
    Pitch: int | None = None


class TTSParamPart(Part):
    """One spoken translation."""

    Model: str
    Language: str
    TargetUser: UserPart
    TTSRobotUser: UserPart
    Voice: VoicePart


class CreateRequest(Part):
    """The whole request."""

    SdkAppId: int
    RoomId: str
    RoomIdType: int
    TranscriptionParam: TranscriptionParamPart
    AsrParam: AsrParamPart
    TranslationParam: TranslationParamPart | None = None
    TTSParam: list[TTSParamPart] | None = None


def build_create(values: Values, *, site: str, sdk_app_id: object, user_sig: str) -> Body:
    """The body for these values: only what is shown and given, under the vendor's names.

    Builds what it can from a half-filled form, too, for the preview; `misshapen` tells whether it can be sent.
    """
    body: Body = {"SdkAppId": sdk_app_id}
    fill(body, FIELDS, values, site, _ENCODE)
    put(body, "TranscriptionParam.UserSig", user_sig)
    return body


def misshapen(body: Body) -> Problem | None:
    """What keeps a body from being such a request, at the field it concerns; None when nothing does."""
    return misfit(body, CreateRequest, FIELDS)


def _users(value: Value) -> list[Body]:
    return [{"UserId": user_id} for user_id in value] if isinstance(value, (tuple, list)) else []


def _glossaries(value: Value) -> list[Body]:
    """One glossary for each language, in the order in which the languages come first."""
    terms: dict[object, list[Body]] = {}
    for row in rows_of(value):
        terms.setdefault(row.get("language"), []).append(term(row))
    return [{"TargetLang": language, "Terminology": found} for language, found in terms.items()]


def _spoken(value: Value) -> list[Body]:
    return [_spoken_row(row) for row in rows_of(value)]


def _spoken_row(row: Mapping[str, object]) -> Body:
    sound = {"Speed": row.get("speed"), "Volume": row.get("volume"), "Pitch": row.get("pitch")}
    return {
        "Model": MODEL,
        "Language": row.get("language"),
        "TargetUser": {"UserId": row.get("speaker")},
        "TTSRobotUser": {"UserId": row.get("robot")},
        "Voice": {"VoiceId": row.get("voice"), **{name: value for name, value in sound.items() if given(value)}},
    }


_ENCODE: Encoders = {
    "captions_in_room": lambda value: 1 if value else 0,
    "heard_user_ids": _users,
    "unheard_user_ids": _users,
    "hot_words": hot_words,
    "terminology": _glossaries,
    "voices": _spoken,
}

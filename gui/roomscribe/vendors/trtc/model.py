"""The request StartAITranscription: its shape, and how a form's values become one (tencent.md §3.1 to §3.4)."""

from __future__ import annotations

from roomscribe.domain.fields import Value, Values, rows_of
from roomscribe.domain.validation import Problem
from roomscribe.vendors.trtc.bodies import (
    Encoders,
    Part,
    TermPart,
    fill,
    hot_words,
    misfit,
    put,
    term,
)
from roomscribe.vendors.trtc.fields import FIELDS
from roomscribe.vendors.trtc.values import Body


class VoicePrintPart(Part):
    """tencent.md §3.2"""

    Mode: int
    IdList: list[str] | None = None


class TurnDetectionPart(Part):
    """tencent.md §3.2"""

    SemanticEagerness: str | None = None


class TranscriptionParamsPart(Part):
    """tencent.md §3.2"""

    UserId: str
    UserSig: str
    MaxIdleTime: int | None = None
    TranscriptionMode: int | None = None
    TargetUserId: str | None = None
    TargetUserIdList: list[str] | None = None
    VoicePrint: VoicePrintPart | None = None
    TurnDetection: TurnDetectionPart | None = None
    IMAdminUserId: str | None = None
    IMAdminUserSig: str | None = None


class RecognizeConfigPart(Part):
    """tencent.md §3.3"""

    Language: str | None = None
    AlternativeLanguage: list[str] | None = None
    HotWordList: str | None = None
    VadSilenceTime: int | None = None
    VadLevel: int | None = None


class TTSConfigPart(Part):
    """tencent.md §3.4"""

    VoiceId: str
    Model: str | None = None
    Speed: float | None = None
    Volume: float | None = None


class TranslationConfigPart(Part):
    """tencent.md §3.4"""

    TargetLanguages: list[str]
    Mode: int | None = None
    TTSConfig: TTSConfigPart | None = None
    Terminology: list[TermPart] | None = None


class StartRequest(Part):
    """tencent.md §3.1"""

    SdkAppId: int
    RoomId: str
    TranscriptionParams: TranscriptionParamsPart
    SessionId: str | None = None
    RoomIdType: int | None = None
    RecognizeConfig: RecognizeConfigPart | None = None
    TranslationConfig: TranslationConfigPart | None = None


def build_start(values: Values, *, site: str, sdk_app_id: object, user_sig: str, session_id: str) -> Body:
    """The body for these values: only what is shown and given, under the vendor's names.

    Builds what it can from a half-filled form, too, for the preview; `misshapen` tells whether it can be sent.
    """
    body: Body = {"SdkAppId": sdk_app_id}
    fill(body, FIELDS, values, site, _ENCODE)
    put(body, "TranscriptionParams.UserSig", user_sig)
    body["SessionId"] = session_id
    return body


def misshapen(body: Body) -> Problem | None:
    """What keeps a body from being a start request, at the field it concerns; None when nothing does."""
    return misfit(body, StartRequest, FIELDS)


def _terminology(value: Value) -> list[Body]:
    return [term(row) for row in rows_of(value)]


_ENCODE: Encoders = {
    "hot_words": hot_words,
    "terminology": _terminology,
    # "Off" is the vendor's default and is not sent.
    "voice_print": lambda value: 1 if value else None,
    "voice_print_id": lambda value: [value],
}

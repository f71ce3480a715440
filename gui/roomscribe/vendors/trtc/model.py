"""The request StartAITranscription: its shape, and how a form's values become one (tencent.md §3.1 to §3.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict, ValidationError

from roomscribe.domain.fields import Value, Values, given
from roomscribe.domain.validation import Problem
from roomscribe.vendors.misshapen import first_problem
from roomscribe.vendors.trtc.fields import FIELDS

Body = dict[str, object]
"""A request's JSON body."""

SECRET_NAMES = tuple(field.path.rpartition(".")[2] for field in FIELDS if field.secret)
"""The vendor's names of what must never be shown."""


class _Part(BaseModel):
    """A part of the request: exactly the vendor's names and types. Ranges are declared with the fields."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class VoicePrintPart(_Part):
    """tencent.md §3.2"""

    Mode: int
    IdList: list[str] | None = None


class TurnDetectionPart(_Part):
    """tencent.md §3.2"""

    SemanticEagerness: str | None = None


class TranscriptionParamsPart(_Part):
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


class RecognizeConfigPart(_Part):
    """tencent.md §3.3"""

    Language: str | None = None
    AlternativeLanguage: list[str] | None = None
    HotWordList: str | None = None
    VadSilenceTime: int | None = None
    VadLevel: int | None = None


class TerminologyPart(_Part):
    """tencent.md §3.4"""

    Source: str
    Target: str


class TTSConfigPart(_Part):
    """tencent.md §3.4"""

    VoiceId: str
    Model: str | None = None
    Speed: float | None = None
    Volume: float | None = None


class TranslationConfigPart(_Part):
    """tencent.md §3.4"""

    TargetLanguages: list[str]
    Mode: int | None = None
    TTSConfig: TTSConfigPart | None = None
    Terminology: list[TerminologyPart] | None = None


class StartRequest(_Part):
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
    for field in FIELDS:
        value = values.get(field.key)
        if field.path and given(value) and field.shown(values, site):
            encoded = _ENCODE.get(field.key, _as_it_stands)(value)
            if encoded is not None:
                _put(body, field.path, encoded)
    _put(body, "TranscriptionParams.UserSig", user_sig)
    body["SessionId"] = session_id
    return body


def misshapen(body: Body) -> Problem | None:
    """What keeps a body from being a start request, at the field it concerns; None when nothing does."""
    try:
        StartRequest.model_validate(body)
    except ValidationError as error:
        return first_problem(error, FIELDS)
    return None


def _put(body: Body, path: str, value: object) -> None:
    *parents, name = path.split(".")
    part = body
    for parent in parents:
        inner = part.setdefault(parent, {})
        assert isinstance(inner, dict)  # noqa: S101 - the paths are ours: no field's path is inside another's
        part = inner
    part[name] = value


def _as_it_stands(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def _hot_words(value: Value) -> str:
    """`term|weight` joined by commas (tencent.md §3.3, HotWordList)."""
    return ",".join(f"{row.get('term', '')}|{row.get('weight', '')}" for row in _rows(value))


def _terminology(value: Value) -> list[dict[str, object]]:
    return [{"Source": row.get("source"), "Target": row.get("target")} for row in _rows(value)]


def _rows(value: Value) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (tuple, list)) else []


_ENCODE: Mapping[str, Callable[[Value], object]] = {
    "hot_words": _hot_words,
    "terminology": _terminology,
    # "Off" is the vendor's default and is not sent.
    "voice_print": lambda value: 1 if value else None,
    "voice_print_id": lambda value: [value],
}

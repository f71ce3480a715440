"""The shape of simulated requests: required, unknown, mistyped; and what calls of version 1.0 take (tencent.md §3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from roomscribe.vendors.trtc.simulator_gateway import ApiError


class Kind(Enum):
    """JSON types, as the vendor tells them apart."""

    INTEGER = auto()
    NUMBER = auto()
    TEXT = auto()
    TEXTS = auto()
    OBJECT = auto()
    OBJECTS = auto()


@dataclass(frozen=True)
class Parameter:
    """One parameter of a call, or of an object inside it."""

    kind: Kind
    required: bool = False
    inside: Parameters = field(default_factory=dict)
    mainland_only: bool = False
    missing: str = "MissingParameter"
    """The code when it is required and absent."""


Parameters = Mapping[str, Parameter]
"""Parameters by name."""

_INTEGER, _NUMBER, _TEXT, _TEXTS = (Parameter(kind) for kind in (Kind.INTEGER, Kind.NUMBER, Kind.TEXT, Kind.TEXTS))
_NEEDED_TEXT = Parameter(Kind.TEXT, required=True)
_MAINLAND_TEXT = Parameter(Kind.TEXT, mainland_only=True)

_TRANSCRIPTION = {
    "UserId": _NEEDED_TEXT,
    "UserSig": _NEEDED_TEXT,
    "MaxIdleTime": _INTEGER,
    "TranscriptionMode": _INTEGER,
    "TargetUserId": _TEXT,
    "TargetUserIdList": Parameter(Kind.TEXTS, mainland_only=True),
    "VoicePrint": Parameter(Kind.OBJECT, inside={"Mode": _INTEGER, "IdList": _TEXTS}),
    "TurnDetection": Parameter(Kind.OBJECT, inside={"SemanticEagerness": _TEXT}),
    "IMAdminUserId": _MAINLAND_TEXT,
    "IMAdminUserSig": _MAINLAND_TEXT,
}
_RECOGNITION = {
    "Language": _TEXT,
    "AlternativeLanguage": _TEXTS,
    "HotWordList": _TEXT,
    "VadSilenceTime": _INTEGER,
    "VadLevel": _INTEGER,
    # Still in the mainland's model, and without effect (tencent.md §3.3).
    "Model": _MAINLAND_TEXT,
    "TranslationLanguage": _MAINLAND_TEXT,
}
_VOICE = {"VoiceId": _NEEDED_TEXT, "Model": _TEXT, "Speed": _NUMBER, "Volume": _NUMBER}
_TRANSLATION = {
    "TargetLanguages": Parameter(Kind.TEXTS, required=True),
    "Mode": _INTEGER,
    "TTSConfig": Parameter(Kind.OBJECT, inside=_VOICE),
    "Terminology": Parameter(Kind.OBJECTS, inside={"Source": _NEEDED_TEXT, "Target": _NEEDED_TEXT}),
}

CALLS: Mapping[str, Parameters] = {
    "StartAITranscription": {
        "SdkAppId": Parameter(Kind.INTEGER, required=True),
        "RoomId": _NEEDED_TEXT,
        "TranscriptionParams": Parameter(Kind.OBJECT, required=True, inside=_TRANSCRIPTION),
        "SessionId": _TEXT,
        "RoomIdType": _INTEGER,
        "RecognizeConfig": Parameter(Kind.OBJECT, inside=_RECOGNITION),
        "TranslationConfig": Parameter(Kind.OBJECT, inside=_TRANSLATION),
    },
    "DescribeAITranscription": {"TaskId": _NEEDED_TEXT, "SdkAppId": _INTEGER, "SessionId": _TEXT},
    "StopAITranscription": {"TaskId": _NEEDED_TEXT},
}


class Part:
    """An object of a request whose shape was checked; an absent or null member is None."""

    def __init__(self, content: object) -> None:
        self._content: Mapping[str, object] = content if isinstance(content, Mapping) else {}

    def integer(self, name: str) -> int | None:
        """An integer, or None."""
        value = self._content.get(name)
        return value if isinstance(value, int) else None

    def number(self, name: str) -> float | None:
        """An integer or a fraction, or None."""
        value = self._content.get(name)
        return float(value) if isinstance(value, (int, float)) else None

    def text(self, name: str) -> str:
        """A text; "" where it is absent."""
        value = self._content.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """A list of texts; empty where it is absent."""
        value = self._content.get(name)
        return [str(item) for item in value] if isinstance(value, list) else []

    def count(self, name: str) -> int:
        """How many items a list has."""
        value = self._content.get(name)
        return len(value) if isinstance(value, list) else 0

    def parts(self, name: str) -> list[Part]:
        """A list of objects; empty where it is absent."""
        value = self._content.get(name)
        return [Part(item) for item in value] if isinstance(value, list) else []

    def part(self, name: str) -> Part | None:
        """An object inside, or None."""
        value = self._content.get(name)
        return Part(value) if isinstance(value, Mapping) else None


def read_body(members: Parameters, body: bytes, site: str) -> Part:
    """The request's parameters once their shape is right; raises `ApiError`."""
    try:
        content = json.loads(body)
    except ValueError:
        raise ApiError("InvalidParameter", "The request body is not valid JSON.") from None
    if not isinstance(content, dict):
        raise ApiError("InvalidParameter", "The request body must be a JSON object.")
    _check_object(content, members, site, "")
    return Part(content)


def _check_object(content: Mapping[str, object], members: Parameters, site: str, prefix: str) -> None:
    for name, parameter in members.items():
        if parameter.required and content.get(name) is None:
            raise ApiError(parameter.missing, f"The request is missing a required parameter `{prefix}{name}`.")
    for name, value in content.items():
        known = members.get(name)
        if known is None or (known.mainland_only and site != "cn"):
            raise ApiError("UnknownParameter", f"The parameter `{prefix}{name}` is not recognized.")
        if value is not None:
            _check_value(value, known, site, prefix + name)


def _check_value(value: object, parameter: Parameter, site: str, name: str) -> None:
    if not _fits(value, parameter.kind):
        raise ApiError("InvalidParameter", f"The value type of parameter `{name}` is not valid.")
    if isinstance(value, dict):
        _check_object(value, parameter.inside, site, f"{name}.")
    elif isinstance(value, list) and parameter.kind is Kind.OBJECTS:
        for position, item in enumerate(value):
            _check_object(item, parameter.inside, site, f"{name}.{position}.")


def _fits(value: object, kind: Kind) -> bool:
    match kind:
        case Kind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case Kind.NUMBER:
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case Kind.TEXT:
            return isinstance(value, str)
        case Kind.TEXTS:
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        case Kind.OBJECT:
            return isinstance(value, dict)
        case Kind.OBJECTS:
            return isinstance(value, list) and all(isinstance(item, dict) for item in value)

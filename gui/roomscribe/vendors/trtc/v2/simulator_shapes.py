"""What the calls of transcription 2.0 take, how often and where (tencent.md §1.2, §2, §4); codes as in §5.1."""

from __future__ import annotations

from collections.abc import Mapping

from roomscribe.vendors.trtc.simulator_gateway import ActionRules
from roomscribe.vendors.trtc.simulator_shapes import Kind, Parameter, Parameters

_INTEGER, _NUMBER, _TEXT, _TEXTS = (Parameter(kind) for kind in (Kind.INTEGER, Kind.NUMBER, Kind.TEXT, Kind.TEXTS))
_NEEDED_TEXT = Parameter(Kind.TEXT, required=True)
_USER = {"UserId": _NEEDED_TEXT}
_USERS = Parameter(Kind.OBJECTS, inside=_USER)
_ONE_USER = Parameter(Kind.OBJECT, required=True, inside=_USER)


def _needed(kind: Kind, name: str, inside: Parameters | None = None) -> Parameter:
    """A parameter whose absence has a code of its own."""
    return Parameter(kind, required=True, inside=inside or {}, missing=f"MissingParameter.{name}")


_APP = _needed(Kind.INTEGER, "SdkAppId")
_TASK = {"SdkAppId": _APP, "TaskId": _needed(Kind.TEXT, "TaskId")}
_TRANSCRIPTION = {
    "UserId": _needed(Kind.TEXT, "UserId"),
    "UserSig": _needed(Kind.TEXT, "UserSig"),
    "SubscribeList": _USERS,
    "UnSubscribeList": _USERS,
    "MaxIdleTime": _INTEGER,
    "SendCustomMode": _INTEGER,
}
_RECOGNITION = {
    "Lang": _needed(Kind.TEXT, "ASRLang"),
    "VadSilenceTime": _INTEGER,
    "HotWordList": _TEXT,
    "AlternativeLanguage": _TEXTS,
    "VadLevel": _INTEGER,
    "FilterDirty": _INTEGER,
    "FilterModal": _INTEGER,
    "FilterPunc": _INTEGER,
}
_TERMS = Parameter(Kind.OBJECTS, required=True, inside={"Source": _NEEDED_TEXT, "Target": _NEEDED_TEXT})
_TRANSLATION = {
    "TargetLang": _TEXTS,
    "Terminologies": Parameter(Kind.OBJECTS, inside={"TargetLang": _NEEDED_TEXT, "Terminology": _TERMS}),
}
_VOICE = {"VoiceId": _NEEDED_TEXT, "Speed": _NUMBER, "Volume": _NUMBER, "Pitch": _INTEGER}
_SPOKEN = {
    "Model": _NEEDED_TEXT,
    "Language": _NEEDED_TEXT,
    "TargetUser": _ONE_USER,
    "TTSRobotUser": _ONE_USER,
    "Voice": Parameter(Kind.OBJECT, required=True, inside=_VOICE),
}

CALLS: Mapping[str, Parameters] = {
    "CreateCloudTranscription": {
        "SdkAppId": _APP,
        "RoomId": _needed(Kind.TEXT, "RoomId"),
        "RoomIdType": Parameter(Kind.INTEGER, required=True),
        "TranscriptionParam": _needed(Kind.OBJECT, "TranscriptionParam", _TRANSCRIPTION),
        "AsrParam": _needed(Kind.OBJECT, "AsrParam", _RECOGNITION),
        "TranslationParam": Parameter(Kind.OBJECT, inside=_TRANSLATION),
        "TTSParam": Parameter(Kind.OBJECTS, inside=_SPOKEN),
    },
    "DescribeCloudTranscription": _TASK,
    "DeleteCloudTranscription": _TASK,
}
RULES = ActionRules(
    calls_per_second={"intl": 20, "cn": 20}.__getitem__,
    regions={
        "intl": frozenset({"ap-guangzhou", "ap-hongkong", "ap-singapore"}),
        "cn": frozenset({"ap-beijing", "ap-guangzhou", "ap-hongkong", "ap-shanghai"}),
    },
    missing_region="MissingParameter.Region",
)
"""The same for all three."""

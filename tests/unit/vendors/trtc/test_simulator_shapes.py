"""Required, unknown and mistyped parameters (tencent.md §5.3)."""

from __future__ import annotations

import json

import pytest

from roomscribe.vendors.trtc.simulator_gateway import ApiError
from roomscribe.vendors.trtc.simulator_shapes import CALLS, Part, read_body

START = {"SdkAppId": 1, "RoomId": "1", "TranscriptionParams": {"UserId": "b", "UserSig": "s"}}


def read(body: object, action: str = "StartAITranscription", site: str = "intl") -> Part:
    return read_body(CALLS[action], body if isinstance(body, bytes) else json.dumps(body).encode(), site)


def refused(body: object, action: str = "StartAITranscription", site: str = "intl") -> tuple[str, str]:
    with pytest.raises(ApiError) as error:
        read(body, action, site)
    return error.value.code, error.value.message


def params(**more: object) -> dict[str, object]:
    return START | {"TranscriptionParams": {"UserId": "b", "UserSig": "s"} | more}


def test_a_part_answers_by_type_and_bears_absence() -> None:
    part = read(START | {"RoomIdType": None})
    assert part.integer("SdkAppId") == 1
    assert part.integer("RoomIdType") is None
    assert part.text("SessionId") == ""
    assert part.part("RecognizeConfig") is None
    assert part.texts("Nothing") == []
    assert part.count("Nothing") == 0
    assert part.number("SdkAppId") == 1.0


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({}, "MissingParameter", "The request is missing a required parameter `SdkAppId`."),
        (params(UserSig=None), "MissingParameter",
         "The request is missing a required parameter `TranscriptionParams.UserSig`."),
        (START | {"Color": 1}, "UnknownParameter", "The parameter `Color` is not recognized."),
        (params(TargetUserIdList=["a"]), "UnknownParameter",
         "The parameter `TranscriptionParams.TargetUserIdList` is not recognized."),
        (START | {"RoomId": 1}, "InvalidParameter", "The value type of parameter `RoomId` is not valid."),
        (START | {"SdkAppId": True}, "InvalidParameter", "The value type of parameter `SdkAppId` is not valid."),
        (START | {"SdkAppId": "1"}, "InvalidParameter", "The value type of parameter `SdkAppId` is not valid."),
        (START | {"TranscriptionParams": []}, "InvalidParameter",
         "The value type of parameter `TranscriptionParams` is not valid."),
        (params(VoicePrint={"IdList": [1]}), "InvalidParameter",
         "The value type of parameter `TranscriptionParams.VoicePrint.IdList` is not valid."),
        (START | {"TranslationConfig": {"TargetLanguages": ["en"], "Terminology": [{"Source": "a"}]}},
         "MissingParameter",
         "The request is missing a required parameter `TranslationConfig.Terminology.0.Target`."),
        (START | {"TranslationConfig": {"TargetLanguages": ["en"], "TTSConfig": {"VoiceId": "v", "Speed": "1"}}},
         "InvalidParameter", "The value type of parameter `TranslationConfig.TTSConfig.Speed` is not valid."),
        (b"{", "InvalidParameter", "The request body is not valid JSON."),
        (b"[]", "InvalidParameter", "The request body must be a JSON object."),
        (b"\xff", "InvalidParameter", "The request body is not valid JSON."),
    ],
)  # fmt: skip
def test_refusals_name_the_parameter(body: object, code: str, message: str) -> None:
    assert refused(body) == (code, message)


def test_the_mainland_knows_more_parameters() -> None:
    old = START | {"RecognizeConfig": {"Model": "m", "TranslationLanguage": "en"}}
    read(params(TargetUserIdList=["a"], IMAdminUserId="a", IMAdminUserSig="s"), site="cn")
    read(old, site="cn")
    assert refused(old)[0] == "UnknownParameter"


def test_task_id_is_required_but_may_be_empty() -> None:
    assert refused({}, "DescribeAITranscription")[0] == "MissingParameter"
    read({"TaskId": "", "SdkAppId": 1, "SessionId": "s"}, "DescribeAITranscription")
    assert refused({"TaskId": "t", "SessionId": "s"}, "StopAITranscription")[0] == "UnknownParameter"

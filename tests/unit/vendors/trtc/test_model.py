"""How a form becomes the vendor's request, and what is no request."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tencentcloud.trtc.v20190722 import models

from roomscribe.vendors.trtc.model import build_start, misshapen
from roomscribe.vendors.trtc.values import Body
from tests.unit.vendors.trtc.stage import values

FULL: dict[str, Any] = {
    "room": "demo-room",
    "room_type": 1,
    "max_idle_time": 60,
    "bot_user_id": "asr_bot_1",
    "transcription_mode": 1,
    "target_user_id": "alice",
    "target_user_ids": ("alice", "bob"),
    "language": "zh",
    "alternative_languages": ("ja",),
    "hot_words": ({"term": "腾讯云", "weight": 10}, {"term": "TRTC", "weight": 100}),
    "vad_silence_time": 1000,
    "vad_level": 2,
    "target_languages": ("en", "ja"),
    "translation_mode": 2,
    "tts_voice_id": "v-female-R2s4N9qJ",
    "tts_model": "flow_01_ex",
    "tts_speed": 1.5,
    "tts_volume": 2.0,
    "terminology": ({"source": "云", "target": "cloud"},),
    "voice_print": True,
    "voice_print_id": "vp-1",
    "semantic_eagerness": "high",
    "session_id": "sess-0001",
    "im_admin_user_id": "administrator",
    "im_admin_user_sig": "ADMINSIG",
}


def built(site: str = "intl", **changes: object) -> Body:
    return build_start(values(**changes), site=site, sdk_app_id=1400000001, user_sig="USERSIG", session_id="sess-0001")


def test_a_plain_form_sends_what_is_given_and_nothing_else() -> None:
    assert built() == {
        "SdkAppId": 1400000001,
        "RoomId": "500123",
        "RoomIdType": 0,
        "TranscriptionParams": {
            "UserId": "caption_bot",
            "UserSig": "USERSIG",
            "MaxIdleTime": 60,
            "TranscriptionMode": 0,
        },
        "RecognizeConfig": {"Language": "zh"},
        "SessionId": "sess-0001",
    }


def test_a_full_form_fills_every_part_under_the_vendors_names() -> None:
    assert built("cn", **FULL) == {
        "SdkAppId": 1400000001,
        "RoomId": "demo-room",
        "RoomIdType": 1,
        "SessionId": "sess-0001",
        "TranscriptionParams": {
            "UserId": "asr_bot_1",
            "UserSig": "USERSIG",
            "MaxIdleTime": 60,
            "TranscriptionMode": 1,
            "TargetUserId": "alice",
            "TargetUserIdList": ["alice", "bob"],
            "VoicePrint": {"Mode": 1, "IdList": ["vp-1"]},
            "TurnDetection": {"SemanticEagerness": "high"},
            "IMAdminUserId": "administrator",
            "IMAdminUserSig": "ADMINSIG",
        },
        "RecognizeConfig": {
            "Language": "zh",
            "AlternativeLanguage": ["ja"],
            "HotWordList": "腾讯云|10,TRTC|100",
            "VadSilenceTime": 1000,
            "VadLevel": 2,
        },
        "TranslationConfig": {
            "TargetLanguages": ["en", "ja"],
            "Mode": 2,
            "TTSConfig": {"VoiceId": "v-female-R2s4N9qJ", "Model": "flow_01_ex", "Speed": 1.5, "Volume": 2.0},
            "Terminology": [{"Source": "云", "Target": "cloud"}],
        },
    }


def test_the_vendors_sdk_knows_every_name_we_send() -> None:
    body = built("cn", **FULL)
    request = models.StartAITranscriptionRequest()
    request.from_json_string(json.dumps(body))  # the SDK warns about members it does not know, and warnings fail tests
    assert strip(json.loads(request.to_json_string())) == body


def strip(data: Any) -> Any:
    """Without the SDK's nulls."""
    if isinstance(data, dict):
        return {key: strip(value) for key, value in data.items() if value is not None}
    return [strip(item) for item in data] if isinstance(data, list) else data


def test_mainland_fields_never_reach_the_international_site() -> None:
    params = built("intl", **FULL)["TranscriptionParams"]
    assert isinstance(params, dict)
    assert not {"TargetUserIdList", "IMAdminUserId", "IMAdminUserSig"} & set(params)


def test_hidden_values_stay_here() -> None:
    form = FULL | {"target_languages": (), "transcription_mode": 0, "voice_print": False}
    body = built(**form)
    assert "TranslationConfig" not in body
    assert body["TranscriptionParams"] == {
        "UserId": "asr_bot_1",
        "UserSig": "USERSIG",
        "MaxIdleTime": 60,
        "TranscriptionMode": 0,
        "TurnDetection": {"SemanticEagerness": "high"},
    }


def test_zero_is_given() -> None:
    assert built(vad_level=0)["RecognizeConfig"] == {"Language": "zh", "VadLevel": 0}


def test_an_empty_form_still_makes_a_preview() -> None:
    body = build_start({}, site="intl", sdk_app_id="", user_sig="", session_id="s")
    assert body == {"SdkAppId": "", "TranscriptionParams": {"UserSig": ""}, "SessionId": "s"}


def test_half_filled_rows_still_make_a_preview() -> None:
    body = built(hot_words=({"term": "a"}, {}), target_languages=("en",), terminology=({},))
    assert body["RecognizeConfig"] == {"Language": "zh", "HotWordList": "a|,|"}
    assert body["TranslationConfig"] == {
        "TargetLanguages": ["en"],
        "Mode": 1,
        "Terminology": [{"Source": None, "Target": None}],
    }


def test_what_can_be_sent_is_no_problem() -> None:
    assert misshapen(built()) is None
    assert misshapen(built("cn", **FULL)) is None


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"room": ""}, "room"), ({"bot_user_id": ""}, "bot_user_id"), ({"vad_silence_time": "1000"}, "vad_silence_time")],
)
def test_what_cannot_be_sent_names_its_field(changes: dict[str, Any], key: str) -> None:
    problem = misshapen(built(**changes))
    assert problem is not None
    assert problem.key == key

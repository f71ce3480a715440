"""TRTC's bodies as people have them: samples, slips of the pages, hidden old fields, both sites."""

from __future__ import annotations

from typing import Any

import pytest

from roomscribe.domain.remarks import Reading, RemarkKind
from roomscribe.vendors.trtc.start_reading import read_start
from roomscribe.vendors.trtc.v2.reading import read_create
from tests.unit.vendors.trtc.stage import user_sig


def start(site: str = "intl", **parts: Any) -> Reading:
    return read_start("StartAITranscription", {"SdkAppId": 1, "RoomId": "1", **parts}, site)


def create(site: str = "intl", **parts: Any) -> Reading:
    return read_create("CreateCloudTranscription", {"SdkAppId": 1, "RoomId": "1", **parts}, site)


def told(reading: Reading) -> list[tuple[RemarkKind, str]]:
    return [(remark.kind, str(remark.about)) for remark in reading.remarks]


def test_a_signature_that_came_along_is_kept() -> None:
    reading = start(TranscriptionParams={"UserId": "caption_bot", "UserSig": user_sig()})
    assert (reading.values["user_sig_source"], reading.values["user_sig"]) == ("pasted", user_sig())
    assert reading.remarks == ()


@pytest.mark.parametrize("text", ["your-usersig", "***", "•••", "<UserSig>", "${SIG}", "xxx"])
def test_what_stands_for_a_signature_is_none(text: str) -> None:
    reading = create(TranscriptionParam={"UserId": "b", "UserSig": text})
    assert reading.values["user_sig_source"] == "made"
    assert told(reading) == [(RemarkKind.LEFT_OUT, "UserSig")]


@pytest.mark.parametrize(("code", "expected"), [("Vi", "vi"), ("jp", "ja"), ("No", "no"), ("zh", "zh"), ("xx", "xx")])
def test_slips_in_codes(code: str, expected: str) -> None:
    """tencent.md §3.8, §9.1"""
    reading = start(RecognizeConfig={"Language": code})
    assert reading.values["language"] == expected
    assert bool(reading.remarks) is (code != expected)


def test_the_hidden_old_translation() -> None:
    """tencent.md §3.3, §9.3"""
    reading = start("cn", RecognizeConfig={"TranslationLanguage": "en", "Model": "old"})
    assert reading.values["target_languages"] == ("en",)
    assert told(reading) == [
        (RemarkKind.CHANGED, "Translate to"),
        (RemarkKind.LEFT_OUT, "RecognizeConfig.Model"),
    ]
    both = start(RecognizeConfig={"TranslationLanguage": "en"}, TranslationConfig={"TargetLanguages": ["ja"]})
    assert both.values["target_languages"] == ("ja",)
    assert told(both) == [(RemarkKind.LEFT_OUT, "RecognizeConfig.TranslationLanguage")]


def test_fields_of_the_other_site_are_told() -> None:
    params = {"UserId": "b", "TranscriptionMode": 1, "TargetUserId": "a", "TargetUserIdList": ["a", "c"]}
    assert start("cn", TranscriptionParams=params).values["target_user_ids"] == ("a", "c")
    assert told(start("intl", TranscriptionParams=params)) == [(RemarkKind.LEFT_OUT, "More people heard")]


def test_what_has_no_effect_is_told() -> None:
    reading = start(TranscriptionParams={"UserId": "b", "TargetUserId": "a", "TranscriptionMode": 0})
    (remark,) = reading.remarks
    assert (remark.kind, remark.key) == (RemarkKind.LEFT_OUT, "target_user_id")
    assert "Who is heard" in str(remark.reason)


def test_hot_words() -> None:
    reading = start(RecognizeConfig={"HotWordList": "Tencent Cloud|10, ASR|11,房间|100,bare,bad|x"})
    assert reading.values["hot_words"] == (
        {"term": "Tencent Cloud", "weight": 10},
        {"term": "ASR", "weight": 11},
        {"term": "房间", "weight": 100},
        {"term": "bare", "weight": None},
        {"term": "bad", "weight": None},
    )
    assert "“x” is no weight" in str(reading.remarks[0].reason)


def test_the_sample_of_2() -> None:
    """tencent.md §4.1; the sample's SendCustomMode 2 is in no table."""
    params = {
        "UserId": "bot",
        "UserSig": "***",
        "SendCustomMode": 2,
        "SubscribeList": [{"UserId": "a", "Extra": 1}, "b"],
    }
    reading = create(RoomIdType=0, TranscriptionParam=params, AsrParam={"Lang": "bigmodel-zh", "VadLevel": 1})
    assert reading.values["captions_in_room"] is True
    assert reading.values["heard_user_ids"] == ("a", "b")
    assert reading.values["vad_level"] == 1
    reasons = " ".join(str(remark.reason) for remark in reading.remarks)
    assert "2 stands in a sample alone" in reasons
    assert "Unknown names are left out: Extra." in reasons


@pytest.mark.parametrize(("site", "key"), [("intl", "vad_level"), ("cn", "vad_level_cn")])
def test_distant_voices_by_site(site: str, key: str) -> None:
    assert create(site, AsrParam={"Lang": "bigmodel-zh", "VadLevel": 1}).values[key] == 1


def test_a_voice_of_another_model() -> None:
    voice = {
        "Model": "flow_01_turbo",
        "Language": "en",
        "TargetUser": {"UserId": "a"},
        "TTSRobotUser": {"UserId": "r"},
        "Voice": {"VoiceId": "v-female-P6q9LmR2", "Speed": 9},
    }
    reading = create(TranslationParam={"TargetLang": ["en"]}, TTSParam=[voice])
    assert reading.values["voices"] == (
        {
            "speaker": "a",
            "language": "en",
            "voice": "v-female-P6q9LmR2",
            "robot": "r",
            "speed": 2,
            "volume": None,
            "pitch": None,
        },
    )
    assert [remark.kind for remark in reading.remarks] == [RemarkKind.CHANGED] * 2


def test_captions_that_a_request_leaves_off_stay_off() -> None:
    assert create().values.get("captions_in_room", False) is False

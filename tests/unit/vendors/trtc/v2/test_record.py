"""What the console learns about transcription 2.0: languages, states, keys, request, errors (tencent.md §4, §5)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tencentcloud.trtc.v20190722 import models

from roomscribe.domain.errors import FailureKind
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.states import TaskState
from roomscribe.domain.validation import check_fields
from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.errors import explain, field_names
from roomscribe.vendors.trtc.keys import clash_keys as clash_keys_1
from roomscribe.vendors.trtc.record import TRTC_1
from roomscribe.vendors.trtc.states import state_of
from roomscribe.vendors.trtc.v2.languages import LANGUAGES, can_be_target
from roomscribe.vendors.trtc.v2.model import build_create, misshapen
from roomscribe.vendors.trtc.v2.record import TRTC_2
from roomscribe.vendors.trtc.v2.states import STATES
from tests.unit.vendors.trtc.stage import profile, values, values_2

FULL: dict[str, Any] = {
    "room": "demo-room",
    "room_type": 1,
    "max_idle_time": 60,
    "heard_user_ids": ("alice", "bob"),
    "unheard_user_ids": ("carol",),
    "language": "16k_zh_en",
    "alternative_languages": ("ja", "ko"),
    "hot_words": ({"term": "腾讯云", "weight": 10}, {"term": "TRTC", "weight": 100}),
    "vad_silence_time": 500,
    "vad_level": 2,
    "vad_level_cn": 1,
    "filter_dirty": 2,
    "filter_modal": 1,
    "filter_punc": 1,
    "target_languages": ("en", "ja"),
    "terminology": (
        {"language": "en", "source": "云", "target": "cloud"},
        {"language": "ja", "source": "云", "target": "クラウド"},
        {"language": "en", "source": "房间", "target": "room"},
    ),
    "voices": (
        {
            "speaker": "alice",
            "language": "en",
            "voice": "v-female-P6q9LmR2",
            "robot": "voice_1",
            "speed": 1.5,
            "volume": 2.0,
            "pitch": -2,
        },
    ),
}


def built(site: str = "intl", **changes: Any) -> dict[str, Any]:
    return build_create(values_2(**changes), site=site, sdk_app_id=1400000001, user_sig="SIG")


def test_a_full_form_becomes_the_request_that_the_vendors_sdk_knows_too() -> None:
    for site in ("intl", "cn"):
        body = built(site, **FULL)
        assert misshapen(body) is None
        request = models.CreateCloudTranscriptionRequest()
        request._deserialize(body)  # it warns of names it does not know, and warnings are errors here
        assert json.loads(request.to_json_string()) == body
        assert check_fields(TRTC_2.fields, values_2(**FULL), site) == []
        assert TRTC_2.check(values_2(**FULL), profile(site)) == []


def test_the_parts_of_the_request() -> None:
    body = built(**FULL)
    assert body["TranscriptionParam"]["SubscribeList"] == [{"UserId": "alice"}, {"UserId": "bob"}]
    assert body["TranscriptionParam"]["SendCustomMode"] == 1
    assert body["AsrParam"]["HotWordList"] == "腾讯云|10,TRTC|100"
    assert body["TranslationParam"]["Terminologies"] == [
        {
            "TargetLang": "en",
            "Terminology": [{"Source": "云", "Target": "cloud"}, {"Source": "房间", "Target": "room"}],
        },
        {"TargetLang": "ja", "Terminology": [{"Source": "云", "Target": "クラウド"}]},
    ]
    assert body["TTSParam"] == [
        {
            "Model": "flow_02_turbo",
            "Language": "en",
            "TargetUser": {"UserId": "alice"},
            "TTSRobotUser": {"UserId": "voice_1"},
            "Voice": {"VoiceId": "v-female-P6q9LmR2", "Speed": 1.5, "Volume": 2.0, "Pitch": -2},
        }
    ]
    assert (body["AsrParam"]["VadLevel"], built("cn", **FULL)["AsrParam"]["VadLevel"]) == (2, 1)


def test_a_fresh_form_sends_only_what_has_to_be_said() -> None:
    assert built() == {
        "SdkAppId": 1400000001,
        "RoomId": "500123",
        "RoomIdType": 0,
        "TranscriptionParam": {
            "UserId": "caption_bot",
            "UserSig": "SIG",
            "MaxIdleTime": 30,
            "SendCustomMode": 1,
        },
        "AsrParam": {"Lang": "bigmodel-zh"},
    }
    assert built(captions_in_room=False)["TranscriptionParam"]["SendCustomMode"] == 0


def test_a_misshapen_part_leads_to_its_field() -> None:
    problem = misshapen(built(target_languages=("en",), voices=({"speaker": "alice"},)))
    assert problem is not None
    assert problem.key == "voices"


def test_filters_and_voices_are_not_sent_where_they_do_not_belong() -> None:
    body = built(**(FULL | {"language": "bigmodel-zh", "target_languages": ()}))
    assert set(body["AsrParam"]) == {"Lang", "AlternativeLanguage", "HotWordList", "VadSilenceTime", "VadLevel"}
    assert "TTSParam" not in body
    assert "TranslationParam" not in body


def test_languages_are_the_vendors() -> None:
    spoken = [each.code for each in LANGUAGES.for_use(LanguageUse.RECOGNISE)]
    assert len([code for code in spoken if code.startswith("bigmodel-")]) == 30
    assert len(spoken) == 30 + 22
    assert len(LANGUAGES.by_code()) == len(LANGUAGES.languages)
    assert all(each.name and each.own_name for each in LANGUAGES.languages)
    fifteen = {each.code for each in TRTC_1.languages.for_use(LanguageUse.TRANSLATE_TO)}
    assert {code for code in LANGUAGES.by_code() if can_be_target(code, "intl")} == fifteen
    assert {code for code in LANGUAGES.by_code() if can_be_target(code, "cn")} == fifteen | {"yue"}


def test_states_are_the_vendors() -> None:
    assert STATES == {"Idle": TaskState.STARTING, "InProgress": TaskState.RUNNING, "Exited": TaskState.STOPPING}
    assert state_of("SomethingNew", STATES) is TaskState.RUNNING


def test_abilities_sites_and_example() -> None:
    assert not TRTC_2.abilities.locate_lost_start
    assert TRTC_2.abilities.longest_life == 0  # as of version 1.0: the 10 hours are for bots that hear each other
    assert TRTC_2.field(TRTC_2.idle_key)
    assert TRTC_2.abilities.calls_per_second == {"start": 20, "observe": 20, "stop": 20}
    intl, cn = TRTC_2.sites
    assert set(intl.regions) == {"ap-guangzhou", "ap-hongkong", "ap-singapore"}
    assert set(cn.regions) == {"ap-beijing", "ap-guangzhou", "ap-hongkong", "ap-shanghai"}
    assert intl.region_required
    assert cn.region_required
    assert check_fields(TRTC_2.fields, TRTC_2.example, "intl") == []
    assert TRTC_2.check(TRTC_2.example, profile()) == []
    assert TRTC_2.spoken(TRTC_2.example) == ("bigmodel-zh",)
    assert TRTC_2.targets(TRTC_2.example) == ("en", "ja")


def test_both_generations_share_one_cloud_in_a_world() -> None:
    world = World()
    assert TRTC_1.make_cloud(world) is TRTC_2.make_cloud(world)
    assert TRTC_1.make_cloud(world) is not TRTC_2.make_cloud(World())


def test_a_whole_room_has_one_bot_of_whatever_generation() -> None:
    whole = TRTC_2.clash_keys(values_2(bot_user_id="bot_1"), profile())
    assert whole & TRTC_2.clash_keys(values_2(bot_user_id="bot_2"), profile())
    assert whole & clash_keys_1(values(bot_user_id="bot_3"), profile())
    assert not whole & TRTC_2.clash_keys(values_2(bot_user_id="bot_1", room_type=1), profile())
    assert not whole & TRTC_2.clash_keys(values_2(bot_user_id="bot_1"), profile(sdk_app_id="1400000002"))


def test_bots_for_chosen_people_are_kept_apart_by_their_ids() -> None:
    def keys(**changes: Any) -> frozenset[str]:
        return TRTC_2.clash_keys(values_2(**{"heard_user_ids": ("alice",), **changes}), profile())

    assert keys() & keys(heard_user_ids=("bob",))
    assert not keys() & keys(bot_user_id="bot_2")
    assert keys(bot_user_id="bot_1") & keys(bot_user_id="bot_2", voices=({"robot": "bot_1"},))
    assert keys(bot_user_id="bot_1") & clash_keys_1(values(bot_user_id="bot_1"), profile())
    assert TRTC_2.idempotency_key(values_2(), "local-1") == "local-1"


@pytest.mark.parametrize(
    ("code", "kind", "field"),
    [
        ("ResourceNotFound", FailureKind.NOT_FOUND, ""),
        ("InternalError.CTInternalError", FailureKind.AMBIGUOUS, ""),
        ("AuthFailure.UnsupportedOperation", FailureKind.REJECTED, ""),
        ("MissingParameter.ASRLang", FailureKind.REJECTED, "language"),
        ("MissingParameter.UserSig", FailureKind.REJECTED, "user_sig_source"),
    ],
)
def test_what_a_code_means_for_the_task(code: str, kind: FailureKind, field: str) -> None:
    note = explain(code, "", "", {})
    assert (note.kind, note.field) == (kind, field)


@pytest.mark.parametrize(("site", "key"), [("intl", "vad_level"), ("cn", "vad_level_cn")])
def test_a_parameter_leads_to_the_field_of_the_site(site: str, key: str) -> None:
    note = explain("InvalidParameter", "`AsrParam.VadLevel` is odd", "", field_names(TRTC_2.fields, site))
    assert note.field == key

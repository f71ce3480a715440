"""Pasted requests are taken to the generation they are for, by address, header or shape."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from roomscribe.domain.profiles import Profile
from roomscribe.domain.remarks import RemarkKind
from roomscribe.domain.written_requests import Purpose
from roomscribe.services.pasting.placed import Unreadable
from roomscribe.services.pasting.recognition import Understood, understand
from roomscribe.services.pasting.text import read_requests
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.drafts import profile_of
from tests.support.published import AGORA_OLD_START, AGORA_UPDATE, AGORA_UPDATE_BODY, TRTC_START

REGISTRY = load_registry()
APP = "0123456789abcdef0123456789abcdef"
TASKS = f"https://api.agora.io/v1/projects/{APP}/rtsc/speech-to-text"
AGENTS = f"https://api.agora.io/api/speech-to-text/v1/projects/{APP}"


PAIRS = [{"source": "en-US", "target": ["de-DE"]}]


def read(text: str, profile: Profile | None = None, offered: set[str] | None = None) -> Understood:
    return understand(read_requests(text), REGISTRY, profile, offered or set())


def start(**changes: Any) -> str:
    body = {
        "languages": ["en-US"],
        "rtcConfig": {"channelName": "demo-room", "subBotUid": "47091", "pubBotUid": "88222"},
    }
    return json.dumps(body | changes)


def rtc(**changes: Any) -> dict[str, Any]:
    return {"channelName": "demo-room", "subBotUid": "47091", "pubBotUid": "88222"} | changes


def test_the_published_start_of_trtc() -> None:
    found = read(TRTC_START)
    assert (found.generation.id, found.call, found.purpose) == ("trtc-1", "StartAITranscription", Purpose.START)
    assert found.named_site == "intl"
    assert found.account == {"sdk_app_id": "1234"}
    assert found.reading.values == {
        "room": "500123",
        "room_type": 1,
        "max_idle_time": 60,
        "bot_user_id": "test_user",
        "transcription_mode": 1,
        "target_user_id": "test_user",
        "user_sig_source": "made",
    }
    assert [(remark.key, remark.kind) for remark in found.reading.remarks] == [("user_sig", RemarkKind.LEFT_OUT)]


def test_the_published_update_of_agora_has_no_body() -> None:
    with pytest.raises(Unreadable, match=r"update.*without a body"):
        read(AGORA_UPDATE)


def test_the_published_update_of_agora_with_its_members() -> None:
    command = AGORA_UPDATE.partition("Response example")[0].rstrip() + f" \\\n--data '{AGORA_UPDATE_BODY}'"
    found = read(command)
    assert (found.call, found.purpose) == ("update", Purpose.CHANGE)
    assert found.reading.values == {
        "languages": ("en-US", "fr-FR"),
        "subscribe_uids": ("all",),
        "translate": True,
        "translations": ({"source": "en-US", "target": ("de-DE",)},),
    }
    assert found.reading.remarks == ()


def test_an_old_nested_body() -> None:
    found = read(AGORA_OLD_START)
    assert (found.generation.id, found.purpose) == ("agora-5", Purpose.START)
    values = dict(found.reading.values)
    assert values.pop("storage_access_key") == "AKIDexample"
    assert values.pop("storage_secret_key") == "exampleSecret"
    assert values == {
        "channel": "demo-room",
        "sub_bot_uid": "47091",
        "pub_bot_uid": "88222",
        "max_idle_time": 60,
        "languages": ("en-US", "es-ES"),
        "bot_tokens": "made",
        "save_captions": True,
        "storage_vendor": 1,
        "storage_region": 3,
        "storage_bucket": "captions",
        "storage_prefix": ("rooms", "demo"),
        "encryption": 0,
    }
    told = [str(remark.about) for remark in found.reading.remarks]
    assert told == ["Token of the listening bot", "config.recognizeConfig.profanityFilter"]


@pytest.mark.parametrize(
    ("text", "generation", "purpose"),
    [
        (f'POST {TASKS}/builderTokens\n{{"instanceId": "x"}}', "agora-6", Purpose.PREPARE),
        (f"POST {TASKS}/tasks?builderToken=t\n{start(uidLanguagesConfig=[])}", "agora-6", Purpose.START),
        (f"POST {AGENTS}/join\n{start(name='x')}", "agora-7", Purpose.START),
        (f"POST {AGENTS}/agents/1/update\n{AGORA_UPDATE_BODY}", "agora-7", Purpose.CHANGE),
        (start(name="x"), "agora-7", Purpose.START),
        (start(rtcConfig={"channelName": "c", "pubBotUid": "1"}), "agora-7", Purpose.START),
        (start(languages=["en-US", "fr-FR", "de-DE"]), "agora-6", Purpose.START),
        (start(rtcConfig=rtc(transferMode=["RTC"])), "agora-5", Purpose.START),
        (start(rtcConfig=rtc(unSubscribeAudioUids=["7"])), "agora-6", Purpose.START),
        (start(translateConfig={"forceTranslateInterval": 3, "languages": PAIRS}), "agora-5", Purpose.START),
        ('{"instanceId": "x"}', "agora-6", Purpose.PREPARE),
        ('{"SdkAppId": 1, "RoomId": "1", "TranscriptionParam": {}}', "trtc-2", Purpose.START),
        ('{"SdkAppId": 1, "RoomId": "1", "TranscriptionParams": {}}', "trtc-1", Purpose.START),
        ("POST / HTTP/1.1\nX-TC-Action: createCloudTranscription\n\n{}", "trtc-2", Purpose.START),
        ('GET /?Action=StartAITranscription HTTP/1.1\n\n{"RoomId": "1"}', "trtc-1", Purpose.START),
    ],
)
def test_whose_it_is(text: str, generation: str, purpose: Purpose) -> None:
    found = read(text, offered={"agora-6", "trtc-2"})
    assert (found.generation.id, found.purpose) == (generation, purpose)


@pytest.mark.parametrize("generation", ["agora-5", "agora-6"])
def test_what_could_be_either_goes_to_the_one_in_the_form(generation: str) -> None:
    profile = profile_of(REGISTRY.generation(generation), "global")
    assert read(start(), profile).generation.id == generation
    assert read(f"POST {TASKS}/tasks\n{start()}", profile).generation.id == generation


def test_a_limit_speaks_louder_than_the_form() -> None:
    profile = profile_of(REGISTRY.generation("agora-5"), "global")
    assert read(start(languages=["a", "b", "c"]), profile).generation.id == "agora-6"


def test_acquire_and_start_are_read_together() -> None:
    text = f'POST {TASKS}/builderTokens\n{{"instanceId": "mine"}}\n\nPOST {TASKS}/tasks?builderToken=t\n{start()}'
    found = read(text)
    assert found.purpose is Purpose.START
    assert (found.reading.values["instance_id"], found.reading.values["channel"]) == ("mine", "demo-room")
    assert found.reading.remarks == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"DELETE {TASKS}/tasks/1?builderToken=t", "“stop”"),
        (f"POST {AGENTS}/agents/1/leave", "“leave”"),
        ('POST / HTTP/1.1\nX-TC-Action: StopAITranscription\n\n{"TaskId": "x"}', "“StopAITranscription”"),
        (f"POST {AGENTS}/join", "without a body"),
        ('{"hello": "world"}', "No service"),
        ("[1, 2]", "No service"),
        ("POST https://example.com/\n{}", "No service"),
    ],
)
def test_what_cannot_fill_a_form(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read(text)


def test_a_request_for_another_account_says_so() -> None:
    mine = replace(profile_of(REGISTRY.generation("trtc-1"), "cn", sdk_app_id="1400000001"), region="ap-tokyo")
    text = TRTC_START.replace("X-TC-Action", "X-TC-Region: ap-singapore\nX-TC-Action")
    found = read(text, mine)
    assert [(str(each.about), each.kind) for each in found.differences(mine)] == [
        ("Site", RemarkKind.TO_KNOW),
        ("Region", RemarkKind.TO_KNOW),
        ("SDKAppID", RemarkKind.TO_KNOW),
    ]
    same = replace(profile_of(REGISTRY.generation("trtc-1"), "intl", sdk_app_id="1234"), region="ap-singapore")
    assert found.differences(same) == ()


def test_sites_of_agora() -> None:
    mainland = AGENTS.replace("api.agora.io", "api.sd-rtn.com/cn")
    assert read(f"POST {mainland}/join\n{start(name='x')}").named_site == "cn"
    assert read(f"POST {AGENTS}/join\n{start(name='x')}").named_site == "global"
    assert read(f"POST {AGENTS}/join\n{start(name='x')}").account == {"app_id": APP}


def test_a_vendor_that_knows_nothing_of_this_is_passed_over() -> None:
    with pytest.raises(Unreadable, match="No service"):
        understand(read_requests(start()), Registry([]), None, set())

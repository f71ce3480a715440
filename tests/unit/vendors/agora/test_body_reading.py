"""Agora's bodies as people have them: every spelling and place, updates, old ones, and what is in none."""

from __future__ import annotations

from typing import Any

import pytest

from roomscribe.domain.remarks import Reading, RemarkKind
from roomscribe.vendors.agora.body_reading import read_body
from roomscribe.vendors.agora.limits import AGORA_5, AGORA_6, AGORA_7, AgoraLimits
from tests.unit.vendors.agora.stage import bot_token


def read(body: object, limits: AgoraLimits = AGORA_7, call: str = "") -> Reading:
    return read_body(call or ("join" if limits is AGORA_7 else "start"), body, "global", limits=limits)


def told(reading: Reading) -> list[tuple[RemarkKind, str]]:
    return [(remark.kind, str(remark.about)) for remark in reading.remarks]


def rtc(**changes: Any) -> dict[str, Any]:
    return {"languages": ["en-US"], "rtcConfig": {"channelName": "c", "pubBotUid": "1"} | changes}


def stored(**changes: Any) -> dict[str, Any]:
    storage = {"accessKey": "AKIDexample", "secretKey": "exampleSecret", "bucket": "b", "vendor": 1, "region": 3}
    return {"captionConfig": {"storage": storage | changes}}


def test_tokens_that_came_along_are_kept() -> None:
    listening, sending = bot_token("2"), bot_token("1")
    reading = read(rtc(subBotUid="2", subBotToken=listening, pubBotToken=sending))
    assert reading.values["bot_tokens"] == "pasted"
    assert (reading.values["sub_bot_token"], reading.values["pub_bot_token"]) == (listening, sending)
    assert reading.remarks == ()


@pytest.mark.parametrize(
    "text", ["***", "•••", "<pubBotToken>", "{{TOKEN}}", "$TOKEN", "your-token", "made when you start"]
)
def test_what_stands_for_a_token_is_none(text: str) -> None:
    reading = read(rtc(pubBotToken=text))
    assert reading.values["bot_tokens"] == "made"
    assert "pub_bot_token" not in reading.values
    silent = text == "made when you start"
    assert told(reading) == ([] if silent else [(RemarkKind.LEFT_OUT, "Token of the caption bot")])


@pytest.mark.parametrize(("access", "secret"), [("accessKey", "secretKey"), ("accesskey", "secretkey")])
def test_both_spellings_of_the_storages_keys(access: str, secret: str) -> None:
    """agora.md §14, C2"""
    storage = {access: "AKIDexample", secret: "exampleSecret", "bucket": "b", "vendor": 1, "region": 3}
    reading = read({"captionConfig": {"storage": storage}})
    assert reading.values["storage_access_key"] == "AKIDexample"
    assert reading.values["storage_secret_key"] == "exampleSecret"
    assert reading.remarks == ()


@pytest.mark.parametrize("inside", [True, False])
def test_both_places_of_extension_params(inside: bool) -> None:
    """agora.md §14, C4"""
    extension = {"endpoint": "https://minio.example", "overwritekeys": [{"vtt": "captions"}]}
    body = stored(vendor=11, region=0)
    (body["captionConfig"] if inside else body)["extensionParams"] = extension
    reading = read(body)
    assert reading.values["storage_endpoint"] == "https://minio.example"
    assert reading.values["storage_names"] == ({"extension": "vtt", "name": "captions"},)
    assert reading.values["storage_extension_inside"] is inside
    assert reading.remarks == ()


def test_extension_params_in_both_places_at_once() -> None:
    body = stored() | {"extensionParams": {"tag": "a"}}
    body["captionConfig"]["extensionParams"] = {"tag": "b"}
    reading = read(body)
    assert reading.values["storage_tag"] == "a"
    assert told(reading) == [(RemarkKind.LEFT_OUT, "captionConfig.extensionParams")]


def test_masked_keys_are_asked_for() -> None:
    reading = read(stored(accessKey="***", secretKey="•••"))
    assert told(reading) == [(RemarkKind.TO_ENTER, "Access key"), (RemarkKind.TO_ENTER, "Secret key")]
    assert "storage_access_key" not in reading.values


@pytest.mark.parametrize(("vendor", "region", "key"), [(1, 3, "storage_region"), (2, 1, "storage_region_alibaba")])
def test_a_region_goes_to_its_storages_field(vendor: int, region: int, key: str) -> None:
    assert read(stored(vendor=vendor, region=region)).values[key] == region


def test_a_region_that_has_no_effect_is_told() -> None:
    assert told(read(stored(vendor=6, region=4))) == [(RemarkKind.LEFT_OUT, "captionConfig.storage.region")]
    assert read(stored(vendor=6, region=0)).remarks == ()


def test_a_storage_outside_the_table_is_taken_with_the_users_word() -> None:
    """agora.md §14, C8"""
    reading = read(stored(vendor=2, region=1), AGORA_5)
    assert (reading.values["storage_vendor"], reading.values["storage_vendor_beyond"]) == (2, True)


def test_languages_by_speaker_as_object_or_list() -> None:
    """agora.md §14, C12"""
    one = {"uid": "7", "languages": ["fr-FR"]}
    rows = ({"uid": "7", "languages": ("fr-FR",)},)
    assert read({"uidLanguagesConfig": one}).values["uid_languages"] == rows
    assert read({"uidLanguagesConfig": [one]}).values["uid_languages"] == rows


def test_a_translation_is_on_when_it_has_languages() -> None:
    pairs = [{"source": "en-US", "target": ["de-DE"]}]
    assert read({"translateConfig": {"languages": pairs}}).values["translate"] is True
    off = read({"translateConfig": {"enable": False, "languages": pairs}})
    assert off.values["translate"] is False
    assert told(off) == [(RemarkKind.LEFT_OUT, "Translations")]


def test_an_update_says_only_what_it_names() -> None:
    reading = read({"languages": ["ja-JP"], "rtcConfig": {"subscribeAudioUids": None}}, AGORA_6, "update")
    assert reading.values == {"languages": ("ja-JP",)}


def test_an_update_that_switches_translation_off() -> None:
    reading = read({"translateConfig": {"enable": False}}, AGORA_5, "update")
    assert (reading.values, reading.remarks) == ({"translate": False}, ())


def test_acquire_and_name() -> None:
    assert read({"instanceId": "mine"}, AGORA_5, "acquire").values == {"instance_id": "mine"}
    assert read({"name": "mine"}).values["instance_id"] == "mine"
    assert told(read({"name": "mine"}, AGORA_5)) == [(RemarkKind.LEFT_OUT, "name")]


@pytest.mark.parametrize(
    ("limits", "body", "about"),
    [
        (AGORA_5, rtc(unSubscribeAudioUids=["7"]), "rtcConfig.unSubscribeAudioUids"),
        (AGORA_6, rtc(transferMode=["RTC"]), "rtcConfig.transferMode"),
        (AGORA_7, {"translateConfig": {"forceTranslateInterval": 3}}, "translateConfig.forceTranslateInterval"),
        (AGORA_5, {"keywords": ["a"]}, "keywords"),
        (AGORA_7, {"rtcConfig.channelName": "c"}, "rtcConfig.channelName"),
        (AGORA_7, {"captionConfig": {"storage": {"Bucket": "b"}}}, "captionConfig.storage.Bucket"),
    ],
)
def test_what_a_generation_does_not_have_is_told(limits: AgoraLimits, body: dict[str, Any], about: str) -> None:
    assert (RemarkKind.LEFT_OUT, about) in told(read(body, limits))


@pytest.mark.parametrize(
    ("body", "key", "value"),
    [
        ({"maxIdleTime": 300_000}, "max_idle_time", 259_200),
        ({"maxIdleTime": "60"}, "max_idle_time", 60),
        (rtc(pubBotUid=88222), "pub_bot_uid", "88222"),
        ({"languages": "en-US"}, "languages", ("en-US",)),
        ({"languages": ["a", "b", "c", "d", "e"]}, "languages", ("a", "b", "c", "d")),
        (rtc(enableJsonProtocol=1), "json_captions", True),
    ],
)
def test_what_is_almost_right_is_brought_into_shape_and_told(body: dict[str, Any], key: str, value: object) -> None:
    reading = read(body)
    assert reading.values[key] == value
    assert [(remark.kind, remark.key) for remark in reading.remarks] == [(RemarkKind.CHANGED, key)]


def test_an_old_body_that_does_not_save() -> None:
    output = {
        "destinations": ["AgoraRTCDataStream", "Elsewhere"],
        "agoraRTCDataStream": {"channelName": "other", "uid": "2"},
        "cloudStorage": [{"storageConfig": {"accessKey": "k"}}],
    }
    body = {
        "audio": {"agoraRtcConfig": {"channelName": "c", "uid": "1"}},
        "config": {"recognizeConfig": {"language": "en-US", "output": output}},
    }
    reading = read(body, AGORA_5)
    assert reading.values["languages"] == ("en-US",)
    assert "save_captions" not in reading.values
    output_path = "config.recognizeConfig.output"
    assert sorted(about for _, about in told(reading)) == [
        f"{output_path}.agoraRTCDataStream.channelName",
        f"{output_path}.cloudStorage",
        f"{output_path}.destinations",
    ]


def test_a_secret_under_an_unknown_name_is_not_shown() -> None:
    reading = read({"rtcConfig": {"appCertificate": "CANARY"}, "token": "CANARY", "secret": ["CANARY"]})
    assert len(reading.remarks) == 3
    assert "CANARY" not in "".join(f"{remark.about}{remark.reason}" for remark in reading.remarks)

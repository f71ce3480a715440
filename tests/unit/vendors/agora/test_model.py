"""How a form becomes the bodies of agora.md §3, and an update its mask."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from roomscribe.domain.errors import BadRequest
from roomscribe.vendors.agora.limits import AGORA_5
from roomscribe.vendors.agora.model import BotTokens, RtcConfig, build_start, build_update
from tests.unit.vendors.agora.stage import values

NONE = BotTokens()
PAIRS = ({"source": "en-US", "target": ("de-DE", "fr-FR")},)
UPDATABLE = ("languages", "subscribe_uids", "translate", "translations")


def test_the_smallest_start_is_that_of_the_exchange() -> None:
    assert build_start(values(max_idle_time=60), NONE) == {
        "languages": ["en-US"],
        "maxIdleTime": 60,
        "rtcConfig": {"channelName": "demo-room", "subBotUid": "47091", "pubBotUid": "88222"},
    }


def test_the_largest_start_has_every_field_of_the_table() -> None:
    form = values(
        subscribe_uids=("1", "2"),
        translate=True,
        translations=PAIRS,
        force_translate_interval=2,
        transfer_mode="RTC,RTM",
        json_captions=True,
        encryption=8,
        encryption_secret="key",
        encryption_salt="salt",
        save_captions=True,
        slice_duration=5,
        storage_vendor=1,
        storage_region=0,
        storage_bucket="bucket",
        storage_access_key="access",
        storage_secret_key="secret",
        storage_prefix=("a", "b"),
    )
    assert build_start(form, BotTokens(sub="s", pub="p")) == {
        "languages": ["en-US"],
        "maxIdleTime": 30,
        "rtcConfig": {
            "channelName": "demo-room",
            "subBotUid": "47091",
            "subBotToken": "s",
            "pubBotUid": "88222",
            "pubBotToken": "p",
            "subscribeAudioUids": ["1", "2"],
            "cryptionMode": 8,
            "secret": "key",
            "salt": "salt",
            "enableJsonProtocol": True,
            "transferMode": ["RTC", "RTM"],
        },
        "translateConfig": {
            "forceTranslateInterval": 2,
            "languages": [{"source": "en-US", "target": ["de-DE", "fr-FR"]}],
        },
        "captionConfig": {
            "sliceDuration": 5,
            "storage": {
                "accessKey": "access",
                "secretKey": "secret",
                "bucket": "bucket",
                "vendor": 1,
                "region": 0,
                "fileNamePrefix": ["a", "b"],
            },
        },
    }


def test_what_is_hidden_is_not_sent() -> None:
    form = values(translations=PAIRS, encryption_secret="key", storage_bucket="bucket", force_translate_interval=2)
    assert build_start(form, NONE) == build_start(values(), NONE)


def test_everybody_is_the_default_of_a_start() -> None:
    assert build_start(values(subscribe_uids=("all",)), NONE) == build_start(values(), NONE)


@pytest.mark.parametrize("vendor", [5, 6])
def test_azure_and_google_have_no_region(vendor: int) -> None:
    body = build_start(values(save_captions=True, storage_vendor=vendor, storage_region=4), NONE)
    assert body["captionConfig"] == {"storage": {"vendor": vendor, "region": 0}}


def test_values_that_came_back_from_disk_are_lists() -> None:
    stored = values(languages=["en-US"], translate=True, translations=[{"source": "en-US", "target": ["de-DE"]}])
    fresh = values(languages=("en-US",), translate=True, translations=({"source": "en-US", "target": ("de-DE",)},))
    assert build_start(stored, NONE) == build_start(fresh, NONE)
    assert build_update(stored, {"translations"}) == build_update(fresh, {"translations"})


@pytest.mark.parametrize("form", [{}, values(channel="", languages=(), translate=True, translations=({},))])
def test_half_filled_forms_become_half_a_body(form: dict[str, object]) -> None:
    assert "rtcConfig" in build_start(form, NONE)


def test_names_the_vendor_does_not_have_are_refused() -> None:
    with pytest.raises(ValidationError):
        RtcConfig.model_validate({"channelname": "x"})


@pytest.mark.parametrize(
    ("changed", "mask", "body"),
    [
        ({"languages"}, "languages", {"languages": ["en-US", "fr-FR"]}),
        (
            {"subscribe_uids"},
            "rtcConfig.subscribeAudioUids",
            {"rtcConfig": {"subscribeAudioUids": ["1001"]}},
        ),
        (
            {"translations"},
            "translateConfig.languages",
            {"translateConfig": {"languages": [{"source": "en-US", "target": ["de-DE", "fr-FR"]}]}},
        ),
        (
            set(UPDATABLE),
            "languages,rtcConfig.subscribeAudioUids,translateConfig.enable,translateConfig.languages",
            {
                "languages": ["en-US", "fr-FR"],
                "rtcConfig": {"subscribeAudioUids": ["1001"]},
                "translateConfig": {
                    "enable": True,
                    "languages": [{"source": "en-US", "target": ["de-DE", "fr-FR"]}],
                },
            },
        ),
    ],
)
def test_an_update_names_the_changed_fields_alone(changed: set[str], mask: str, body: dict[str, object]) -> None:
    form = values(languages=("en-US", "fr-FR"), subscribe_uids=("1001",), translate=True, translations=PAIRS)
    assert build_update(form, changed) == (mask, body)


def test_switching_translation_on_brings_its_languages() -> None:
    mask, body = build_update(values(translate=True, translations=PAIRS), {"translate"})
    assert mask == "translateConfig.enable,translateConfig.languages"
    assert body["translateConfig"] == {
        "enable": True,
        "languages": [{"source": "en-US", "target": ["de-DE", "fr-FR"]}],
    }


def test_switching_translation_off_brings_nothing_else() -> None:
    off = values(translate=False, translations=PAIRS)
    assert build_update(off, {"translate", "translations"}) == (
        "translateConfig.enable",
        {"translateConfig": {"enable": False}},
    )


def test_listening_to_everybody_is_a_word() -> None:
    assert build_update(values(), {"subscribe_uids"})[1] == {"rtcConfig": {"subscribeAudioUids": ["all"]}}


@pytest.mark.parametrize("changed", [{"channel"}, {"translations"}, {"sub_bot_uid", "channel"}])
def test_an_update_that_would_be_empty_is_refused(changed: set[str]) -> None:
    with pytest.raises(BadRequest) as refused:
        build_update(values(translations=PAIRS), changed)
    assert refused.value.field in changed


@given(
    changed=st.sampled_from([set(some) for size in (1, 2, 3, 4) for some in combinations(UPDATABLE, size)]),
    translate=st.booleans(),
)
def test_every_masked_path_has_a_value_and_every_value_its_mask(changed: set[str], translate: bool) -> None:
    form = values(languages=("en-US",), subscribe_uids=("1",), translate=translate, translations=PAIRS)
    if changed == {"translations"} and not translate:
        return
    mask, body = build_update(form, changed)
    flat = {
        f"{name}.{inner}" if isinstance(value, dict) else name
        for name, value in body.items()
        for inner in (value if isinstance(value, dict) else [""])
    }
    assert set(mask.split(",")) == flat
    assert flat <= set(AGORA_5.masks)

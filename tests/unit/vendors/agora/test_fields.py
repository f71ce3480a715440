"""The fields: what the form offers, and what stands where."""

from __future__ import annotations

import pytest

from roomscribe.domain.fields import FieldKind, Section
from roomscribe.domain.validation import check_fields
from roomscribe.vendors.agora.fields import AGORA_5_FIELDS
from roomscribe.vendors.agora.limits import AGORA_5
from roomscribe.vendors.agora.storage import REGION_KEYS
from tests.unit.vendors.agora.stage import values

BY_KEY = {each.key: each for each in AGORA_5_FIELDS}


def test_sections_stand_in_the_order_of_every_form() -> None:
    sections = [each.section for each in AGORA_5_FIELDS]
    order = list(Section)
    assert sections == sorted(sections, key=order.index)


def test_keys_and_paths_are_unique_and_every_help_ends_with_a_full_stop() -> None:
    assert len(BY_KEY) == len(AGORA_5_FIELDS)
    # Every storage vendor has its own list of regions, and only one of them is shown.
    paths = [each.path for each in AGORA_5_FIELDS if each.path and each.key not in REGION_KEYS.values()]
    assert len(set(paths)) == len(paths)
    assert all(str(each.help).endswith(".") for each in AGORA_5_FIELDS)


def test_every_field_of_the_vendors_table_is_there() -> None:
    table = {
        "instanceId", "languages", "maxIdleTime", "captionConfig",
        *(f"rtcConfig.{name}" for name in (
            "channelName", "subBotUid", "subBotToken", "pubBotUid", "pubBotToken", "subscribeAudioUids",
            "cryptionMode", "secret", "salt", "enableJsonProtocol", "transferMode",
        )),
        *(f"translateConfig.{name}" for name in ("enable", "languages", "forceTranslateInterval")),
        "captionConfig.sliceDuration",
        *(f"captionConfig.storage.{name}" for name in (
            "accessKey", "secretKey", "bucket", "vendor", "region", "fileNamePrefix",
        )),
    }  # fmt: skip
    assert {each.path for each in AGORA_5_FIELDS if each.path} == table


def test_exactly_the_masks_of_the_update_page_can_be_changed_while_a_task_runs() -> None:
    assert {each.path for each in AGORA_5_FIELDS if each.updatable} == {
        "languages",
        "rtcConfig.subscribeAudioUids",
        "translateConfig.enable",
        "translateConfig.languages",
    }
    assert {each.path for each in AGORA_5_FIELDS if each.updatable} == set(AGORA_5.masks)


def test_secrets() -> None:
    assert {each.key for each in AGORA_5_FIELDS if each.secret} == {
        "sub_bot_token",
        "pub_bot_token",
        "encryption_secret",
        "encryption_salt",
        "storage_access_key",
        "storage_secret_key",
    }


@pytest.mark.parametrize(
    ("changes", "shown", "hidden"),
    [
        ({}, (), ("sub_bot_token", "translations", "encryption_secret", "storage_bucket")),
        ({"bot_tokens": "pasted"}, ("sub_bot_token", "pub_bot_token"), ()),
        ({"translate": True}, ("translations", "force_translate_interval"), ()),
        ({"encryption": 1}, ("encryption_secret",), ("encryption_salt",)),
        ({"encryption": 8}, ("encryption_secret", "encryption_salt"), ()),
        ({"save_captions": True}, ("storage_vendor", "storage_region", "storage_bucket"), ()),
        ({"save_captions": True, "storage_vendor": 5}, ("storage_bucket",), ("storage_region",)),
        ({"storage_vendor": 1}, (), ("storage_region",)),
    ],
)
def test_what_is_shown_when(changes: dict[str, object], shown: tuple[str, ...], hidden: tuple[str, ...]) -> None:
    form = values(**changes)
    assert all(BY_KEY[key].shown(form, "global") for key in shown)
    assert not any(BY_KEY[key].shown(form, "global") for key in hidden)


def test_a_fresh_form_lacks_only_channel_and_languages() -> None:
    fresh = values(channel="", languages=())
    assert [problem.key for problem in check_fields(AGORA_5_FIELDS, fresh, "global")] == ["channel", "languages"]
    assert check_fields(AGORA_5_FIELDS, values(), "global") == []


def test_translation_has_a_table_with_a_language_and_its_targets() -> None:
    source, target = BY_KEY["translations"].columns
    assert (source.key, source.kind) == ("source", FieldKind.LANGUAGE)
    assert (target.key, target.kind, target.limits.max_items) == ("target", FieldKind.LANGUAGES, 5)
    assert BY_KEY["translations"].limits.max_items == 2


def test_modes_vendors_and_regions_are_offered_by_name() -> None:
    def offered(key: str) -> dict[object, str]:
        return {choice.value: str(choice.label) for choice in BY_KEY[key].choices}

    assert offered("encryption")[4] == "SM4_128_ECB"
    assert list(offered("encryption")) == list(range(9))
    assert {number: name for number, name in offered("storage_vendor").items() if "not in" not in name} == {
        1: "Amazon S3",
        5: "Microsoft Azure",
        6: "Google Cloud",
    }
    assert offered("storage_vendor")[2] == "Alibaba Cloud (not in Agora's table)"
    assert offered("storage_region")[28] == "IL_CENTRAL_1"
    assert set(offered("transfer_mode")) == {"RTC", "RTM", "RTC,RTM"}

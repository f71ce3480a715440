"""The record: what the console learns about TRTC without loading anything heavy."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from roomscribe.domain.validation import check_fields
from roomscribe.net.redaction import HIDDEN
from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.record import TRTC_1, VENDOR
from roomscribe.vendors.trtc.v2.record import TRTC_2
from tests.unit.vendors.trtc.stage import DEMO, profile, values


def test_the_record_loads_neither_http_nor_server_libraries() -> None:
    heavy = ("httpx", "pydantic", "starlette", "uvicorn", "truststore", "PySide6")
    code = f"import sys, roomscribe.vendors.trtc.record; print([m for m in {heavy!r} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_example_is_a_valid_draft() -> None:
    assert check_fields(TRTC_1.fields, TRTC_1.example, "intl") == []
    assert TRTC_1.check(TRTC_1.example, profile()) == []


def test_abilities_are_the_vendors() -> None:
    assert not TRTC_1.abilities.update_in_place
    assert not TRTC_1.abilities.list_tasks
    assert TRTC_1.abilities.locate_lost_start
    assert TRTC_1.abilities.longest_run == 36000
    assert TRTC_1.abilities.longest_life == 0  # the 10 hours are documented for bots that hear each other
    assert TRTC_1.abilities.calls_per_second == {"start": 50, "observe": 20, "stop": 20}
    assert VENDOR.generations == (TRTC_2, TRTC_1)


def test_sites_have_the_vendors_hosts_and_regions() -> None:
    intl, cn = TRTC_1.sites
    assert (intl.id, intl.base_url, intl.region_required) == ("intl", "https://trtc.intl.tencentcloudapi.com", True)
    assert (cn.id, cn.base_url, cn.region_required) == ("cn", "https://trtc.tencentcloudapi.com", False)
    assert set(intl.regions) == {"ap-guangzhou", "ap-singapore", "ap-tokyo", "na-siliconvalley"}


def test_a_simulated_account_fits_the_profiles_fields_and_differs_each_time() -> None:
    one, two = (TRTC_1.make_cloud(World()).demo_account() for _ in range(2))
    assert list(one) == ["secret_id", "secret_key", "sdk_app_id", "sdk_secret_key", "region"]
    for each in TRTC_1.account_fields:
        assert one[each.key] != two[each.key]
        assert each.pattern is None or re.fullmatch(each.pattern, one[each.key]), each.key
    assert one["secret_id"].startswith("AKID")
    assert len(one["sdk_app_id"]) == 10
    assert one["region"] in TRTC_1.site("intl").regions


def test_the_demo_account_fits_the_profiles_fields() -> None:
    assert all(re.fullmatch(each.pattern, DEMO[each.key]) for each in TRTC_1.account_fields if each.pattern)


def test_the_table_shows_every_language_a_task_may_hear() -> None:
    form = values(language="", alternative_languages=("ja",), target_languages=("en",))
    assert TRTC_1.spoken(form) == ("zh", "ja")
    assert TRTC_1.targets(form) == ("en",)
    assert TRTC_1.targets({}) == ()


def test_the_preview_is_the_request_without_its_signature() -> None:
    (call,) = TRTC_1.preview(values(), profile())
    assert (call.call, call.method) == ("StartAITranscription", "POST")
    assert call.url == "https://trtc.intl.tencentcloudapi.com/"
    assert call.body == {
        "SdkAppId": 1400000001,
        "RoomId": "500123",
        "RoomIdType": 0,
        "TranscriptionParams": {
            "UserId": "caption_bot",
            "UserSig": "made when you start",
            "MaxIdleTime": 60,
            "TranscriptionMode": 0,
        },
        "RecognizeConfig": {"Language": "zh"},
        "SessionId": TRTC_1.idempotency_key(values(), "any"),
    }


def test_the_preview_shows_no_secret() -> None:
    form = values(
        user_sig_source="pasted",
        user_sig="PASTED-SECRET",
        im_admin_user_id="admin",
        im_admin_user_sig="ADMIN-SECRET",
    )
    (call,) = TRTC_1.preview(form, profile("cn"))
    written = json.dumps(call.body, ensure_ascii=False)
    assert "SECRET" not in written
    assert written.count(HIDDEN) == 2


@pytest.mark.parametrize("site", ["intl", "cn"])
def test_an_empty_form_and_profile_have_a_preview(site: str) -> None:
    (call,) = TRTC_1.preview({}, replace(profile(site), account={}, base_url="http://127.0.0.1:8080"))
    assert call.url == "http://127.0.0.1:8080/"
    json.dumps(call.body)

"""The preview shows the requests of a start and none of its secrets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from roomscribe.net.redaction import HIDDEN
from roomscribe.vendors.agora.preview import preview
from tests.unit.vendors.agora.stage import ROOT, bot_token, profile, values


def bodies(form: dict[str, object]) -> list[Any]:
    return [each.body for each in preview(form, profile())]


def test_acquire_and_start() -> None:
    acquire, start = preview(values(instance_id="mine"), profile())
    assert (acquire.call, acquire.method, acquire.body) == ("acquire", "POST", {"instanceId": "mine"})
    assert acquire.url == f"https://api.agora.io{ROOT}/builderTokens"
    assert (start.call, start.method) == ("start", "POST")
    assert start.url == f"https://api.agora.io{ROOT}/tasks?builderToken=(made when you start)"


def test_tokens_that_do_not_exist_yet_are_announced() -> None:
    rtc = bodies(values())[1]["rtcConfig"]
    assert (rtc["subBotToken"], rtc["pubBotToken"]) == ("made when you start", "made when you start")
    assert bodies(values())[0] == {"instanceId": "made when you start"}
    assert "subBotToken" not in bodies(values(bot_tokens="none"))[1]["rtcConfig"]


def test_secrets_are_hidden() -> None:
    token = bot_token("47091")
    form = values(
        bot_tokens="pasted",
        sub_bot_token=token,
        pub_bot_token=token,
        encryption=7,
        encryption_secret="key",
        encryption_salt="salt",
        save_captions=True,
        storage_access_key="access",
        storage_secret_key="secret",
    )
    body = bodies(form)[1]
    rtc, storage = body["rtcConfig"], body["captionConfig"]["storage"]
    hidden = [rtc[key] for key in ("subBotToken", "pubBotToken", "secret", "salt")]
    assert [*hidden, storage["accessKey"], storage["secretKey"]] == [HIDDEN] * 6


def test_an_empty_form_and_an_empty_profile_can_be_previewed() -> None:
    assert len(preview({}, replace(profile(), account={}))) == 2


def test_the_profiles_own_address_is_shown() -> None:
    elsewhere = replace(profile(), base_url="https://api-us-west-1.agora.io")
    assert preview(values(), elsewhere)[0].url.startswith("https://api-us-west-1.agora.io/v1/")
    assert preview(values(), replace(profile(), site="cn"))[0].url.startswith("https://api.sd-rtn.com/v1/")

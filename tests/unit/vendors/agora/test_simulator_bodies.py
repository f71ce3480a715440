"""Bodies that a form can't make: wrong names, wrong types, and what the pages leave to the server."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from roomscribe.vendors.agora.limits import AGORA_5
from roomscribe.vendors.agora.simulator_answers import Refusal
from roomscribe.vendors.agora.simulator_bodies import Leniency, check_start, check_update
from tests.unit.vendors.agora.stage import start_body

STORAGE: dict[str, Any] = {"accessKey": "a", "secretKey": "s", "bucket": "b", "vendor": 1, "region": 0}


def changed(path: str, value: object) -> dict[str, Any]:
    """A good body with one value replaced; `...` removes it."""
    body = deepcopy(start_body(captionConfig={"storage": dict(STORAGE)}))
    body["translateConfig"] = {"languages": [{"source": "en-US", "target": ["de-DE"]}]}
    *parents, name = path.split(".")
    holder = body
    for parent in parents:
        holder = holder[parent]
    if value is ...:
        holder.pop(name, None)
    else:
        holder[name] = value
    return body


def refusal(body: dict[str, Any], *, all_at_start: bool = False) -> str:
    """What the server says; "" when it accepts."""
    try:
        check_start(body, AGORA_5, Leniency(all_at_start=all_at_start))
    except Refusal as refused:
        return f"{refused.status} {refused.message}".removeprefix("400 body schema check fail, ")
    return ""


def test_the_good_body_is_accepted() -> None:
    assert refusal(changed("languages", ["en-US"])) == ""


@pytest.mark.parametrize(
    "path",
    [
        "Languages",
        "rtcConfig.channelname",
        "rtcConfig.uid",
        "translateConfig.enable",
        "captionConfig.bucket",
        "captionConfig.storage.Bucket",
        "uidLanguagesConfig",
    ],
)
def test_names_are_case_sensitive_and_unknown_ones_refused(path: str) -> None:
    assert refusal(changed(path, ["x"])) == f"{path}: unknown field"


@pytest.mark.parametrize(
    "path",
    [
        "languages",
        "rtcConfig",
        "rtcConfig.channelName",
        "rtcConfig.subBotUid",
        "rtcConfig.pubBotUid",
        "translateConfig.languages",
        "captionConfig.storage",
        *(f"captionConfig.storage.{name}" for name in STORAGE),
    ],
)
def test_what_is_required(path: str) -> None:
    assert refusal(changed(path, ...)).startswith(path)
    assert refusal(changed(path, None)).startswith(path)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("languages", "en-US"),
        ("languages", [1]),
        ("languages", [""]),
        ("languages", []),
        ("maxIdleTime", "30"),
        ("maxIdleTime", 30.0),
        ("maxIdleTime", True),
        ("maxIdleTime", None),
        ("rtcConfig", []),
        ("rtcConfig.subBotUid", 47091),
        ("rtcConfig.pubBotUid", "0"),
        ("rtcConfig.pubBotUid", "47091"),
        ("rtcConfig.subBotToken", 7),
        ("rtcConfig.subscribeAudioUids", "1"),
        ("rtcConfig.subscribeAudioUids", ["1", "2", "3", "4"]),
        ("rtcConfig.subscribeAudioUids", ["all"]),
        ("rtcConfig.cryptionMode", "1"),
        ("rtcConfig.cryptionMode", 9),
        ("rtcConfig.enableJsonProtocol", 1),
        ("rtcConfig.transferMode", "RTC"),
        ("rtcConfig.transferMode", []),
        ("rtcConfig.transferMode", ["rtc"]),
        ("translateConfig", []),
        ("translateConfig", {}),
        ("translateConfig.languages", []),
        ("translateConfig.languages", [[]]),
        ("translateConfig.languages", [{"source": "en-US", "target": "de-DE"}]),
        ("translateConfig.languages", [{"source": "en-US", "target": []}]),
        ("translateConfig.languages", [{"source": "en-US", "target": ["a"], "x": 1}]),
        ("captionConfig.sliceDuration", 4),
        ("captionConfig.storage.vendor", 2),
        ("captionConfig.storage.vendor", "1"),
        ("captionConfig.storage.region", -1),
        ("captionConfig.storage.region", 29),
        ("captionConfig.storage.fileNamePrefix", "a"),
    ],
)
def test_types_and_ranges(path: str, value: object) -> None:
    assert refusal(changed(path, value)).startswith(path)


@pytest.mark.parametrize(("mode", "needs"), [(1, "rtcConfig.secret"), (7, "rtcConfig.secret")])
def test_encryption_needs_its_secret(mode: int, needs: str) -> None:
    assert refusal(changed("rtcConfig.cryptionMode", mode)).startswith(needs)


def test_salted_encryption_needs_a_salt() -> None:
    body = changed("rtcConfig.cryptionMode", 7)
    body["rtcConfig"]["secret"] = "key"
    assert refusal(body).startswith("rtcConfig.salt")
    body["rtcConfig"]["cryptionMode"] = 6
    assert refusal(body) == ""


def test_different_sources_are_counted_not_items() -> None:
    twice = [{"source": "en-US", "target": ["de-DE"]}, {"source": "en-US", "target": ["fr-FR"]}]
    assert refusal(changed("translateConfig.languages", [*twice, {"source": "ja-JP", "target": ["de-DE"]}])) == ""
    many = [{"source": "en-US", "target": ["a", "b", "c"]}, {"source": "en-US", "target": ["d", "e", "f"]}]
    assert refusal(changed("translateConfig.languages", many)).startswith("translateConfig.languages[1].target")


def test_both_spellings_of_the_storage_keys_are_taken() -> None:
    lower = {name.lower() if "Key" in name else name: value for name, value in STORAGE.items()}
    assert refusal(changed("captionConfig.storage", lower)) == ""


def test_everybody_at_start_is_a_setting() -> None:
    assert refusal(changed("rtcConfig.subscribeAudioUids", ["all"]), all_at_start=True) == ""


@pytest.mark.parametrize(
    "body",
    [
        {"languages": ["a", "b", "c"]},
        {"languages": []},
        {"rtcConfig": {"subscribeAudioUids": ["1", "2", "3", "4"]}},
        {"rtcConfig": {"subscribeAudioUids": ["all", "1"]}},
        {"rtcConfig": {"channelName": "x"}},
        {"rtcConfig": []},
        {"translateConfig": {"enable": "true"}},
        {"translateConfig": {"languages": [{"source": "a", "target": ["a"]}]}},
        {"translateConfig": {"languages": [{"source": source, "target": ["x"]} for source in "abc"]}},
        {"translateConfig": {"languages": [{"source": "a", "target": list("bcdefg")}]}},
        {"maxIdleTime": 60},
    ],
)
def test_updates_that_are_refused(body: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        check_update(body, AGORA_5)


def test_null_is_not_given_in_an_update() -> None:
    nothing = {"languages": None, "rtcConfig": {"subscribeAudioUids": None}, "translateConfig": {"enable": None}}
    assert check_update(nothing, AGORA_5) == {}
    assert check_update({"rtcConfig": None, "translateConfig": None}, AGORA_5) == {}

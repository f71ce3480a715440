"""Recorded Agora tasks, and how their notices are read."""

from __future__ import annotations

from typing import Any

from tests.unit.vendors.agora.stage import START_OF_TIME

PAIRS = ({"source": "en-US", "target": ("es-ES", "ja-JP")},)
RECORDED = {
    "save_captions": True,
    "slice_duration": 40,
    "storage_vendor": 1,
    "storage_region": 0,
    "storage_bucket": "captions",
    "storage_access_key": "AKIAEXAMPLE",
    "storage_secret_key": "storage-secret",
    "storage_prefix": ("calls", "today"),
    "translate": True,
    "translations": PAIRS,
}


def brief(notices: list[Any]) -> list[tuple[int, Any]]:
    return [(each["eventType"], each["payload"]) for each in notices]


def numbers(notices: list[Any]) -> list[int]:
    return [each["eventType"] for each in notices]


def at(seconds: float = 0.0) -> int:
    return int(START_OF_TIME + seconds)


def ms(seconds: float = 0.0) -> int:
    return at(seconds) * 1000

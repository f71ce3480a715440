"""Checks request bodies as Agora's 5.x server does: types, names, ranges, every limit at its edge (agora.md §3)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roomscribe.vendors.agora.limits import (
    ALL_SPEAKERS,
    CHANNEL_BYTES,
    CHANNEL_PATTERN,
    HIGHEST_UID,
    INSTANCE_ID_PATTERN,
    PREFIX_LENGTH,
    PREFIX_PATTERN,
    SALT_BYTES,
    AgoraLimits,
)
from roomscribe.vendors.agora.simulator_answers import bad_acquire, bad_body
from roomscribe.vendors.agora.storage import AMAZON_S3, S3_REGIONS

HIGHEST_ENCRYPTION = 8
SALTED = (7, 8)
S3_REGION_NUMBERS = frozenset(S3_REGIONS) | {18, 19}
"""18 and 19 stand on another product's page (agora.md §12.2)."""

Pairs = tuple[tuple[str, tuple[str, ...]], ...]
"""Source language and its targets."""


@dataclass(frozen=True, kw_only=True)
class StartRequest:
    """What the simulator keeps of a start."""

    channel: str
    sub_bot_uid: str
    pub_bot_uid: str
    sub_bot_token: str
    pub_bot_token: str
    max_idle_time: int
    languages: tuple[str, ...]
    subscribed: tuple[str, ...] | None
    """None for everybody."""
    pairs: Pairs


def check_instance_id(body: Mapping[str, object], limits: AgoraLimits) -> str:
    """The instanceId of an acquire (agora.md §3.1)."""
    for name in body:
        if name != "instanceId":
            raise bad_acquire(f"invalid {name} value!")
    value = body.get("instanceId")
    if not isinstance(value, str) or len(value) > limits.instance_id_length:
        raise bad_acquire("invalid instanceId value!")
    if not re.fullmatch(INSTANCE_ID_PATTERN, value):
        raise bad_acquire("invalid instanceId value!")
    return value


def check_start(body: Mapping[str, object], limits: AgoraLimits, *, all_at_start: bool) -> StartRequest:
    """The body of a start (agora.md §3.2); raises the refusal that names the field."""
    _only(body, "", ("languages", "maxIdleTime", "rtcConfig", "translateConfig", "captionConfig"))
    languages = _languages(body.get("languages"), limits)
    idle = _whole(body.get("maxIdleTime", 30), "maxIdleTime", *limits.idle_seconds)
    rtc = _object(body.get("rtcConfig"), "rtcConfig")
    uids = _check_rtc(rtc, limits, all_at_start=all_at_start)
    if "captionConfig" in body:
        _check_captions(_object(body["captionConfig"], "captionConfig"), limits)
    return StartRequest(
        channel=_channel(rtc.get("channelName")),
        sub_bot_uid=str(rtc["subBotUid"]),
        pub_bot_uid=str(rtc["pubBotUid"]),
        sub_bot_token=_optional_text(rtc, "rtcConfig", "subBotToken"),
        pub_bot_token=_optional_text(rtc, "rtcConfig", "pubBotToken"),
        max_idle_time=idle,
        languages=languages,
        subscribed=uids,
        pairs=_check_translation(body["translateConfig"], limits) if "translateConfig" in body else (),
    )


def check_update(body: Mapping[str, object], limits: AgoraLimits) -> dict[str, object]:
    """The values of an update by mask path (agora.md §3.4); null counts as not given."""
    _only(body, "", ("languages", "rtcConfig", "translateConfig"))
    rtc, translate = _nullable(body, "rtcConfig"), _nullable(body, "translateConfig")
    _only(rtc, "rtcConfig", ("subscribeAudioUids",))
    _only(translate, "translateConfig", ("enable", "languages"))
    found: dict[str, object] = {}
    if body.get("languages") is not None:
        found["languages"] = _languages(body["languages"], limits)
    if rtc.get("subscribeAudioUids") is not None:
        found["rtcConfig.subscribeAudioUids"] = _subscribed(rtc["subscribeAudioUids"], limits, all_allowed=True)
    if translate.get("enable") is not None:
        found["translateConfig.enable"] = _flag(translate["enable"], "translateConfig.enable")
    if translate.get("languages") is not None:
        found["translateConfig.languages"] = _pairs(translate["languages"], limits.sources_at_update, limits)
    return found


def _check_rtc(rtc: Mapping[str, object], limits: AgoraLimits, *, all_at_start: bool) -> tuple[str, ...] | None:
    known = ("channelName", "subBotUid", "subBotToken", "pubBotUid", "pubBotToken", "subscribeAudioUids")
    _only(rtc, "rtcConfig", (*known, "cryptionMode", "secret", "salt", "enableJsonProtocol", "transferMode"))
    listening = _uid(rtc.get("subBotUid"), "rtcConfig.subBotUid")
    if _uid(rtc.get("pubBotUid"), "rtcConfig.pubBotUid") == listening:
        raise bad_body("rtcConfig.pubBotUid", "must differ from subBotUid")
    _check_encryption(rtc)
    if "enableJsonProtocol" in rtc:
        _flag(rtc["enableJsonProtocol"], "rtcConfig.enableJsonProtocol")
    if "transferMode" in rtc:
        for mode in _texts(rtc["transferMode"], "rtcConfig.transferMode", least=1):
            if mode not in limits.transfer_modes:
                raise bad_body("rtcConfig.transferMode", f"unknown mode {mode!r}")
    if "subscribeAudioUids" not in rtc:
        return None
    return _subscribed(rtc["subscribeAudioUids"], limits, all_allowed=all_at_start)


def _channel(value: object) -> str:
    path = "rtcConfig.channelName"
    channel = _text(value, path)
    if len(channel.encode("utf-8", "replace")) > CHANNEL_BYTES or not re.fullmatch(CHANNEL_PATTERN, channel):
        raise bad_body(path, f"must be 1 to {CHANNEL_BYTES} of the permitted characters")
    return channel


def _uid(value: object, path: str) -> str:
    uid = _text(value, path)
    if not re.fullmatch(r"[1-9][0-9]{0,9}", uid) or int(uid) > HIGHEST_UID:
        raise bad_body(path, f"must be an integer from 1 to {HIGHEST_UID}, written as a string")
    return uid


def _subscribed(value: object, limits: AgoraLimits, *, all_allowed: bool) -> tuple[str, ...] | None:
    path = "rtcConfig.subscribeAudioUids"
    uids = _texts(value, path, most=limits.subscribed_uids)
    if all_allowed and uids == (ALL_SPEAKERS,):
        return None
    return tuple(_uid(uid, path) for uid in uids) or None


def _check_encryption(rtc: Mapping[str, object]) -> None:
    mode = _whole(rtc.get("cryptionMode", 0), "rtcConfig.cryptionMode", 0, HIGHEST_ENCRYPTION)
    secret, salt = _optional_text(rtc, "rtcConfig", "secret"), _optional_text(rtc, "rtcConfig", "salt")
    if mode and not secret:
        raise bad_body("rtcConfig.secret", f"required for cryptionMode {mode}")
    if mode in SALTED and not _is_salt(salt):
        raise bad_body("rtcConfig.salt", f"cryptionMode {mode} needs base64 of {SALT_BYTES} bytes")


def _is_salt(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == SALT_BYTES
    except (binascii.Error, ValueError):
        return False


def _check_translation(value: object, limits: AgoraLimits) -> Pairs:
    config = _object(value, "translateConfig")
    _only(config, "translateConfig", ("forceTranslateInterval", "languages"))
    if "forceTranslateInterval" in config:
        path = "translateConfig.forceTranslateInterval"
        _whole(config["forceTranslateInterval"], path, *limits.force_translate_seconds)
    pairs = _pairs(config.get("languages"), limits.sources_at_start, limits)
    if not pairs:
        raise bad_body("translateConfig.languages", "at least 1 item")
    return pairs


def _pairs(value: object, most_sources: int, limits: AgoraLimits) -> Pairs:
    """Counts *different* sources, as the pages say: a source may stand in several items."""
    path = "translateConfig.languages"
    if not isinstance(value, list):
        raise bad_body(path, "must be an array")
    merged: dict[str, list[str]] = {}
    for number, item in enumerate(value):
        here = f"{path}[{number}]"
        pair = _object(item, here)
        _only(pair, here, ("source", "target"))
        source = _text(pair.get("source"), f"{here}.source")
        targets = merged.setdefault(source, [])
        targets += [each for each in _texts(pair.get("target"), f"{here}.target", least=1) if each not in targets]
        if source in targets:
            raise bad_body(f"{here}.target", "must differ from source")
        if len(targets) > limits.targets:
            raise bad_body(f"{here}.target", f"at most {limits.targets} items")
    if len(merged) > most_sources:
        raise bad_body(path, f"at most {most_sources} different sources")
    return tuple((source, tuple(targets)) for source, targets in merged.items())


def _check_captions(config: Mapping[str, object], limits: AgoraLimits) -> None:
    _only(config, "captionConfig", ("sliceDuration", "storage"))
    if "sliceDuration" in config:
        _whole(config["sliceDuration"], "captionConfig.sliceDuration", *limits.slice_seconds)
    root = "captionConfig.storage"
    # The pages' tables print the two keys in lower case, their examples do not (agora.md §14, C2): both are taken.
    spelling = {"accesskey": "accessKey", "secretkey": "secretKey"}
    storage = {spelling.get(name, name): value for name, value in _object(config.get("storage"), root).items()}
    _only(storage, root, ("accessKey", "secretKey", "bucket", "vendor", "region", "fileNamePrefix"))
    for name in ("accessKey", "secretKey", "bucket"):
        _text(storage.get(name), f"{root}.{name}")
    vendor = _whole(storage.get("vendor"), f"{root}.vendor")
    if vendor not in limits.storage_vendors:
        raise bad_body(f"{root}.vendor", f"must be one of {sorted(limits.storage_vendors)}")
    region = _whole(storage.get("region"), f"{root}.region", 0)
    if vendor == AMAZON_S3 and region not in S3_REGION_NUMBERS:
        raise bad_body(f"{root}.region", "unknown region")
    if "fileNamePrefix" in storage:
        _check_prefix(_texts(storage["fileNamePrefix"], f"{root}.fileNamePrefix"), f"{root}.fileNamePrefix")


def _check_prefix(folders: tuple[str, ...], path: str) -> None:
    if not all(re.fullmatch(PREFIX_PATTERN, folder) for folder in folders):
        raise bad_body(path, "letters and digits only")
    if len("/".join(folders)) > PREFIX_LENGTH:
        raise bad_body(path, f"at most {PREFIX_LENGTH} characters with slashes")


def _languages(value: object, limits: AgoraLimits) -> tuple[str, ...]:
    return _texts(value, "languages", least=1, most=limits.languages)


def _only(value: Mapping[str, object], path: str, known: Iterable[str]) -> None:
    for name in value:
        if name not in known:
            raise bad_body(f"{path}.{name}".lstrip("."), "unknown field")


def _object(value: object, path: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise bad_body(path, "required" if value is None else "must be an object")
    return value


def _nullable(body: Mapping[str, object], name: str) -> dict[str, object]:
    return {} if body.get(name) is None else _object(body[name], name)


def _text(value: object, path: str) -> str:
    if not isinstance(value, str) or not value:
        raise bad_body(path, "required" if value in (None, "") else "must be a string")
    return value


def _optional_text(config: Mapping[str, object], root: str, name: str) -> str:
    value = config.get(name, "")
    if not isinstance(value, str):
        raise bad_body(f"{root}.{name}", "must be a string")
    return value


def _texts(value: object, path: str, *, least: int = 0, most: int | None = None) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise bad_body(path, "required" if value is None else "must be an array of strings")
    if len(value) < least or (most is not None and len(value) > most):
        raise bad_body(path, f"{least} to {most} items" if most is not None else f"at least {least} items")
    return tuple(_text(item, path) for item in value)


def _whole(value: object, path: str, low: int | None = None, high: int | None = None) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_body(path, "required" if value is None else "must be an integer")
    if (low is not None and value < low) or (high is not None and value > high):
        raise bad_body(path, f"must be {low} or more" if high is None else f"must be from {low} to {high}")
    return value


def _flag(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise bad_body(path, "must be true or false")
    return value

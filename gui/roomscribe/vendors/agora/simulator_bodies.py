"""Checks request bodies as Agora does: types, names, ranges, every limit at its edge (agora.md §3, §4, §6)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from roomscribe.vendors.agora.limits import (
    ALL_SPEAKERS,
    CHANNEL_BYTES,
    CHANNEL_PATTERN,
    HIGHEST_UID,
    SALT_BYTES,
    AgoraLimits,
)
from roomscribe.vendors.agora.simulator_answers import bad_acquire, bad_body
from roomscribe.vendors.agora.simulator_captions import Recording, check_captions, check_extension, recording
from roomscribe.vendors.agora.simulator_doubts import ExtensionPlace
from roomscribe.vendors.agora.simulator_values import (
    a_flag,
    a_text,
    a_whole,
    an_object,
    nullable,
    only,
    optional_text,
    some_texts,
)

HIGHEST_ENCRYPTION = 8
SALTED = (7, 8)
EXPIRED_HOUR = "resourceExpiredHour"
MOST_HOURS = 72

Pairs = tuple[tuple[str, tuple[str, ...]], ...]
"""Source language and its targets."""
SpeakerLanguages = tuple[tuple[str, tuple[str, ...]], ...]
"""A speaker's uid and languages."""


@dataclass(frozen=True, kw_only=True)
class Leniency:
    """What a start is forgiven: the pages leave it open, so the simulator's settings say."""

    all_at_start: bool = False
    """`["all"]` as subscribeAudioUids."""
    unknown_in_translation: bool = False
    """Members of translateConfig that no page has."""
    empty_translation: bool = False
    """A translateConfig without anything in it."""
    lower_case_keys: bool = True
    """accesskey and secretkey."""
    one_speaker: bool = False
    """An object as uidLanguagesConfig."""
    extension_place: ExtensionPlace = ExtensionPlace.EITHER
    doubtful_storage: bool = False
    """The storage vendors outside a page's table."""


STRICT = Leniency()


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
    speakers: SpeakerLanguages = ()
    keywords: tuple[str, ...] = ()
    name: str = ""
    """Of 7.x alone."""
    excluded: frozenset[str] = frozenset()
    """People who are not transcribed."""
    json_protocol: bool = False
    """Whether captions are gzip JSON rather than protobuf."""
    recording: Recording | None = None
    """What becomes of the captions besides, where captionConfig is given."""


def check_hours(body: Mapping[str, object]) -> int | None:
    """The resourceExpiredHour of an acquire, of which only an error's text tells (agora.md §8.2); None without it."""
    hours = body.get(EXPIRED_HOUR)
    if hours is not None and (not isinstance(hours, int) or isinstance(hours, bool) or not 1 <= hours <= MOST_HOURS):
        raise bad_acquire(f"invalid {EXPIRED_HOUR} value!")
    return hours


def check_instance_id(body: Mapping[str, object], limits: AgoraLimits, further: Collection[str] = ()) -> str:
    """The instanceId of an acquire (agora.md §3.1); `further` members are checked elsewhere."""
    for name in body:
        if name != "instanceId" and name not in further:
            raise bad_acquire(f"invalid {name} value!")
    value = body.get("instanceId")
    if not isinstance(value, str) or len(value) > limits.id_length:
        raise bad_acquire("invalid instanceId value!")
    if not re.fullmatch(limits.id_pattern or ".+", value):
        raise bad_acquire("invalid instanceId value!")
    return value


def check_start(body: Mapping[str, object], limits: AgoraLimits, lenient: Leniency = STRICT) -> StartRequest:
    """The body of a start (agora.md §3.2, §4, §6.1); raises the refusal that names the field."""
    known = ("languages", "maxIdleTime", "rtcConfig", "translateConfig", "captionConfig")
    # An instanceId belongs to acquire, a name to the start itself.
    named = limits.id_path == "name"
    only(body, "", (*known, *_names_of(limits), *(("name", "extensionParams") if named else ())))
    languages = _languages(body.get("languages"), limits)
    idle = a_whole(body.get("maxIdleTime", 30), "maxIdleTime", *limits.idle_seconds)
    rtc = an_object(body.get("rtcConfig"), "rtcConfig")
    uids = _check_rtc(rtc, limits, lenient)
    if "captionConfig" in body:
        vendors = limits.storage_vendors | (
            limits.storage_vendors_doubtful if lenient.doubtful_storage else frozenset()
        )
        captions = an_object(body["captionConfig"], "captionConfig")
        check_captions(captions, limits, vendors, lower_case_keys=lenient.lower_case_keys)
    if limits.storage_extension:
        check_extension(body, lenient.extension_place)
    sending = str(rtc["pubBotUid"])
    return StartRequest(
        channel=_channel(rtc.get("channelName")),
        sub_bot_uid=str(rtc.get("subBotUid", sending)),
        pub_bot_uid=sending,
        sub_bot_token=optional_text(rtc, "rtcConfig", "subBotToken"),
        pub_bot_token=optional_text(rtc, "rtcConfig", "pubBotToken"),
        max_idle_time=idle,
        languages=languages,
        subscribed=uids,
        pairs=_check_translation(body["translateConfig"], limits, languages, lenient)
        if "translateConfig" in body
        else (),
        speakers=_speakers(body["uidLanguagesConfig"], limits, lenient) if "uidLanguagesConfig" in body else (),
        keywords=_keywords(body["keywords"], limits) if "keywords" in body else (),
        name=_name(body.get("name"), limits) if named else "",
        excluded=frozenset(some_texts(rtc.get("unSubscribeAudioUids", []), "rtcConfig.unSubscribeAudioUids")),
        json_protocol=rtc.get("enableJsonProtocol") is True,
        recording=recording(nullable(body, "captionConfig")) if "captionConfig" in body else None,
    )


def check_update(
    body: Mapping[str, object], limits: AgoraLimits, spoken: tuple[str, ...] = (), lenient: Leniency = STRICT
) -> dict[str, object]:
    """The values of an update by mask path (agora.md §3.4, §4, §6.2); null counts as not given.

    `spoken` is what the task recognises now: which targets are allowed depends on it in 7.x.
    """
    only(body, "", ("languages", "rtcConfig", "translateConfig", *_names_of(limits)))
    rtc, translate = nullable(body, "rtcConfig"), nullable(body, "translateConfig")
    only(rtc, "rtcConfig", ("subscribeAudioUids",))
    only(translate, "translateConfig", ("enable", "languages"))
    found: dict[str, object] = {}
    if body.get("languages") is not None:
        found["languages"] = spoken = _languages(body["languages"], limits)
    if body.get("uidLanguagesConfig") is not None:
        found["uidLanguagesConfig"] = _speakers(body["uidLanguagesConfig"], limits, lenient)
    if body.get("keywords") is not None:
        found["keywords"] = _keywords(body["keywords"], limits)
    if rtc.get("subscribeAudioUids") is not None:
        path = "rtcConfig.subscribeAudioUids"
        found[path] = _uids(rtc["subscribeAudioUids"], path, limits.subscribed_uids, all_allowed=True)
    if translate.get("enable") is not None:
        found["translateConfig.enable"] = a_flag(translate["enable"], "translateConfig.enable")
    if translate.get("languages") is not None:
        pairs = _pairs(translate["languages"], limits.sources_at_update, limits, spoken)
        found["translateConfig.languages"] = pairs
    if translate and limits.update_brings_both:
        for path in ("translateConfig.enable", "translateConfig.languages"):
            if path not in found:
                raise bad_body(path, "required")
    return found


def _names_of(limits: AgoraLimits) -> tuple[str, ...]:
    """The members that not every generation has."""
    speakers = ("uidLanguagesConfig",) if limits.speakers_with_languages else ()
    return (*speakers, "keywords") if limits.keywords else speakers


def _check_rtc(rtc: Mapping[str, object], limits: AgoraLimits, lenient: Leniency) -> tuple[str, ...] | None:
    known = ["channelName", "subBotUid", "subBotToken", "pubBotUid", "pubBotToken", "subscribeAudioUids"]
    known += ["unSubscribeAudioUids"] if limits.unsubscribed_uids else []
    known += ["transferMode"] if limits.transfer_modes else []
    only(rtc, "rtcConfig", (*known, "cryptionMode", "secret", "salt", "enableJsonProtocol"))
    _check_bots(rtc, limits)
    _check_encryption(rtc)
    if "enableJsonProtocol" in rtc:
        a_flag(rtc["enableJsonProtocol"], "rtcConfig.enableJsonProtocol")
    if "transferMode" in rtc:
        for mode in some_texts(rtc["transferMode"], "rtcConfig.transferMode", least=1):
            if mode not in limits.transfer_modes:
                raise bad_body("rtcConfig.transferMode", f"unknown mode {mode!r}")
    return _check_listeners(rtc, limits, lenient)


def _check_bots(rtc: Mapping[str, object], limits: AgoraLimits) -> None:
    sending = _uid(rtc.get("pubBotUid"), "rtcConfig.pubBotUid")
    if not limits.listening_bot and "subBotUid" not in rtc:
        return
    listening = _uid(rtc.get("subBotUid"), "rtcConfig.subBotUid")
    if limits.listening_bot and sending == listening:
        raise bad_body("rtcConfig.pubBotUid", "must differ from subBotUid")


def _check_listeners(rtc: Mapping[str, object], limits: AgoraLimits, lenient: Leniency) -> tuple[str, ...] | None:
    left_out = "rtcConfig.unSubscribeAudioUids"
    if "unSubscribeAudioUids" in rtc:
        excluded = _uids(rtc["unSubscribeAudioUids"], left_out, limits.unsubscribed_uids, all_allowed=False)
        if excluded and rtc.get("subscribeAudioUids"):
            raise bad_body(left_out, "not together with subscribeAudioUids")
    if "subscribeAudioUids" not in rtc:
        return None
    path = "rtcConfig.subscribeAudioUids"
    return _uids(rtc["subscribeAudioUids"], path, limits.subscribed_uids, all_allowed=lenient.all_at_start)


def _channel(value: object) -> str:
    path = "rtcConfig.channelName"
    channel = a_text(value, path)
    if len(channel.encode("utf-8", "replace")) > CHANNEL_BYTES or not re.fullmatch(CHANNEL_PATTERN, channel):
        raise bad_body(path, f"must be 1 to {CHANNEL_BYTES} of the permitted characters")
    return channel


def _uid(value: object, path: str) -> str:
    uid = a_text(value, path)
    if not re.fullmatch(r"[1-9][0-9]{0,9}", uid) or int(uid) > HIGHEST_UID:
        raise bad_body(path, f"must be an integer from 1 to {HIGHEST_UID}, written as a string")
    return uid


def _uids(value: object, path: str, most: int, *, all_allowed: bool) -> tuple[str, ...] | None:
    uids = some_texts(value, path, most=most)
    if all_allowed and uids == (ALL_SPEAKERS,):
        return None
    return tuple(_uid(uid, path) for uid in uids) or None


def _check_encryption(rtc: Mapping[str, object]) -> None:
    mode = a_whole(rtc.get("cryptionMode", 0), "rtcConfig.cryptionMode", 0, HIGHEST_ENCRYPTION)
    secret, salt = optional_text(rtc, "rtcConfig", "secret"), optional_text(rtc, "rtcConfig", "salt")
    if mode and not secret:
        raise bad_body("rtcConfig.secret", f"required for cryptionMode {mode}")
    if mode in SALTED and not _is_salt(salt):
        raise bad_body("rtcConfig.salt", f"cryptionMode {mode} needs base64 of {SALT_BYTES} bytes")


def _is_salt(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == SALT_BYTES
    except (binascii.Error, ValueError):
        return False


def _check_translation(value: object, limits: AgoraLimits, spoken: tuple[str, ...], lenient: Leniency) -> Pairs:
    config = an_object(value, "translateConfig")
    forced = limits.force_translate_seconds
    if not lenient.unknown_in_translation:
        only(config, "translateConfig", ("languages", *(("forceTranslateInterval",) if forced else ())))
    if forced and "forceTranslateInterval" in config:
        path = "translateConfig.forceTranslateInterval"
        a_whole(config["forceTranslateInterval"], path, *forced)
    if not config and lenient.empty_translation:
        return ()
    pairs = _pairs(config.get("languages"), limits.sources_at_start, limits, spoken)
    if not pairs:
        raise bad_body("translateConfig.languages", "at least 1 item")
    return pairs


def _pairs(value: object, most_sources: int, limits: AgoraLimits, spoken: tuple[str, ...]) -> Pairs:
    """Counts *different* sources, as the pages say: a source may stand in several items."""
    path = "translateConfig.languages"
    if not isinstance(value, list):
        raise bad_body(path, "must be an array")
    free = limits.target_may_be_spoken and len(spoken) > 1
    merged: dict[str, list[str]] = {}
    for number, item in enumerate(value):
        here = f"{path}[{number}]"
        pair = an_object(item, here)
        only(pair, here, ("source", "target"))
        source = a_text(pair.get("source"), f"{here}.source")
        targets = merged.setdefault(source, [])
        targets += [each for each in some_texts(pair.get("target"), f"{here}.target", least=1) if each not in targets]
        if source in targets and not free:
            raise bad_body(f"{here}.target", "must differ from source")
        if len(targets) > limits.targets:
            raise bad_body(f"{here}.target", f"at most {limits.targets} items")
    if len(merged) > most_sources:
        raise bad_body(path, f"at most {most_sources} different sources")
    return tuple((source, tuple(targets)) for source, targets in merged.items())


def _languages(value: object, limits: AgoraLimits) -> tuple[str, ...]:
    return some_texts(value, "languages", least=1, most=limits.languages)


def _speakers(value: object, limits: AgoraLimits, lenient: Leniency) -> SpeakerLanguages:
    path = "uidLanguagesConfig"
    if lenient.one_speaker and isinstance(value, dict):
        value = [value]
    if not isinstance(value, list) or len(value) > limits.speakers_with_languages:
        raise bad_body(path, f"must be an array of at most {limits.speakers_with_languages} items")
    found: dict[str, tuple[str, ...]] = {}
    for number, item in enumerate(value):
        here = f"{path}[{number}]"
        speaker = an_object(item, here)
        only(speaker, here, ("uid", "languages"))
        uid = _uid(speaker.get("uid"), f"{here}.uid")
        if uid in found:
            raise bad_body(f"{here}.uid", "stands there twice")
        found[uid] = some_texts(
            speaker.get("languages"), f"{here}.languages", least=1, most=limits.languages_of_a_speaker
        )
    return tuple(found.items())


def _keywords(value: object, limits: AgoraLimits) -> tuple[str, ...]:
    return some_texts(value, "keywords", most=limits.keywords)


def _name(value: object, limits: AgoraLimits) -> str:
    name = a_text(value, "name")
    if len(name) > limits.id_length:
        raise bad_body("name", f"at most {limits.id_length} characters")
    return name

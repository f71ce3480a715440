"""Reads the nested start bodies of 4.x, which the vendor's migration page calls 5.x (agora.md §1, §4.1)."""

from __future__ import annotations

from roomscribe.domain.remarks import RemarkKind
from roomscribe.domain.text import T
from roomscribe.vendors.agora.limits import AgoraLimits
from roomscribe.vendors.agora.storage_reading import take_storage
from roomscribe.vendors.agora.token_reading import take_token
from roomscribe.vendors.body_reader import BodyReader, Note

OLD = "audio"
"""The member that only these bodies have."""
_RTC = "audio.agoraRtcConfig"
_RECOGNISE = "config.recognizeConfig"
_OUTPUT = f"{_RECOGNISE}.output"
_STREAM = f"{_OUTPUT}.agoraRTCDataStream"
_STORED = f"{_OUTPUT}.cloudStorage"

_ALWAYS = {
    "audio.subscribeSource": "AGORARTC",
    f"{_RTC}.channelType": "LIVE_TYPE",
    f"{_RTC}.subscribeConfig.subscribeMode": "CHANNEL_MODE",
    "config.features": ["RECOGNIZE"],
    f"{_RECOGNISE}.model": "Model",
    f"{_RECOGNISE}.profanityFilter": False,
    f"{_STORED}.0.format": "HLS",
}
"""What every later generation does anyway, without being told."""
_FILES, _CAPTIONS = "Storage", "AgoraRTCDataStream"


def take_old_body(reader: BodyReader, limits: AgoraLimits) -> None:
    """Read such a body; what the later generations have no setting for is told."""
    reader.take("channel", f"{_RTC}.channelName")
    reader.take("sub_bot_uid", f"{_RTC}.uid")
    take_token(reader, "sub_bot_token", f"{_RTC}.token")
    reader.take("max_idle_time", f"{_RTC}.maxIdleTime")
    reader.take("languages", f"{_RECOGNISE}.language", {"languages": _joined})
    reader.take("pub_bot_uid", f"{_STREAM}.uid")
    take_token(reader, "pub_bot_token", f"{_STREAM}.token")
    _take_outputs(reader, limits)
    for path, usual in _ALWAYS.items():
        if reader.get(path) != usual:
            reader.drop(path, T("Later versions of this service have no such setting."))


def _take_outputs(reader: BodyReader, limits: AgoraLimits) -> None:
    other = reader.get(f"{_STREAM}.channelName")
    if other not in (None, reader.values.get("channel")):
        reader.drop(f"{_STREAM}.channelName", T("The captions go into the channel that is transcribed."))
    raw = reader.get(f"{_OUTPUT}.destinations")
    ways = [raw] if isinstance(raw, str) else raw
    if not isinstance(ways, list):
        ways = [_CAPTIONS, _FILES]
    for way in ways:
        if way not in (_CAPTIONS, _FILES):
            reader.say(f"{_OUTPUT}.destinations", RemarkKind.LEFT_OUT, T("There is no such destination any more."))
    if _CAPTIONS not in ways:
        reason = T("The request sends none into the channel; later versions always do.")
        reader.say(f"{_OUTPUT}.destinations", RemarkKind.CHANGED, reason)
    if _FILES in ways:
        take_storage(reader, f"{_STORED}.0.storageConfig", limits)
    elif reader.has(_STORED):
        reader.drop(_STORED, T("The request does not save captions."))


def _joined(raw: object, note: Note) -> object:
    """Up to two codes joined by a comma."""
    if not isinstance(raw, str):
        return raw
    return [code.strip() for code in raw.split(",") if code.strip()]

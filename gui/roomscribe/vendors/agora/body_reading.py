"""Reads start, update and acquire bodies of every generation back into a form's values (agora.md §3, §4, §6)."""

from __future__ import annotations

from roomscribe.domain.remarks import Reading, RemarkKind
from roomscribe.domain.text import T
from roomscribe.vendors.agora.advanced_fields import NO_ENCRYPTION
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.fields import agora_fields
from roomscribe.vendors.agora.limits import AgoraLimits
from roomscribe.vendors.agora.old_bodies import OLD, take_old_body
from roomscribe.vendors.agora.storage_reading import take_extension, take_storage
from roomscribe.vendors.agora.token_reading import take_token
from roomscribe.vendors.body_reader import BodyReader, Decoders, Note, listed, member, note_others, read_fields
from roomscribe.vendors.protocol import MADE_LATER

_PLAIN = (
    "channel",
    "max_idle_time",
    "sub_bot_uid",
    "pub_bot_uid",
    "subscribe_uids",
    "unsubscribe_uids",
    "languages",
    "uid_languages",
    "keywords",
    "force_translate_interval",
    "transfer_mode",
    "json_captions",
    "encryption",
    "encryption_secret",
    "encryption_salt",
)
"""Fields that stand in a body where they say, and need no second look."""


def read_body(call: str, body: object, site: str, *, limits: AgoraLimits) -> Reading:
    """The values that a body says; a start without a field means that it is not given, an update leaves it alone."""
    fields = agora_fields(limits)
    reader = BodyReader(body, fields, site)
    whole = call in (Call.START, Call.JOIN)
    paths = {field.key: field.path for field in fields}
    _take_id(reader, limits)
    if reader.has(OLD):
        take_old_body(reader, limits)
    else:
        read_fields(reader, {key: paths[key] for key in _PLAIN if key in paths}, _DECODE)
        take_token(reader, "sub_bot_token", "rtcConfig.subBotToken")
        take_token(reader, "pub_bot_token", "rtcConfig.pubBotToken")
        take_storage(reader, "captionConfig.storage", limits)
        reader.take("slice_duration", "captionConfig.sliceDuration")
        if limits.storage_extension:
            take_extension(reader)
    _take_translation(reader, whole)
    if whole:
        reader.values.setdefault("encryption", NO_ENCRYPTION)
    return reader.reading(whole=whole)


def _take_id(reader: BodyReader, limits: AgoraLimits) -> None:
    """The id that we choose, under either generation's name (agora.md §6.8)."""
    for path in ("instanceId", "name"):
        if reader.has(path) and (path == limits.id_path or path == "instanceId"):
            raw = reader.get(path)
            if raw != MADE_LATER:
                reader.put("instance_id", raw)


def _take_translation(reader: BodyReader, whole: bool) -> None:
    """`enable` belongs to updates alone; a start translates when it says from what into what (agora.md §3.2, §3.4)."""
    reader.take("translate", "translateConfig.enable")
    reader.take("translations", "translateConfig.languages", _DECODE)
    if reader.values.get("translations"):
        reader.values.setdefault("translate", True)
    elif whole and reader.values.get("translate") and not reader.has("translateConfig.languages"):
        reader.say("translate", RemarkKind.TO_KNOW, T("The request does not say into which languages."))


def _pairs(raw: object, note: Note) -> object:
    rows = []
    for pair in listed(raw, note):
        note_others(pair, ("source", "target"), note)
        rows.append({"source": member(pair, "source"), "target": member(pair, "target")})
    return rows


def _speakers(raw: object, note: Note) -> object:
    # Pages call the whole an object, examples show an array (agora.md §14, C12).
    rows = []
    for speaker in raw if isinstance(raw, list) else [raw]:
        note_others(speaker, ("uid", "languages"), note)
        rows.append({"uid": member(speaker, "uid"), "languages": member(speaker, "languages")})
    return rows


def _transfer(raw: object, note: Note) -> object:
    ways = {way for way in raw if isinstance(way, str)} if isinstance(raw, list) else None
    if ways is None:
        return raw
    return ",".join(sorted(ways)) or None


_DECODE: Decoders = {"translations": _pairs, "uid_languages": _speakers, "transfer_mode": _transfer}

"""Agora's caption messages, written and read: protobuf (agora.md §9.2, §9.3) and gzip-compressed JSON (§9.4)."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable
from typing import Any

from roomscribe.domain.captions import Caption, Translation, UnreadableCaption
from roomscribe.domain.loose_json import LooseObject
from roomscribe.vendors.agora.caption_schema import CaptionWire, message_class, sendable

CONFIDENCE = 0.9
"""What a written message says about its words; from 0 to 1."""
TRANSCRIBE, TRANSLATE = "transcribe", "translate"
GZIP = b"\x1f\x8b"
LARGEST_TEXT = 1_000_000
"""Bytes of JSON after which decompression ends: no caption is as long."""
_UNIX_MS = 10**11
"""An offset above this is a point in time rather than a distance (agora.md §10.2 has the same doubt)."""


def protobuf_messages(caption: Caption, wire: CaptionWire) -> list[bytes]:
    """The messages that a caption makes: its text, then each translation by itself (agora.md §9.3)."""
    return [serialised(sendable(each, wire)) for each in contents(caption)]


def contents(caption: Caption) -> list[dict[str, Any]]:
    """The same messages by field name, with all that any generation sends of them."""
    words = [
        {
            "text": caption.text,
            "duration_ms": caption.end_ms - caption.start_ms,
            "is_final": caption.final,
            "confidence": CONFIDENCE,
        }
    ]
    shared = {
        "uid": _uid(caption.speaker),
        "duration_ms": caption.end_ms - caption.start_ms,
        "text_ts": caption.stamp_ms,
        "sentence_id": _sentence_id(caption),
    }
    found: list[dict[str, Any]] = []
    if caption.text:
        kind: dict[str, Any] = {"data_type": TRANSCRIBE, "culture": caption.language, "words": words}
        found.append({**shared, **kind, "time": caption.start_ms if caption.final else 0})
    for each in caption.translations:
        trans = [{"is_final": each.final, "lang": each.language, "texts": [each.text]}]
        kind = {"data_type": TRANSLATE, "trans": trans}
        if caption.text:
            kind["original_transcript"] = {"culture": caption.language, "words": words}
        found.append({**shared, **kind, "time": caption.start_ms if each.final else 0})
    return found


def serialised(content: dict[str, Any]) -> bytes:
    """The bytes of one message, always the same for the same content."""
    return message_class()(**content).SerializeToString(deterministic=True)


def json_messages(caption: Caption, wire: CaptionWire, *, started_ms: int) -> list[bytes]:
    """The messages as gzip-compressed JSON; their offsets are milliseconds since the task's start `started_ms`."""
    timing = {"offset": max(0, caption.start_ms - started_ms), "duration": caption.end_ms - caption.start_ms}
    new = wire is CaptionWire.NEW
    shared: dict[str, Any] = {"uid": _uid(caption.speaker), **timing, "textTs": caption.stamp_ms}
    if new:
        shared["sentenceId"] = _sentence_id(caption)
    spoken = {"language": caption.language, "text": caption.text}
    results = {"results": [{"text": caption.text, "isFinal": caption.final, **timing}]} if new else {}
    found: list[dict[str, Any]] = []
    if caption.text:
        found.append({"transcript": {**shared, **spoken, "isFinal": caption.final, **results}})
    for each in caption.translations:
        said: dict[str, Any] = {"language": each.language, "texts": [each.text]}
        told: dict[str, Any] = {**shared, "isFinal": each.final, "results0": said}
        if new:
            told["results"] = [{**said, "isFinal": each.final}]
            told["original_transcript"] = {**spoken, **results}
        found.append({"translation": told})
    return [_compressed(each) for each in found]


def read(payload: bytes, *, started_ms: int = 0) -> Caption:
    """The caption in one message of any generation, whatever its form; plain JSON is taken too (agora.md §9.1).

    `started_ms` turns the JSON form's offsets into points in time. Raises `UnreadableCaption`.
    """
    if payload.startswith(GZIP):
        payload = _decompressed(payload)
    elif not payload.lstrip().startswith(b"{"):
        return _from_protobuf(payload)
    try:
        root = LooseObject.parse(payload)
    except ValueError as error:
        raise UnreadableCaption(f"not a JSON object: {error}") from None
    if "translation" in root:
        return _from_translation(root.part("translation"), started_ms)
    if "transcript" in root:
        return _from_transcript(root.part("transcript"), started_ms)
    raise UnreadableCaption("neither a transcript nor a translation")


def _from_protobuf(payload: bytes) -> Caption:
    from google.protobuf.message import DecodeError

    message: Any = message_class()()
    try:
        message.ParseFromString(payload)
    except DecodeError as error:
        raise UnreadableCaption(f"not a caption message: {error}") from None
    original = message.original_transcript
    # Where the kind is missing, what is there tells it.
    translated = message.data_type == TRANSLATE or (not message.data_type and not message.words)
    words = original.words if translated else message.words
    translations = tuple(
        Translation(language=each.lang, text="".join(each.texts), final=each.is_final) for each in message.trans
    )
    return Caption(
        speaker=str(message.uid),
        language=original.culture or message.culture,
        text="".join(word.text for word in words),
        final=_final((word.is_final for word in words), translations if translated else ()),
        sentence=str(message.sentence_id or ""),
        start_ms=message.time,
        end_ms=message.time and message.time + message.duration_ms,
        stamp_ms=message.text_ts,
        translations=translations if translated else (),
    )


def _from_transcript(said: LooseObject, started_ms: int) -> Caption:
    text, finals = _spoken(said)
    return Caption(**_shared(said, started_ms), language=said.text("language"), text=text, final=any(finals))


def _from_translation(told: LooseObject, started_ms: int) -> Caption:
    """agora.md §9.4: `results` of 7.2.3 first, then `results0`; an empty list of results is no offence."""
    first, whole = told.part("results0"), told.flag("isFinal")
    parts = list(told.parts("results"))
    translations = [
        Translation(language=each.text("language"), text="".join(each.texts("texts")), final=each.flag("isFinal"))
        for each in parts
    ]
    if not parts and "results0" in told:
        said = "".join(first.texts("texts"))
        translations = [Translation(language=first.text("language"), text=said, final=whole)]
    original = told.part("original_transcript")
    text, finals = _spoken(original)
    return Caption(
        **_shared(told, started_ms),
        language=original.text("language"),
        text=text,
        final=_final(finals, translations),
        translations=tuple(translations),
    )


def _spoken(said: LooseObject) -> tuple[str, list[bool]]:
    """The text, and which of its parts are final."""
    parts = list(said.parts("results"))
    if not parts:
        return said.text("text"), [said.flag("isFinal")] if "isFinal" in said else []
    return "".join(each.text("text") for each in parts), [each.flag("isFinal") for each in parts]


def _final(spoken: Iterable[bool], translations: Iterable[Translation]) -> bool:
    """A message is final when any of its words is (agora.md §9.3); without words its translations decide."""
    known = list(spoken)
    return any(known) if known else any(each.final for each in translations)


def _shared(said: LooseObject, started_ms: int) -> dict[str, Any]:
    timed = next(said.parts("results"), said)
    timed = timed if "offset" in timed else said
    start = timed.whole("offset")
    if "offset" in timed and start < _UNIX_MS:
        start += started_ms
    return {
        "speaker": said.text("uid"),
        "sentence": said.text("sentenceId"),
        "start_ms": start,
        "end_ms": start + timed.whole("duration"),
        "stamp_ms": said.whole("textTs"),
    }


def _compressed(content: dict[str, Any]) -> bytes:
    # Without a time in its header, equal captions are equal bytes.
    return gzip.compress(json.dumps(content, ensure_ascii=False).encode(), mtime=0)


def _decompressed(payload: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        content = unpacker.decompress(payload, LARGEST_TEXT)
    except zlib.error as error:
        raise UnreadableCaption(f"broken gzip: {error}") from None
    if not unpacker.eof:
        raise UnreadableCaption("gzip that is cut off, or holds far more than a caption")
    return content


def _uid(speaker: str) -> int:
    """Agora turns texts into numbers by a rule of its own (agora.md §6.1); here any stable number does."""
    return int(speaker) if speaker.isdecimal() and len(speaker) <= 18 else zlib.crc32(speaker.encode())


def _sentence_id(caption: Caption) -> int:
    return int(caption.sentence) if caption.sentence.isdecimal() and len(caption.sentence) <= 18 else 0

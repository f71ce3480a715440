"""Agora's caption message as a table, and the protobuf class made from it (agora.md §9.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # protobuf is loaded with the first caption, not with the window
    from google.protobuf.message import Message

PACKAGE = "Agora.SpeechToText"
ROOT = "Text"


class CaptionWire(StrEnum):
    """Who sends which fields; a reader takes them all."""

    OLD = "5.x, 6.x"
    NEW = "7.x"


_BOTH = frozenset(CaptionWire)
_OLD = frozenset({CaptionWire.OLD})
_NEW = frozenset({CaptionWire.NEW})
_RESERVED: frozenset[CaptionWire] = frozenset()
"""Numbers that the vendor keeps for itself: they are read, and never sent."""


@dataclass(frozen=True)
class CaptionField:
    """One row of the table."""

    number: int
    name: str
    type: str
    """A scalar type of protobuf, or the name of another message."""
    sent_by: frozenset[CaptionWire]
    repeated: bool = False


SCHEMA = {
    ROOT: (
        CaptionField(1, "vendor", "int32", _RESERVED),
        CaptionField(2, "version", "int32", _RESERVED),
        CaptionField(3, "seqnum", "int32", _RESERVED),
        CaptionField(4, "uid", "int64", _BOTH),
        CaptionField(5, "flag", "int32", _RESERVED),
        CaptionField(6, "time", "int64", _BOTH),
        CaptionField(7, "lang", "int32", _RESERVED),
        CaptionField(8, "starttime", "int32", _RESERVED),
        CaptionField(9, "offtime", "int32", _RESERVED),
        CaptionField(10, "words", "Word", _BOTH, repeated=True),
        CaptionField(11, "end_of_segment", "bool", _RESERVED),
        CaptionField(12, "duration_ms", "int32", _BOTH),
        CaptionField(13, "data_type", "string", _BOTH),
        CaptionField(14, "trans", "Translation", _BOTH, repeated=True),
        CaptionField(15, "culture", "string", _BOTH),
        CaptionField(16, "text_ts", "int64", _BOTH),
        CaptionField(17, "sentence_end_index", "int32", _RESERVED),
        CaptionField(18, "original_transcript", "OriginalTranscript", _NEW),
        CaptionField(19, "sentence_id", "int64", _NEW),
    ),
    "Word": (
        CaptionField(1, "text", "string", _BOTH),
        CaptionField(2, "start_ms", "int32", _OLD),
        CaptionField(3, "duration_ms", "int32", _OLD),
        CaptionField(4, "is_final", "bool", _BOTH),
        CaptionField(5, "confidence", "double", _OLD),
    ),
    "Translation": (
        CaptionField(1, "is_final", "bool", _BOTH),
        CaptionField(2, "lang", "string", _BOTH),
        CaptionField(3, "texts", "string", _BOTH, repeated=True),
    ),
    "OriginalTranscript": (
        CaptionField(1, "culture", "string", _BOTH),
        CaptionField(2, "words", "Word", _BOTH, repeated=True),
    ),
}
"""Every field of every generation by message, with who sends it."""


def sendable(content: Mapping[str, Any], wire: CaptionWire, message: str = ROOT) -> dict[str, Any]:
    """The content without what `wire` does not send, at any depth."""
    kept: dict[str, Any] = {}
    for field in SCHEMA[message]:
        if field.name not in content or wire not in field.sent_by:
            continue
        value = content[field.name]
        if field.type in SCHEMA and field.repeated:
            value = [sendable(part, wire, field.type) for part in value]
        elif field.type in SCHEMA:
            value = sendable(value, wire, field.type)
        kept[field.name] = value
    return kept


@cache
def message_class() -> type[Message]:
    """The class for `Text`, made by protobuf's own runtime; no generated file has to agree with the table."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    kinds = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="roomscribe/agora_captions.proto", package=PACKAGE, syntax="proto3")
    for name, fields in SCHEMA.items():
        message = file.message_type.add(name=name)
        for field in fields:
            row = message.field.add(name=field.name, number=field.number)
            row.label = kinds.LABEL_REPEATED if field.repeated else kinds.LABEL_OPTIONAL
            if field.type in SCHEMA:
                row.type, row.type_name = kinds.TYPE_MESSAGE, f".{PACKAGE}.{field.type}"
            else:
                row.type = kinds.Type.Value(f"TYPE_{field.type.upper()}")
    pool = descriptor_pool.DescriptorPool()  # its own: another library may have the same names in the usual one
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{PACKAGE}.{ROOT}"))

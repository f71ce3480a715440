"""A stock protobuf parser for Agora's captions, written from the table of agora.md §9.2 and from nothing of ours."""

from __future__ import annotations

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "Agora.SpeechToText"
_ = descriptor_pb2.FieldDescriptorProto
MESSAGES: dict[str, list[tuple[int, str, int, str, int]]] = {
    "Text": [
        (1, "vendor", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (2, "version", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (3, "seqnum", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (4, "uid", _.TYPE_INT64, "", _.LABEL_OPTIONAL),
        (5, "flag", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (6, "time", _.TYPE_INT64, "", _.LABEL_OPTIONAL),
        (7, "lang", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (8, "starttime", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (9, "offtime", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (10, "words", _.TYPE_MESSAGE, "Word", _.LABEL_REPEATED),
        (11, "end_of_segment", _.TYPE_BOOL, "", _.LABEL_OPTIONAL),
        (12, "duration_ms", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (13, "data_type", _.TYPE_STRING, "", _.LABEL_OPTIONAL),
        (14, "trans", _.TYPE_MESSAGE, "Translation", _.LABEL_REPEATED),
        (15, "culture", _.TYPE_STRING, "", _.LABEL_OPTIONAL),
        (16, "text_ts", _.TYPE_INT64, "", _.LABEL_OPTIONAL),
        (17, "sentence_end_index", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (18, "original_transcript", _.TYPE_MESSAGE, "OriginalTranscript", _.LABEL_OPTIONAL),
        (19, "sentence_id", _.TYPE_INT64, "", _.LABEL_OPTIONAL),
    ],
    "Word": [
        (1, "text", _.TYPE_STRING, "", _.LABEL_OPTIONAL),
        (2, "start_ms", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (3, "duration_ms", _.TYPE_INT32, "", _.LABEL_OPTIONAL),
        (4, "is_final", _.TYPE_BOOL, "", _.LABEL_OPTIONAL),
        (5, "confidence", _.TYPE_DOUBLE, "", _.LABEL_OPTIONAL),
    ],
    "Translation": [
        (1, "is_final", _.TYPE_BOOL, "", _.LABEL_OPTIONAL),
        (2, "lang", _.TYPE_STRING, "", _.LABEL_OPTIONAL),
        (3, "texts", _.TYPE_STRING, "", _.LABEL_REPEATED),
    ],
    "OriginalTranscript": [
        (1, "culture", _.TYPE_STRING, "", _.LABEL_OPTIONAL),
        (2, "words", _.TYPE_MESSAGE, "Word", _.LABEL_REPEATED),
    ],
}


def _text_class() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="from_the_document.proto", package=PACKAGE, syntax="proto3")
    for name, rows in MESSAGES.items():
        message = file.message_type.add(name=name)
        for number, field, kind, inner, label in rows:
            row = message.field.add(name=field, number=number, type=kind, label=label)
            if inner:
                row.type_name = f".{PACKAGE}.{inner}"
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{PACKAGE}.Text"))


_Text = _text_class()


def parse(payload: bytes) -> Any:
    """The message, with an attribute for each field."""
    message = _Text()
    message.ParseFromString(payload)
    return message


def build(**fields: Any) -> bytes:
    """A message as a vendor's server might write it."""
    content: bytes = _Text(**fields).SerializeToString()
    return content


def sent(message: Any) -> set[str]:
    """Names of the fields that stand in the message, those of messages inside with a dot."""
    names = set()
    for field, value in message.ListFields():
        names.add(field.name)
        for part in value if field.is_repeated else [value]:
            if hasattr(part, "ListFields"):
                names |= {f"{field.name}.{name}" for name in sent(part)}
    return names

"""Agora's caption messages: the vectors of agora.md §9.5, a stock parser, both forms, and what a reader must bear."""

from __future__ import annotations

import copy
import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.captions import Caption, Translation, UnreadableCaption
from roomscribe.vendors.agora import captions
from roomscribe.vendors.agora.caption_schema import SCHEMA, CaptionWire
from tests.unit.vendors.agora import stock_parser

SPOKEN = bytes.fromhex(
    "20f3ef0230fbd095ffbc3152180a0b68656c6c6f20776f726c64200129cdccccccccccec3f60f80a6a0a7472616e736372696265"
    "7a05656e2d55538001e4d095ffbc31980107"
)
TRANSLATED = bytes.fromhex(
    "20f3ef0230fbd095ffbc3160f80a6a097472616e736c61746572150801120565732d45531a0a686f6c61206d756e646f8001e4d0"
    "95ffbc319201210a05656e2d555312180a0b68656c6c6f20776f726c64200129cdccccccccccec3f980107"
)
HELLO = Caption(
    speaker="47091",
    language="en-US",
    text="hello world",
    final=True,
    sentence="7",
    start_ms=1700000000123,
    end_ms=1700000001523,
    stamp_ms=1700000000100,
    translations=(Translation(language="es-ES", text="hola mundo", final=True),),
)
STARTED = 1699999999000
ONLY_SPOKEN = replace(HELLO, translations=())
PARTIAL = replace(
    HELLO, text="hello", final=False, translations=(Translation(language="es-ES", text="hola", final=False),)
)
UNSPOKEN = {"uid", "time", "duration_ms", "data_type", "text_ts"}
WORDS = {"culture", "words", "words.text", "words.is_final"}
OLD_FIELDS = UNSPOKEN | WORDS | {"words.confidence", "words.duration_ms"}
NEW_FIELDS = UNSPOKEN | WORDS | {"sentence_id"}
TRANS = {"trans", "trans.is_final", "trans.lang", "trans.texts"}
ORIGINAL = {"original_transcript", *(f"original_transcript.{name}" for name in WORDS)}


def unpacked(message: bytes) -> Any:
    """The stock way to read the JSON form."""
    assert message[:2] == b"\x1f\x8b"
    return json.loads(gzip.decompress(message))


def test_a_caption_makes_the_published_bytes():
    spoken, translated = map(copy.deepcopy, captions.contents(HELLO))
    # The vectors' words have no timing of their own.
    for word in (*spoken["words"], *translated["original_transcript"]["words"]):
        del word["duration_ms"]
    assert captions.serialised(spoken) == SPOKEN
    assert captions.serialised(translated) == TRANSLATED


def test_the_published_bytes_are_read():
    assert captions.read(SPOKEN) == ONLY_SPOKEN
    assert captions.read(TRANSLATED) == HELLO


def test_the_stock_parser_knows_every_field_of_ours_and_no_other():
    ours = {(name, field.number, field.name) for name, fields in SCHEMA.items() for field in fields}
    theirs = {(name, row[0], row[1]) for name, rows in stock_parser.MESSAGES.items() for row in rows}
    assert ours == theirs


@pytest.mark.parametrize(
    ("wire", "spoken", "translated"),
    [
        (CaptionWire.OLD, OLD_FIELDS, UNSPOKEN | TRANS),
        (CaptionWire.NEW, NEW_FIELDS, UNSPOKEN | {"sentence_id"} | TRANS | ORIGINAL),
    ],
)
def test_a_stock_parser_reads_what_each_generation_sends(wire: CaptionWire, spoken: set[str], translated: set[str]):
    first, second = map(stock_parser.parse, captions.protobuf_messages(HELLO, wire))
    assert stock_parser.sent(first) == spoken
    assert stock_parser.sent(second) == translated
    assert (first.uid, first.data_type, first.culture) == (47091, "transcribe", "en-US")
    assert [(word.text, word.is_final) for word in first.words] == [("hello world", True)]
    assert (first.time, first.duration_ms, first.text_ts) == (1700000000123, 1400, 1700000000100)
    assert (second.uid, second.data_type) == (47091, "translate")
    assert [(each.lang, list(each.texts), each.is_final) for each in second.trans] == [("es-ES", ["hola mundo"], True)]
    assert first.text_ts == second.text_ts


@pytest.mark.parametrize("wire", list(CaptionWire))
def test_a_partial_has_no_time_yet(wire: CaptionWire):
    first, second = map(stock_parser.parse, captions.protobuf_messages(PARTIAL, wire))
    assert (first.time, first.words[0].is_final, first.words[0].text) == (0, False, "hello")
    assert (second.time, second.trans[0].is_final, second.trans[0].texts[0]) == (0, False, "hola")


def test_the_json_form_of_7_x():
    spoken, translated = map(unpacked, captions.json_messages(HELLO, CaptionWire.NEW, started_ms=STARTED))
    times = {"offset": 1123, "duration": 1400}
    said = {"text": "hello world", "isFinal": True, **times}
    shared = {"uid": 47091, **times, "textTs": 1700000000100, "sentenceId": 7, "isFinal": True}
    assert spoken == {"transcript": {**shared, "language": "en-US", "text": "hello world", "results": [said]}}
    hola = {"language": "es-ES", "texts": ["hola mundo"]}
    original = {"language": "en-US", "text": "hello world", "results": [said]}
    assert translated == {
        "translation": {
            **shared,
            "results0": hola,
            "results": [{**hola, "isFinal": True}],
            "original_transcript": original,
        }
    }


def test_the_json_form_of_5_x_and_6_x():
    spoken, translated = map(unpacked, captions.json_messages(HELLO, CaptionWire.OLD, started_ms=STARTED))
    shared = {"uid": 47091, "offset": 1123, "duration": 1400, "textTs": 1700000000100, "isFinal": True}
    assert spoken == {"transcript": {**shared, "language": "en-US", "text": "hello world"}}
    assert translated == {"translation": {**shared, "results0": {"language": "es-ES", "texts": ["hola mundo"]}}}


@pytest.mark.parametrize("wire", list(CaptionWire))
def test_equal_captions_are_equal_bytes(wire: CaptionWire):
    again = replace(HELLO)
    assert captions.protobuf_messages(HELLO, wire) == captions.protobuf_messages(again, wire)
    written = captions.json_messages(HELLO, wire, started_ms=STARTED)
    assert written == captions.json_messages(again, wire, started_ms=STARTED)


@given(
    caption=st.builds(
        Caption,
        speaker=st.integers(1, 2**32 - 1).map(str),
        language=st.sampled_from(["en-US", "zh-CN", "ja-JP"]),
        text=st.text(min_size=1),
        final=st.booleans(),
        sentence=st.integers(1, 2**53).map(str),
        start_ms=st.integers(STARTED, STARTED + 10**9),
        stamp_ms=st.integers(1, 2**42),
    ),
    seconds=st.integers(0, 3600),
    target=st.text(min_size=1),
)
def test_what_7_x_writes_is_read_back(caption: Caption, seconds: int, target: str):
    translation = Translation(language="es-ES", text=target, final=caption.final)
    whole = replace(caption, end_ms=caption.start_ms + seconds * 1000, translations=(translation,))
    written = captions.json_messages(whole, CaptionWire.NEW, started_ms=STARTED)
    read = [captions.read(each, started_ms=STARTED) for each in written]
    assert read == [replace(whole, translations=()), whole]
    when = whole if whole.final else replace(whole, start_ms=0, end_ms=0)
    sent = captions.protobuf_messages(whole, CaptionWire.NEW)
    assert [captions.read(each) for each in sent] == [replace(when, translations=()), when]


def test_several_words_and_translations_are_joined_without_spaces():
    words = [{"text": "hello", "is_final": False}, {"text": " world", "is_final": True}]
    trans = [
        {"lang": "es-ES", "texts": ["hola", " mundo"], "is_final": True},
        {"lang": "fr-FR", "texts": ["bonjour"], "is_final": False},
    ]
    spoken = captions.read(stock_parser.build(uid=1, data_type="transcribe", words=words))
    assert (spoken.text, spoken.final) == ("hello world", True)
    told = captions.read(stock_parser.build(uid=1, data_type="translate", trans=trans))
    assert [(each.language, each.text, each.final) for each in told.translations] == [
        ("es-ES", "hola mundo", True),
        ("fr-FR", "bonjour", False),
    ]


def test_the_4_x_message_is_read_although_it_does_not_tell_its_kind():
    old = stock_parser.build(vendor=1, version=1, seqnum=5, uid=47091, lang=2, words=[{"text": "hi", "is_final": True}])
    assert captions.read(old) == Caption(speaker="47091", text="hi", final=True)


@pytest.mark.parametrize(
    ("message", "text", "final"),
    [
        ({"text": "top", "isFinal": True, "results": [{"text": "in", "isFinal": False}]}, "in", False),
        ({"text": "top", "isFinal": True, "results": []}, "top", True),
        ({"text": "top", "isFinal": True}, "top", True),
        ({"uid": "47091", "results": [{"text": "a"}, {"text": "b", "isFinal": True}]}, "ab", True),
        ({"results": []}, "", False),
        ({"text": 7, "isFinal": "yes", "results": [None, 3]}, "7", False),
    ],
)
def test_results_come_first_and_the_older_places_after(message: dict[str, object], text: str, final: bool):
    plain = json.dumps({"transcript": message}).encode()
    for payload in (plain, gzip.compress(plain)):
        read = captions.read(payload)
        assert (read.text, read.final) == (text, final)


def test_a_translation_without_its_new_or_old_place_is_read():
    old = {"uid": 5, "isFinal": True, "results0": {"language": "fr-FR", "texts": ["bon", "jour"]}}
    assert captions.read(json.dumps({"translation": old}).encode()).translations == (
        Translation(language="fr-FR", text="bonjour", final=True),
    )
    assert captions.read(b'{"translation": {"uid": 5, "results": []}}') == Caption(speaker="5", final=False)


def test_an_offset_may_be_a_point_in_time():
    message = {"transcript": {"uid": 5, "text": "hi", "offset": STARTED + 9, "duration": 2}}
    read = captions.read(json.dumps(message).encode(), started_ms=STARTED)
    assert (read.start_ms, read.end_ms) == (STARTED + 9, STARTED + 11)


@pytest.mark.parametrize(
    "payload",
    [
        SPOKEN[:-4],
        b"\xff\xff\xff",
        b"{",
        b'{"other": 1}',
        b'{"transcript": null}',
        b"\x1f\x8b rubbish",
        gzip.compress(b'{"transcript": {}}')[:-9],
        gzip.compress(b"[1]"),
        gzip.compress(b'{"transcript": {"text": "' + b"a" * 2_000_000 + b'"}}'),
        b"{" + b'"a": [' * 100_000,
    ],
    ids=["cut", "rubbish", "open", "other", "null", "gzip-rubbish", "gzip-cut", "list", "bomb", "deep"],
)
def test_what_is_no_caption_is_refused(payload: bytes):
    with pytest.raises(UnreadableCaption):
        captions.read(payload)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(payload: bytes):
    try:
        read = captions.read(payload)
    except UnreadableCaption:
        return
    assert isinstance(read, Caption)


def test_a_person_whose_id_is_no_number_keeps_one_uid():
    def uid(speaker: str) -> int:
        (message,) = captions.protobuf_messages(replace(ONLY_SPOKEN, speaker=speaker), CaptionWire.NEW)
        return int(stock_parser.parse(message).uid)

    assert uid("alice") == uid("alice") != uid("bob")
    assert 0 < uid("alice") < 2**32

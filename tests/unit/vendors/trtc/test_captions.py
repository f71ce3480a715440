"""TRTC's caption messages: the samples of tencent.md §10, both versions, and what a reader must bear."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.captions import Caption, Translation, UnreadableCaption
from roomscribe.vendors.trtc import captions

STARTED = 1767225600000
ROUND = "5d0c1f1e-0b7a-4f35-9a3e-2b1f6f1c0001"
JAPANESE = Translation(language="ja", text="みなさん、おはようございます。", final=True)
MORNING = Caption(
    speaker="alice",
    text="Good morning everyone.",
    final=True,
    sentence=ROUND,
    start_ms=STARTED + 12010,
    end_ms=STARTED + 14020,
    translations=(JAPANESE,),
)
PARTIAL = replace(MORNING, text="Good morning every", final=False, end_ms=STARTED + 13999, translations=())
SAMPLE_PARTIAL = (
    '{"type":10000,"sender":"alice","receiver":[],"payload":{"text":"Good morning every","start_time":"00:00:12",'
    '"end_time":"00:00:13","roundid":"5d0c1f1e-0b7a-4f35-9a3e-2b1f6f1c0001","end":false}}'
)
SAMPLE_FINAL = (
    '{"type":10000,"sender":"alice","receiver":[],"payload":{"text":"Good morning everyone.","start_time":"00:00:12",'
    '"end_time":"00:00:14","roundid":"5d0c1f1e-0b7a-4f35-9a3e-2b1f6f1c0001","end":true}}'
)
SAMPLE_TRANSLATION = (
    '{"type":10000,"sender":"alice","payload":{"start_time_ms":12010,"end_time_ms":14020,"end":true,'
    '"roundid":"5d0c1f1e-0b7a-4f35-9a3e-2b1f6f1c0001","translation_text":"みなさん、おはようございます。",'
    '"translation_language":"ja","taskid":"task-0001"}}'
)
"""The three of tencent.md §10.1."""


def test_captions_of_1_0_are_the_samples():
    def written(caption: Caption) -> list[str]:
        return [each.decode() for each in captions.messages_1(caption, task_id="task-0001", started_ms=STARTED)]

    assert written(PARTIAL) == [SAMPLE_PARTIAL]
    assert written(MORNING) == [SAMPLE_FINAL, SAMPLE_TRANSLATION]


def test_the_samples_are_read():
    partial = captions.read(SAMPLE_PARTIAL.encode(), started_ms=STARTED)
    spoken = captions.read(SAMPLE_FINAL.encode(), started_ms=STARTED)
    told = captions.read(SAMPLE_TRANSLATION.encode(), started_ms=STARTED)
    # Captions of 1.0 tell whole seconds, translations milliseconds.
    assert partial == replace(PARTIAL, start_ms=STARTED + 12000, end_ms=STARTED + 13000)
    assert spoken == replace(MORNING, start_ms=STARTED + 12000, end_ms=STARTED + 14000, translations=())
    assert told == replace(MORNING, text="")


def test_a_long_task_counts_more_than_a_day():
    late = replace(PARTIAL, start_ms=STARTED + 100 * 3_600_000 + 61_000)
    (message,) = captions.messages_1(late, task_id="t", started_ms=STARTED)
    assert json.loads(message)["payload"]["start_time"] == "100:01:01"
    read = captions.read(message, started_ms=STARTED)
    assert read is not None
    assert read.start_ms == late.start_ms


def test_2_0_says_everything_in_one_message():
    (message,) = captions.messages_2(MORNING, robot="caption_bot")
    assert json.loads(message) == {
        "sender": "alice",
        "robotid": "caption_bot",
        "payload": {
            "roundid": ROUND,
            "text": "Good morning everyone.",
            "translate_msg": [{"language": "ja", "text": "みなさん、おはようございます。"}],
            "start_utc_ms": STARTED + 12010,
            "end": True,
        },
    }
    assert captions.read(message) == replace(MORNING, end_ms=0)


def test_2_0_sends_nothing_without_a_text():
    assert captions.messages_2(replace(MORNING, text=""), robot="caption_bot") == []


@pytest.mark.parametrize(("kind", "final"), [("subtitle", False), ("transcription", True)])
def test_the_shape_of_2024_is_read(kind: str, final: bool):
    old = {"type": kind, "userid": "alice", "text": "Hi", "translation_text": "Salut", "start_time": "00:00:01"}
    assert captions.read(json.dumps(old).encode(), started_ms=STARTED) == Caption(
        speaker="alice",
        text="Hi",
        final=final,
        start_ms=STARTED + 1000,
        translations=(Translation(language="", text="Salut", final=final),),
    )
    read = captions.read(json.dumps(old | {"translation_text": ""}).encode())
    assert read is not None
    assert read.translations == ()


def test_a_text_and_its_translation_may_share_a_message():
    payload = {"text": "Hi", "translation_text": "Salut", "translation_language": "fr", "end": True}
    read = captions.read(json.dumps({"type": 10000, "sender": "alice", "payload": payload}).encode())
    assert read == Caption(
        speaker="alice", text="Hi", final=True, translations=(Translation(language="fr", text="Salut", final=True),)
    )


@pytest.mark.parametrize("message", [b'{"type": 10001, "payload": {}}', b'{"type": 10000}', b'{"hello": 1}'])
def test_messages_about_something_else_are_passed_over(message: bytes):
    assert captions.read(message) is None


def test_what_may_be_missing_may_be_missing():
    assert captions.read(b'{"type":10000,"payload":{}}') == Caption(speaker="", final=False)
    odd = b'{"type":10000,"sender":3,"payload":{"text":null,"end":"true","start_time":"soon","translate_msg":{}}}'
    assert captions.read(odd) == Caption(speaker="3", final=False)


@pytest.mark.parametrize("message", [b"", b"\xff\xfe", b"[]", b"10000", b"[" * 100_000])
def test_what_is_no_object_is_refused(message: bytes):
    with pytest.raises(UnreadableCaption):
        captions.read(message)


@given(st.text(min_size=1), st.text(min_size=1), st.booleans(), st.integers(0, 10**9), st.integers(0, 10**6))
def test_what_2_0_writes_is_read_back(text: str, told: str, final: bool, start: int, duration: int):
    caption = Caption(
        speaker="alice",
        text=text,
        final=final,
        sentence=ROUND,
        start_ms=STARTED + start,
        translations=(Translation(language="ja", text=told, final=final),),
    )
    (message,) = captions.messages_2(caption, robot="bot")
    assert captions.read(message) == caption
    timed = replace(caption, end_ms=STARTED + start + duration)
    _, translation = captions.messages_1(timed, task_id="t", started_ms=STARTED)
    assert captions.read(translation, started_ms=STARTED) == replace(timed, text="")

"""How the simulated TRTC hears, and the doubts about what it sends into the room."""

from __future__ import annotations

import json

import pytest

from roomscribe.domain.captions import Caption, Translation
from roomscribe.simulator.live import LiveTask
from roomscribe.vendors.trtc.languages import LANGUAGES
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.simulator_speech import caption_formats, tags

CAPTION = Caption(
    speaker="alice",
    language="en",
    text="Hello",
    final=True,
    sentence="round",
    start_ms=1000,
    end_ms=2000,
    translations=(Translation(language="es", text="Hola", final=True),),
)


def task(generation: str) -> LiveTask:
    return LiveTask(
        generation=generation,
        task_id="task",
        app_id="1400000001",
        room="number:500123",
        bot="caption_bot",
        accepted_at=0,
        running_since=1,
        hears=lambda user_id: True,
        spoken_by=lambda user_id: ("en",),
        targets_of=lambda language: ("es",),
        options={"captions_in_room": True},
    )


def senders(generation: str, settings: TrtcSettings) -> list[str]:
    sent = caption_formats(settings)[generation].messages(CAPTION, task(generation))
    return [json.loads(each.payload)["sender"] for each in sent]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zh", ("zh",)),
        ("bigmodel-ja", ("ja",)),
        ("bigmodel-yue", ("yue",)),
        ("zh-yue", ("yue",)),
        ("zh-dialect", ("zh",)),
        ("16k_zh_en", ("zh", "en")),
        ("16k_zh_large", ("zh", "en")),
        ("8k_zh_large", ("zh",)),
    ],
)
def test_a_code_stands_for_languages(code: str, expected: tuple[str, ...]):
    assert tags(code) == expected


def test_every_code_that_can_be_chosen_stands_for_some_language():
    for language in LANGUAGES.languages:
        assert all(tag.replace("-", "").isalpha() for tag in tags(language.code)), language.code
    assert len(tags("16k_multi_lang")) == 15


def test_a_translation_names_the_speaker_or_the_bot():
    settings = TrtcSettings()
    assert senders("trtc-1", settings) == ["alice", "alice"]
    settings.translations_name_bot = True
    assert senders("trtc-1", settings) == ["alice", "caption_bot"]
    assert senders("trtc-2", settings) == ["alice"]


@pytest.mark.parametrize("generation", ["trtc-1", "trtc-2"])
def test_a_message_may_be_too_long_for_the_room(generation: str):
    settings = TrtcSettings()
    wire = caption_formats(settings)[generation]
    sent = wire.messages(CAPTION, task(generation))
    longest = max(len(each.payload) for each in sent)
    settings.longest_caption = longest
    assert wire.messages(CAPTION, task(generation)) == sent
    settings.longest_caption = longest - 1
    assert len(wire.messages(CAPTION, task(generation))) == len(sent) - 1


def test_the_room_is_shown_without_its_type_and_a_round_has_one_id():
    wire = caption_formats(TrtcSettings())["trtc-1"]
    assert wire.room("number:500123") == "500123"
    assert wire.room("text:a:b") == "a:b"
    keys = [wire.key(task("trtc-1"), speaker, number) for speaker in ("alice", "bob") for number in (1, 2)]
    assert len(set(keys)) == 4
    assert wire.key(task("trtc-1"), "alice", 1) == keys[0]

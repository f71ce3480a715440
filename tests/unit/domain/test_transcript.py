"""Captions become lines: replaced, never added to, whichever keys a format has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.captions import Caption, Translation
from roomscribe.domain.transcript import Transcript

HELLO = Caption(speaker="alice", language="en", text="hello", final=False, sentence="1", stamp_ms=10)
WORLD = replace(HELLO, text="hello world", final=True, stamp_ms=20)


def translated(caption: Caption, text: str, *, final: bool = False, language: str = "es") -> Caption:
    """A message with a translation alone."""
    return replace(caption, text="", translations=(Translation(language=language, text=text, final=final),))


def seen(*captions: Caption) -> list[tuple[str, str, bool, dict[str, str]]]:
    transcript = Transcript()
    for caption in captions:
        transcript.add(caption)
    return [
        (line.speaker, line.text, line.final, {each.language: each.text for each in line.translations.values()})
        for line in transcript.lines
    ]


def without(caption: Caption, *, key: bool = True, stamp: bool = False) -> Caption:
    return replace(caption, sentence="" if key else caption.sentence, stamp_ms=0 if stamp else caption.stamp_ms)


@pytest.mark.parametrize("keyless", [False, True])
def test_a_later_caption_replaces_the_earlier(keyless: bool):
    captions = [without(each, stamp=True) if keyless else each for each in (HELLO, WORLD)]
    assert seen(*captions) == [("alice", "hello world", True, {})]


def test_two_people_speak_at_once():
    bob = replace(HELLO, speaker="bob", text="ciao")
    assert seen(HELLO, bob, WORLD) == [("alice", "hello world", True, {}), ("bob", "ciao", False, {})]


def test_without_a_key_the_end_of_a_sentence_begins_the_next():
    again = replace(HELLO, text="again")
    captions = [without(each, stamp=True) for each in (HELLO, WORLD, again)]
    assert [line[1] for line in seen(*captions)] == ["hello world", "again"]


def test_what_is_final_stays():
    late = [HELLO, translated(WORLD, "hola mundo", final=True), WORLD, HELLO, translated(HELLO, "hola")]
    assert seen(*late) == [("alice", "hello world", True, {"es": "hola mundo"})]


def test_each_language_grows_by_itself():
    captions = [HELLO, translated(HELLO, "hola"), translated(HELLO, "bonjour", language="fr"), WORLD]
    captions += [translated(WORLD, "hola mundo", final=True), translated(WORLD, "bonjour le monde", language="fr")]
    assert seen(*captions) == [("alice", "hello world", True, {"es": "hola mundo", "fr": "bonjour le monde"})]


def test_a_translation_of_an_old_format_finds_its_text_by_the_stamp():
    next_one = replace(HELLO, text="again", stamp_ms=30)
    captions = [HELLO, WORLD, next_one, translated(WORLD, "hola mundo", final=True)]
    assert seen(*map(without, captions)) == [
        ("alice", "hello world", True, {"es": "hola mundo"}),
        ("alice", "again", False, {}),
    ]


def test_a_translation_without_key_and_stamp_belongs_to_the_latest_line_that_lacks_it():
    captions = [WORLD, translated(WORLD, "hola"), translated(WORLD, "hola mundo", final=True)]
    told = [without(each, stamp=True) for each in captions]
    assert seen(*told) == [("alice", "hello world", True, {"es": "hola mundo"})]
    assert len(seen(*told, without(translated(HELLO, "otra"), stamp=True))) == 2


def test_a_translation_may_be_sent_in_the_bots_name_and_before_its_text():
    told = replace(translated(WORLD, "hola mundo", final=True), speaker="ai_bot")
    expected = [("alice", "hello world", True, {"es": "hola mundo"})]
    assert seen(WORLD, told) == expected
    assert seen(told, WORLD) == expected


def test_two_people_may_have_the_same_key():
    bob = replace(HELLO, speaker="bob", text="ciao")
    assert seen(HELLO, bob, translated(bob, "hola")) == [
        ("alice", "hello", False, {}),
        ("bob", "ciao", False, {"es": "hola"}),
    ]


def test_a_caption_without_words_is_passed_over():
    transcript = Transcript()
    assert transcript.add(replace(HELLO, text="")) is None
    assert transcript.add(translated(HELLO, "")) is None
    assert transcript.lines == ()


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("12"), st.booleans()), max_size=20))
def test_a_sentence_has_one_line_whatever_comes(steps: list[tuple[str, str, bool]]):
    captions = [
        replace(HELLO, speaker=who, sentence=key, text=f"{place}", final=final)
        for place, (who, key, final) in enumerate(steps)
    ]
    first_final: dict[tuple[str, str], str] = {}
    for caption in captions:
        key = (caption.speaker, caption.sentence)
        known = first_final.get(key)
        if known is None and caption.final:
            first_final[key] = caption.text
    lines = seen(*captions)
    assert len(lines) == len({(who, key) for who, key, _ in steps})
    assert sorted(text for _, text, final, _ in lines if final) == sorted(first_final.values())

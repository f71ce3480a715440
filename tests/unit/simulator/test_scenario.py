"""The people's talks: what the files hold, when who says what, and how a sentence grows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.simulator.scenario import DEFAULT, Line, Scenario, Talk, load_scenario, scenario_names, utterances

LANGUAGES = {"en", "zh", "zh-TW", "ja", "ko", "es", "fr", "de"}
"""Those that the help promises."""
LINE = Line(at=2, seconds=3, texts={"en": "one two three four", "zh": "一二三四。", "zh-TW": "壹貳參肆。"})
TALK = Talk(language="", repeats_after=10, lines=(LINE, Line(at=6, seconds=2, texts={"en": "five six"})))


def talks(scenario: Scenario) -> list[Talk]:
    return [*scenario.talks.values(), scenario.others]


def test_there_is_a_default_and_it_stands_first():
    assert scenario_names()[0] == DEFAULT
    assert "meeting" in scenario_names()
    with pytest.raises(KeyError):
        load_scenario("../languages/languages")


@pytest.mark.parametrize("name", scenario_names())
def test_every_sentence_is_there_in_every_language(name: str):
    scenario = load_scenario(name)
    assert scenario.title
    assert scenario.about
    assert set(scenario.usual) == scenario.talks.keys()
    # Agora's users are numbers, so people who shall speak at every vendor are numbered.
    assert all(user_id.isdecimal() for user_id in scenario.usual)
    for talk in talks(scenario):
        for line in talk.lines:
            assert line.texts.keys() == LANGUAGES
            assert all(text == text.strip() != "" for text in line.texts.values())
            assert len(set(line.texts.values())) == len(LANGUAGES)


@pytest.mark.parametrize("name", scenario_names())
def test_nobody_interrupts_himself(name: str):
    for talk in talks(load_scenario(name)):
        for line, after in pairwise([*talk.lines, Line(at=talk.repeats_after, seconds=0, texts={})]):
            assert line.at + line.seconds < after.at


def test_the_people_of_the_meeting_speak_four_languages_in_turns():
    scenario = load_scenario("meeting")
    assert {talk.language for talk in scenario.talks.values()} == {"en", "zh", "ja", "es"}
    said = sorted((line.at, line.at + line.seconds) for talk in scenario.talks.values() for line in talk.lines)
    assert all(end < begin for (_, end), (begin, _) in pairwise(said))


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "one two three four"),
        ("en-GB", "one two three four"),
        ("zh-CN", "一二三四。"),
        ("cmn-CN", "一二三四。"),
        ("zh-TW", "壹貳參肆。"),
        ("zh-HK", "[zh-HK] one two three four"),
        ("th", "[th] one two three four"),
    ],
)
def test_what_nobody_translated_is_marked(tag: str, text: str):
    assert LINE.text_in(tag) == text


def test_the_mark_stands_before_the_words_that_were_said():
    assert LINE.text_in("th", original="zh") == "[th] 一二三四。"


@pytest.mark.parametrize(
    ("language", "listened", "expected"),
    [
        ("", {"ja": "ja-JP", "en": "en-US"}, ("ja-JP", "ja")),
        ("en", {"ja": "ja-JP", "en-US": "en-US"}, ("en-US", "en-US")),
        ("en", {"zh": "16k_zh_en", "en": "16k_zh_en"}, ("16k_zh_en", "en")),
        ("es", {"zh": "zh"}, ("", "")),
        ("", {}, ("", "")),
    ],
)
def test_a_talk_is_recognised_by_who_expects_its_language(
    language: str, listened: dict[str, str], expected: tuple[str, str]
):
    assert Talk(language=language, repeats_after=10, lines=()).spoken_as(listened) == expected


def test_a_talk_repeats_and_its_sentences_are_counted():
    found = [(each.number, each.started_at) for each in utterances(TALK, 100, 100, 128)]
    assert found == [(1, 102), (2, 106), (3, 112), (4, 116), (5, 122), (6, 126)]
    assert utterances(TALK, 100, 0, 101) == []
    assert [each.number for each in utterances(TALK, 100, 104.9, 105)] == [1]
    assert [each.number for each in utterances(TALK, 100, 105, 105.9)] == []


@given(st.floats(0, 1000), st.floats(0.01, 60), st.floats(0.01, 60))
def test_time_may_be_cut_anywhere(origin: float, first: float, second: float):
    def steps(after: float, until: float) -> list[tuple[int, int]]:
        return [
            (each.number, step)
            for each in utterances(TALK, origin, after, until)
            for step in range(1, each.steps + 1)
            if after < each.step_at(step) <= until
        ]

    middle, end = origin + first, origin + first + second
    assert steps(origin, middle) + steps(middle, end) == steps(origin, end)


@pytest.mark.parametrize("name", scenario_names())
def test_every_sentence_grows_by_whole_pieces(name: str):
    for talk in talks(load_scenario(name)):
        (said, *_) = utterances(talk, 0, 0, talk.repeats_after)
        for text in said.line.texts.values():
            grown = [said.said_by(step, text) for step in range(1, said.steps + 1)]
            assert grown[-1] == text
            assert len(grown) > 2
            for earlier, later in pairwise(grown):
                assert earlier
                assert later.startswith(earlier)
                rest = text.removeprefix(earlier)
                # Never in the middle of a word of a script that has spaces.
                assert not rest or rest.startswith(" ") or ord(rest[0]) > 0x2FFF or ord(earlier[-1]) > 0x2FFF


def test_those_who_share_a_talk_do_not_speak_in_chorus():
    scenario = load_scenario()
    delays = {scenario.delay_of(user_id) for user_id in ("alice", "bob", "carol")}
    assert len(delays) == 3
    assert scenario.delay_of("1001") == 0
    assert all(0 <= delay < scenario.others.repeats_after for delay in delays)

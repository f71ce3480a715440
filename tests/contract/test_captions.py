"""Captions of every generation on both faces, read by stock tools: who is heard, in which languages, how they grow."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from itertools import pairwise

import pytest

from roomscribe.simulator.live import LiveTask
from roomscribe.simulator.world import Person
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry
from tests.contract.captions_stage import CaptionStage, Heard, Started, scenario_texts
from tests.support.faces import FACES

REGISTRY = load_registry()
ENGLISH: dict[str, dict[str, object]] = {
    "trtc-1": {"language": "en", "target_languages": ("es", "ja")},
    "trtc-2": {"language": "bigmodel-en", "target_languages": ("es", "ja")},
    "agora-5": {},
    "agora-6": {},
    "agora-7": {},
}
"""What changes in the example: English into Spanish and Japanese."""
AGORA = ("agora-5", "agora-6", "agora-7")
TOUR = scenario_texts("default", "tour")


@pytest.fixture(params=FACES)
async def open_stage(request: pytest.FixtureRequest) -> AsyncIterator[Callable[..., CaptionStage]]:
    stages: list[CaptionStage] = []

    def make(scenario: str = "default") -> CaptionStage:
        stages.append(CaptionStage(REGISTRY, request.param, scenario))
        return stages[-1]

    yield make
    for stage in stages:
        await stage.close()


@pytest.fixture
async def stage(open_stage: Callable[..., CaptionStage]) -> CaptionStage:
    stage = open_stage()
    await stage.open()
    return stage


def of(generation_id: str) -> Generation:
    return REGISTRY.generation(generation_id)


def streams(heard: list[Heard]) -> dict[str, list[list[Heard]]]:
    """By language the sentences, each as it grew."""
    found: dict[str, list[list[Heard]]] = {}
    for each in heard:
        sentences = found.setdefault(each.language.partition("-")[0], [[]])
        if sentences[-1] and sentences[-1][-1].final:
            sentences.append([])
        sentences[-1].append(each)
    return found


def live(stage: CaptionStage) -> LiveTask:
    (task,) = stage.in_world(stage.world.live_tasks)
    return task


async def begun(stage: CaptionStage, generation: str, *people: str, **changes: object) -> Started:
    """A task whose bot is in the room with these people, before anybody has spoken."""
    task = await stage.start(of(generation), **(ENGLISH[generation] | changes))
    await stage.heard(1.5)
    if people:
        seen = live(stage)
        stage.people(seen.room, seen.app_id, *people)
    return task


@pytest.mark.parametrize("generation", ENGLISH)
async def test_texts_grow_until_they_are_final_in_each_language(stage: CaptionStage, generation: str):
    await begun(stage, generation)
    found = streams(await stage.heard(9.5))  # until 11 s: the first two sentences
    assert found.keys() == {"", "es", "ja"}
    for language, sentences in found.items():
        assert len(sentences) == 2
        for texts, grown in zip(TOUR, sentences, strict=False):
            assert len(grown) > 2
            assert [each.final for each in grown] == [False] * (len(grown) - 1) + [True]
            assert grown[-1].text == texts[language or "en"]
            for earlier, later in pairwise(grown):
                assert earlier.text
                assert later.text.startswith(earlier.text)
            assert {each.speaker for each in grown} == {"1001"}


@pytest.mark.parametrize("generation", ENGLISH)
async def test_the_envelope_says_what_was_sent_where_and_that_it_is_ours(stage: CaptionStage, generation: str):
    task = await begun(stage, generation)
    stage.clock.pass_by(3)
    stage.in_world(stage.world.beat)
    messages = await stage.messages()
    assert messages
    named = of(generation)
    vendor = REGISTRY.vendor_of(generation).id
    for message in messages:
        assert message["simulator"] is True
        assert (message["vendor"], message["generation"]) == (vendor, generation)
        assert message["task"] == task.ref.vendor_task_id
        assert message["room"] == task.values[named.room_key]
        assert message["sender"] == task.values[named.bot_key]
        assert message["app"] == live(stage).app_id


@pytest.mark.parametrize("generation", AGORA)
async def test_agora_sends_gzip_json_where_it_is_asked_for(stage: CaptionStage, generation: str):
    await begun(stage, generation, json_captions=True)
    found = streams(await stage.heard(5))
    assert {language: sentences[0][-1].text for language, sentences in found.items()} == {
        "": TOUR[0]["en"],
        "es": TOUR[0]["es"],
        "ja": TOUR[0]["ja"],
    }


async def test_2_0_sends_nothing_into_the_room_unless_it_is_told_to(stage: CaptionStage):
    await begun(stage, "trtc-2", captions_in_room=False)
    assert await stage.heard(18) == []
    # Its webhook gets the sentences all the same.
    assert [each.text for each in stage.sentences] == [texts["en"] for texts in TOUR[:3]]


@pytest.mark.parametrize("generation", ENGLISH)
async def test_every_final_sentence_is_told_for_the_webhooks(stage: CaptionStage, generation: str):
    await begun(stage, generation)
    await stage.heard(9.5)
    assert [each.text for each in stage.sentences] == [texts["en"] for texts in TOUR[:2]]
    for each, texts in zip(stage.sentences, TOUR, strict=False):
        assert (each.speaker, each.task.generation) == ("1001", generation)
        told = {language.partition("-")[0]: text for language, text in each.translations.items()}
        assert told == {"es": texts["es"], "ja": texts["ja"]}
        assert 3 < each.ended_at - each.started_at < 5
    assert len({each.round_id for each in stage.sentences}) == 2


HEARD = [
    ("trtc-1", {}, {"1001", "2002", "3003"}),
    ("trtc-1", {"transcription_mode": 1, "target_user_id": "2002"}, {"2002"}),
    ("trtc-2", {"heard_user_ids": ("2002", "3003")}, {"2002", "3003"}),
    ("trtc-2", {"unheard_user_ids": ("2002",)}, {"1001", "3003"}),
    ("trtc-2", {"heard_user_ids": ("2002", "3003"), "unheard_user_ids": ("3003",)}, {"2002"}),
    *[(each, {"subscribe_uids": ("2002",)}, {"2002"}) for each in AGORA],
    *[(each, {"unsubscribe_uids": ("2002",)}, {"1001", "3003"}) for each in AGORA[1:]],
]


@pytest.mark.parametrize(("generation", "changes", "expected"), HEARD)
async def test_only_who_is_subscribed_is_heard(
    stage: CaptionStage, generation: str, changes: dict[str, object], expected: set[str]
):
    await begun(stage, generation, "1001", "2002", "3003", **changes)
    assert {each.speaker for each in await stage.heard(50)} == expected


@pytest.mark.parametrize("generation", ENGLISH)
async def test_who_mutes_or_leaves_has_said_what_is_known_by_then(stage: CaptionStage, generation: str):
    await begun(stage, generation)
    said = [each for each in await stage.heard(2) if not each.language]
    assert [each.final for each in said] == [False] * len(said)
    seen = live(stage)

    def mute(publishing: bool) -> None:
        stage.world.set_people(seen.app_id, seen.room, [Person("1001", publishing=publishing)])

    stage.in_world(lambda: mute(False))
    rest = await stage.heard(20)
    assert {each.language.partition("-")[0] for each in rest} == {"", "es", "ja"}
    assert all(each.final for each in rest)
    assert [each.text for each in rest if not each.language] == [said[-1].text]
    assert [each.text for each in stage.sentences] == [said[-1].text]
    stage.in_world(lambda: mute(True))
    await stage.heard(10)
    stage.people(seen.room, seen.app_id)
    before = await stage.heard(1)
    assert all(each.final for each in before)
    assert await stage.heard(10) == []


@pytest.mark.parametrize("generation", ENGLISH)
async def test_captions_come_only_while_the_task_runs(stage: CaptionStage, generation: str):
    task = await begun(stage, generation)
    assert await stage.heard(3)
    await task.client.stop(task.ref)
    assert await stage.heard(10) == []


@pytest.mark.parametrize("generation", AGORA)
async def test_an_update_changes_people_languages_and_translations(stage: CaptionStage, generation: str):
    task = await begun(stage, generation, "1001", "2002")
    await stage.heard(5)
    await stage.update(task, 1, subscribe_uids=("2002",))
    await stage.heard(5)  # lets the sentence that was under way end
    assert {each.speaker for each in await stage.heard(50)} == {"2002"}
    pairs = ({"source": "ja-JP", "target": ("es-ES",)},)
    await stage.update(task, 2, languages=("ja-JP",), translate=True, translations=pairs)
    await stage.heard(5)
    found = streams(await stage.heard(50))
    known = {texts["ja"] for texts in TOUR}
    assert found.keys() == {"", "es"}
    assert {grown[-1].text for grown in found[""] if grown[-1].final} <= known
    off = {"translate": False, "translations": pairs}
    await stage.update(task, 3, **off)
    await stage.heard(5)
    assert streams(await stage.heard(50)).keys() == {""}


@pytest.mark.parametrize("generation", AGORA)
async def test_each_language_is_translated_by_its_own_pair(open_stage: Callable[..., CaptionStage], generation: str):
    stage = open_stage("meeting")
    await stage.open()
    pairs = ({"source": "en-US", "target": ("fr-FR",)}, {"source": "zh-CN", "target": ("ja-JP", "th-TH")})
    await begun(stage, generation, languages=("en-US", "zh-CN"), translations=pairs)
    found = await stage.heard(60)
    assert {each.speaker for each in found} == {"1001", "1002"}
    finals = {(each.speaker, each.language): each.text for each in found if each.final}
    chair, factory = scenario_texts("meeting", "chair")[-1], scenario_texts("meeting", "factory")[-1]
    assert finals == {
        ("1001", ""): chair["en"],
        ("1001", "fr-FR"): chair["fr"],
        ("1002", ""): factory["zh"],
        ("1002", "ja-JP"): factory["ja"],
        # Nobody has translated it, and nobody pretends so.
        ("1002", "th-TH"): f"[th-TH] {factory['zh']}",
    }


@pytest.mark.parametrize("generation", AGORA[1:])
async def test_a_speaker_may_have_languages_of_his_own(open_stage: Callable[..., CaptionStage], generation: str):
    stage = open_stage("meeting")
    await stage.open()
    own = ({"uid": "1003", "languages": ("ja-JP",)},)
    await begun(stage, generation, languages=("en-US",), translate=False, uid_languages=own)
    assert {each.speaker for each in await stage.heard(60)} == {"1001", "1003"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"language": "zh"}, {"1002"}),
        ({"language": "16k_zh_en"}, {"1001", "1002"}),
        ({"language": "ja", "alternative_languages": ("es",)}, {"1003", "1004"}),
        ({"language": "16k_multi_lang"}, {"1001", "1002", "1003", "1004"}),
        ({"language": "ko"}, set()),
    ],
)
async def test_an_engine_hears_the_languages_it_knows(
    open_stage: Callable[..., CaptionStage], changes: dict[str, object], expected: set[str]
):
    stage = open_stage("meeting")
    await stage.open()
    await begun(stage, "trtc-1", **changes)
    assert {each.speaker for each in await stage.heard(60)} == expected

"""Exactly which captions a live task makes of its room, as a function of scenario, task and time."""

from __future__ import annotations

import pytest

from roomscribe.domain.captions import Caption
from roomscribe.simulator.captions import CATCH_UP, CaptionFormat, CaptionMaker, SentCaption, WireMessage
from roomscribe.simulator.live import EndCause, LiveTask, Sentence
from roomscribe.simulator.scenario import Line, Scenario, Talk
from roomscribe.simulator.world import World
from tests.support.faces import ManualClock

BEGIN = 1_700_000_000.0
TALK = Talk(
    language="en",
    repeats_after=10,
    lines=(Line(at=1, seconds=2, texts={"en": "one two three four", "es": "uno dos tres cuatro"}),),
)
SCENARIO = Scenario(title="t", about="a", usual=("1001",), talks={"1001": TALK}, others=TALK)


class Cloud:
    """A vendor with one task that writes captions as plain words."""

    def __init__(self, world: World) -> None:
        self.heard = {"1001"}
        self.spoken = ("en-US",)
        self.targets: tuple[str, ...] = ("es-ES",)
        self.tasks = [self.task(world.clock.now())]
        self.captions: list[Caption] = []
        world.add_source(self)
        world.formats["test-1"] = CaptionFormat(
            vendor="test",
            tags=lambda code: (code,),
            room=lambda name: name.upper(),
            key=lambda task, speaker, number: f"{speaker}/{number}",
            messages=self.messages,
        )

    def task(self, running_since: float, task_id: str = "task-1") -> LiveTask:
        return LiveTask(
            generation="test-1",
            task_id=task_id,
            app_id="app",
            room="room",
            bot="bot",
            accepted_at=running_since,
            running_since=running_since,
            hears=lambda user_id: user_id in self.heard,
            spoken_by=lambda user_id: self.spoken,
            targets_of=lambda language: self.targets,
        )

    def messages(self, caption: Caption, task: LiveTask) -> list[WireMessage]:
        self.captions.append(caption)
        return [WireMessage("text", caption.text.encode())]

    def settle(self) -> None: ...

    def live_tasks(self) -> list[LiveTask]:
        return self.tasks

    def end_task(self, task_id: str, cause: EndCause) -> bool:
        return False


class Stage:
    def __init__(self) -> None:
        self.clock = ManualClock(BEGIN)
        self.world = World(self.clock, scenario=SCENARIO)
        self.world.room("app", "room")
        self.cloud = Cloud(self.world)
        CaptionMaker(self.world)
        self.sent: list[SentCaption] = []
        self.sentences: list[Sentence] = []
        self.world.captions.add(self.sent.append)
        self.world.sentences.add(self.sentences.append)

    def pass_by(self, seconds: float) -> list[tuple[float, str, bool, dict[str, str]]]:
        """Second, text, final, translations of what comes."""
        self.clock.pass_by(seconds)
        self.world.beat()
        found, self.cloud.captions = self.cloud.captions, []
        return [
            (each.stamp_ms / 1000 - BEGIN, each.text, each.final, {t.language: t.text for t in each.translations})
            for each in found
        ]


@pytest.fixture
def stage() -> Stage:
    return Stage()


FIRST = [
    (1.5, "one", False, {"es-ES": "uno"}),
    (2.0, "one two", False, {"es-ES": "uno dos"}),
    (2.5, "one two three", False, {"es-ES": "uno dos tres"}),
    (3.0, "one two three four", True, {"es-ES": "uno dos tres cuatro"}),
]
AGAIN = [(at + 10, *rest) for at, *rest in FIRST]


def test_time_says_exactly_what_comes(stage: Stage):
    assert stage.pass_by(1.4) == []
    assert stage.pass_by(0.7) == FIRST[:2]
    assert stage.pass_by(0) == []
    assert stage.pass_by(1) == FIRST[2:]
    assert stage.pass_by(6.9) == []
    assert stage.pass_by(10) == AGAIN


def test_one_long_beat_brings_the_same_as_many_short_ones(stage: Stage):
    short = Stage()
    assert stage.pass_by(20) == FIRST + AGAIN
    assert [each for _ in range(200) for each in short.pass_by(0.1)] == FIRST + AGAIN


def test_a_caption_says_when_and_what_it_belongs_to(stage: Stage):
    stage.clock.pass_by(2.1)
    stage.world.beat()
    caption = stage.cloud.captions[-1]
    assert caption.speaker == "1001"
    assert caption.language == "en-US"
    assert caption.sentence == "1001/1"
    assert (caption.start_ms, caption.end_ms) == (int(BEGIN + 1) * 1000, int(BEGIN + 2) * 1000)
    assert [each.final for each in caption.translations] == [False]


def test_the_envelope_tells_where_it_was_sent(stage: Stage):
    stage.pass_by(1.6)
    assert stage.sent == [
        SentCaption(
            vendor="test",
            generation="test-1",
            app="app",
            room="ROOM",
            task="task-1",
            sender="bot",
            encoding="text",
            payload=b"one",
        )
    ]
    assert stage.sent[0].envelope() == {
        "simulator": True,
        "vendor": "test",
        "generation": "test-1",
        "app": "app",
        "room": "ROOM",
        "task": "task-1",
        "sender": "bot",
        "encoding": "text",
        "payload": "b25l",
    }


def test_a_final_sentence_is_told_with_its_times_and_translations(stage: Stage):
    stage.pass_by(3)
    (said,) = stage.sentences
    assert (said.text, said.language, dict(said.translations)) == (
        "one two three four",
        "en-US",
        {"es-ES": "uno dos tres cuatro"},
    )
    assert (said.speaker, said.round_id, said.task.task_id) == ("1001", "1001/1", "task-1")
    assert (said.started_at, said.ended_at) == (BEGIN + 1, BEGIN + 3)


def test_nothing_is_written_when_nobody_reads_but_sentences_are_told(stage: Stage):
    stage.world.captions.remove(stage.sent.append)
    assert stage.pass_by(5) == []
    assert [each.text for each in stage.sentences] == ["one two three four"]


def test_a_bot_that_joins_in_a_sentence_hears_the_next_one(stage: Stage):
    stage.cloud.tasks = []
    stage.pass_by(1.6)
    stage.cloud.tasks = [stage.cloud.task(BEGIN + 1.6)]
    assert stage.pass_by(5) == []
    assert stage.pass_by(10) == AGAIN


def test_two_tasks_in_a_room_hear_the_same(stage: Stage):
    stage.cloud.tasks.append(stage.cloud.task(BEGIN, "task-2"))
    stage.pass_by(5)
    heard = [(each.task, each.payload) for each in stage.sent]
    assert [payload for task, payload in heard if task == "task-1"] == [
        payload for task, payload in heard if task == "task-2"
    ]


def test_whoever_is_heard_no_more_has_said_what_is_known(stage: Stage):
    stage.pass_by(2.1)
    stage.cloud.heard = set()
    assert stage.pass_by(0.1) == [(2.0, "one two", True, {"es-ES": "uno dos"})]
    assert stage.pass_by(5) == []
    assert [each.text for each in stage.sentences] == ["one two"]
    assert stage.sentences[0].ended_at == BEGIN + 2


@pytest.mark.parametrize(("name", "value"), [("spoken", ("en-GB",)), ("targets", ("es-MX",)), ("targets", ())])
def test_other_languages_begin_with_the_next_sentence(stage: Stage, name: str, value: tuple[str, ...]):
    stage.pass_by(2.1)
    setattr(stage.cloud, name, value)
    assert stage.pass_by(1) == [(2.0, "one two", True, {"es-ES": "uno dos"})]
    later = stage.pass_by(10)
    assert [(at, text, final) for at, text, final, _ in later] == [each[:3] for each in AGAIN]
    expected = {"es-ES": "uno dos tres cuatro"} if name == "spoken" else dict.fromkeys(value, "uno dos tres cuatro")
    assert later[-1][3] == expected


def test_a_stopped_task_says_nothing_more(stage: Stage):
    stage.pass_by(2.1)
    stage.cloud.tasks = []
    assert stage.pass_by(30) == []
    assert stage.sentences == []


def test_what_was_said_long_ago_is_forgotten_and_its_sentence_closed(stage: Stage):
    assert stage.pass_by(2.1) == FIRST[:2]
    found = stage.pass_by(10_000)
    assert found[0] == (2.0, "one two", True, {"es-ES": "uno dos"})
    assert all(at > 10_002.1 - CATCH_UP for at, *_ in found[1:])
    assert len([each for each in found[1:] if each[2]]) == CATCH_UP / 10 - 1  # the one under way has no beginning


def test_people_who_are_away_or_muted_say_nothing(stage: Stage):
    stage.world.people_publish("app", "room", ["1001"])
    stage.world.room("app", "room").people["1001"].publishing = False
    assert stage.pass_by(5) == []
    stage.world.people_publish("app", "room", [])
    assert stage.pass_by(10) == []


def test_a_generation_without_a_format_is_passed_over(stage: Stage):
    stage.world.formats.clear()
    assert stage.pass_by(5) == []
    assert stage.sentences == []

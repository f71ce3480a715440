"""What live tasks make of the people's speech: partial results, then the sentence, in each vendor's wire format."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from roomscribe.domain.captions import Caption, Translation
from roomscribe.simulator.live import LiveTask, Sentence
from roomscribe.simulator.scenario import Utterance, utterances

if TYPE_CHECKING:
    from roomscribe.simulator.world import World

CATCH_UP = 120.0
"""World seconds: what people said longer ago than this when somebody looks is forgotten."""


@dataclass(frozen=True)
class WireMessage:
    """One message as the vendor's bot sends it into the room."""

    encoding: str
    """How the payload is to be read: `protobuf`, `gzip-json` or `json`."""
    payload: bytes


@dataclass(frozen=True, kw_only=True)
class CaptionFormat:
    """How a generation's captions look; given by its cloud."""

    vendor: str
    tags: Callable[[str], tuple[str, ...]]
    """The language tags (BCP 47) that a code of the vendor stands for; engines for several languages have several."""
    room: Callable[[str], str]
    """The vendor's name of a room, from the world's."""
    key: Callable[[LiveTask, str, int], str]
    """The sentence's key from task, speaker and number: the same in every language."""
    messages: Callable[[Caption, LiveTask], Sequence[WireMessage]]
    """What the bot sends for a caption; nothing where the task sends nothing into the room."""


@dataclass(frozen=True, kw_only=True)
class SentCaption:
    """A message with where it was sent. No vendor has this envelope: it replaces the room, which is not simulated."""

    vendor: str
    generation: str
    app: str
    room: str
    """The vendor's name of the room."""
    task: str
    """The vendor's task id."""
    sender: str
    """User id of the bot."""
    encoding: str
    payload: bytes

    def envelope(self) -> dict[str, object]:
        """As JSON; `simulator` says that this is ours and no vendor's."""
        return {
            "simulator": True,
            "vendor": self.vendor,
            "generation": self.generation,
            "app": self.app,
            "room": self.room,
            "task": self.task,
            "sender": self.sender,
            "encoding": self.encoding,
            "payload": base64.b64encode(self.payload).decode(),
        }


@dataclass(frozen=True)
class _Hearing:
    """How a task takes what one person says."""

    code: str
    """The vendor's code of the recognised language."""
    tag: str
    targets: Mapping[str, str]
    """Tag by the vendor's code."""


@dataclass(frozen=True)
class _Open:
    """A sentence of which a task has told the beginning."""

    number: int
    hearing: _Hearing
    caption: Caption
    started_at: float


class CaptionMaker:
    """Lets every live task hear its room at each beat of the world.

    What comes is a function of scenario, task and world time. A task hears the sentences that begin after its bot has
    joined. Whoever is no longer heard, or no longer in these languages, has said what is known by then: that sentence
    ends there.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._heard_until = world.clock.now()
        self._open: dict[tuple[str, str], _Open] = {}
        """By task id and speaker."""
        world.on_beat(self._listen)

    def _listen(self) -> None:
        now = self._world.clock.now()
        after, self._heard_until = self._heard_until, now
        forgotten, after = after < now - CATCH_UP, max(after, now - CATCH_UP)
        tasks = {task.task_id: task for task in self._world.live_tasks() if task.generation in self._world.formats}
        self._open = {key: each for key, each in self._open.items() if key[0] in tasks}
        for task in tasks.values():
            hearings = self._hearings(task)
            for speaker in [speaker for task_id, speaker in self._open if task_id == task.task_id]:
                if forgotten or hearings.get(speaker) != self._open[task.task_id, speaker].hearing:
                    self._cut(task, speaker)
            self._hear(task, hearings, after, now)

    def _hear(self, task: LiveTask, hearings: Mapping[str, _Hearing], after: float, now: float) -> None:
        steps = [
            (utterance.step_at(step), speaker, utterance, step)
            for speaker in hearings
            for utterance in self._utterances(task, speaker, after, now)
            for step in range(1, utterance.steps + 1)
            if after < utterance.step_at(step) <= now
        ]
        for at, speaker, utterance, step in sorted(steps, key=lambda each: each[:2]):
            self._take(task, speaker, hearings[speaker], utterance, step, at)

    def _hearings(self, task: LiveTask) -> dict[str, _Hearing]:
        """How the task takes each person whom it hears."""
        wire, found = self._world.formats[task.generation], {}
        for person in self._world.room(task.app_id, task.room).people.values():
            if not person.publishing or not task.hears(person.user_id):
                continue
            listened: dict[str, str] = {}
            for code in task.spoken_by(person.user_id):
                listened |= {tag: code for tag in wire.tags(code) if tag not in listened}
            code, tag = self._world.scenario.talk_of(person.user_id).spoken_as(listened)
            if code:
                targets = {target: (wire.tags(target) or (target,))[0] for target in task.targets_of(code)}
                found[person.user_id] = _Hearing(code, tag, targets)
        return found

    def _utterances(self, task: LiveTask, speaker: str, after: float, now: float) -> Iterator[Utterance]:
        scenario = self._world.scenario
        origin = self._world.room(task.app_id, task.room).made_at + scenario.delay_of(speaker)
        said = utterances(scenario.talk_of(speaker), origin, after, now)
        return (each for each in said if each.started_at >= task.running_since)

    def _take(
        self, task: LiveTask, speaker: str, hearing: _Hearing, utterance: Utterance, step: int, at: float
    ) -> None:
        key = (task.task_id, speaker)
        begun = self._open.get(key)
        if step > 1 and (begun is None or begun.number != utterance.number):
            return  # its beginning was not heard
        final = step == utterance.steps
        line, original = utterance.line, utterance.talk.language
        wire = self._world.formats[task.generation]
        caption = Caption(
            speaker=speaker,
            language=hearing.code,
            text=utterance.said_by(step, line.text_in(hearing.tag, original)),
            final=final,
            sentence=wire.key(task, speaker, utterance.number),
            start_ms=_ms(utterance.started_at),
            end_ms=_ms(at),
            stamp_ms=_ms(at),
            translations=tuple(
                Translation(language=code, text=utterance.said_by(step, line.text_in(tag, original)), final=final)
                for code, tag in hearing.targets.items()
            ),
        )
        self._open[key] = _Open(utterance.number, hearing, caption, utterance.started_at)
        self._tell(task, caption)
        if final:
            self._end(task, speaker)

    def _cut(self, task: LiveTask, speaker: str) -> None:
        """End the sentence with what is known of it."""
        begun = self._open[task.task_id, speaker]
        known = tuple(replace(each, final=True) for each in begun.caption.translations)
        caption = replace(begun.caption, final=True, translations=known)
        self._open[task.task_id, speaker] = replace(begun, caption=caption)
        self._tell(task, caption)
        self._end(task, speaker)

    def _end(self, task: LiveTask, speaker: str) -> None:
        begun = self._open.pop((task.task_id, speaker))
        said = begun.caption
        sentence = Sentence(
            task=task,
            round_id=said.sentence,
            speaker=speaker,
            language=said.language,
            text=said.text,
            started_at=begun.started_at,
            ended_at=said.end_ms / 1000,
            translations={each.language: each.text for each in said.translations},
        )
        self._world.sentences.tell(sentence)

    def _tell(self, task: LiveTask, caption: Caption) -> None:
        wire = self._world.formats[task.generation]
        if not self._world.captions:  # nobody reads them, so nobody writes them
            return
        for message in wire.messages(caption, task):
            self._world.captions.tell(
                SentCaption(
                    vendor=wire.vendor,
                    generation=task.generation,
                    app=task.app_id,
                    room=wire.room(task.room),
                    task=task.task_id,
                    sender=task.bot,
                    encoding=message.encoding,
                    payload=message.payload,
                )
            )


def _ms(seconds: float) -> int:
    return round(seconds * 1000)

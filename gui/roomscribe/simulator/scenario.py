"""Who is in a simulated room and what they say there: data of `resources/scenarios/`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import ceil
from typing import Any
from zlib import crc32

DEFAULT = "default"
STEP = 0.5
"""Seconds from one partial result to the next, about."""
MINIMUM_STEPS = 3
"""Two partial results and the final one, however short the sentence."""
_NO_SPACES = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
"""Chinese and Japanese characters, and their punctuation."""
_SAME_AS_ZH = ("zh-CN", "cmn-CN")
"""Other Chinese varieties differ in script or speech, so their words are not those of `zh`."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sentence, and when it is said."""

    at: float
    """Seconds from the beginning of its talk."""
    seconds: float
    """How long it takes to say."""
    texts: Mapping[str, str]
    """The sentence by language tag; the speaker's own language stands first where the talk has none."""

    def text_in(self, tag: str, original: str = "") -> str:
        """The sentence in a language; where nobody has translated it, `[tag]` and the original, so that it shows."""
        found = self._known(tag)
        return found or f"[{tag}] {self._known(original) or next(iter(self.texts.values()))}"

    def _known(self, tag: str) -> str:
        plain = "zh" if tag in _SAME_AS_ZH else tag if tag.startswith("zh-") else tag.partition("-")[0]
        return self.texts.get(tag) or self.texts.get(plain, "")


@dataclass(frozen=True, kw_only=True)
class Talk:
    """What somebody says, over and over."""

    language: str
    """Tag of the language it is said in; "" for whatever the listening task expects first."""
    repeats_after: float
    """Seconds from one beginning to the next; longer than the last sentence's end."""
    lines: tuple[Line, ...]

    def spoken_as(self, tags: Mapping[str, str]) -> tuple[str, str]:
        """Under which code a task recognises this talk, and the tag of its words; two "" for not at all.

        `tags` is what the task listens for: tags with the vendor's code of each, the first one first.
        """
        for tag, code in tags.items():
            if not self.language or tag.partition("-")[0] == self.language:
                return code, tag
        return "", ""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """People and their talks."""

    title: str
    about: str
    usual: tuple[str, ...]
    """User ids of those who are in a room that nobody described."""
    talks: Mapping[str, Talk]
    """By user id."""
    others: Talk
    """What anybody else says."""

    def talk_of(self, user_id: str) -> Talk:
        """What this person says."""
        return self.talks.get(user_id, self.others)

    def delay_of(self, user_id: str) -> float:
        """Seconds by which a person's talk begins later: those who share the others' talk don't speak in chorus."""
        if user_id in self.talks:
            return 0.0
        return float(crc32(user_id.encode()) % max(1, int(self.others.repeats_after)))


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """One sentence that somebody says once. World times in seconds."""

    number: int
    """1 for the person's first sentence in the room, then 2, 3, …"""
    talk: Talk
    line: Line
    started_at: float

    @property
    def steps(self) -> int:
        """In how many pieces it becomes known; the last one is the whole sentence."""
        return max(MINIMUM_STEPS, round(self.line.seconds / STEP))

    def step_at(self, step: int) -> float:
        """When the listener knows this many pieces."""
        return self.started_at + self.line.seconds * step / self.steps

    def said_by(self, step: int, text: str) -> str:
        """The beginning of the text that is known then: whole words, or whole characters of scripts without spaces."""
        pieces = _pieces(text)
        return "".join(pieces[: ceil(len(pieces) * step / self.steps)]).rstrip()


def utterances(talk: Talk, origin: float, after: float, until: float) -> list[Utterance]:
    """What a talk that began at `origin` has in progress or ends in (after, until], in order of time."""
    found = []
    cycle = max(0, int((after - origin) // talk.repeats_after))
    while origin + cycle * talk.repeats_after <= until:
        began = origin + cycle * talk.repeats_after
        for place, line in enumerate(talk.lines):
            if began + line.at <= until and began + line.at + line.seconds > after:
                number = cycle * len(talk.lines) + place + 1
                found.append(Utterance(number=number, talk=talk, line=line, started_at=began + line.at))
        cycle += 1
    return found


def scenario_names() -> list[str]:
    """Every scenario there is, the default first."""
    names = [each.name.removesuffix(".json") for each in _folder().iterdir() if each.name.endswith(".json")]
    return sorted(names, key=lambda name: (name != DEFAULT, name))


@cache
def load_scenario(name: str = DEFAULT) -> Scenario:
    """The scenario of `resources/scenarios/<name>.json`; `KeyError` for a name that none has."""
    if name not in scenario_names():
        raise KeyError(name)
    data = json.loads(_folder().joinpath(f"{name}.json").read_text(encoding="utf-8"))
    talks = {key: _talk(each) for key, each in data["talks"].items()}
    return Scenario(
        title=data["title"],
        about=data["about"],
        usual=tuple(data["usual"]),
        talks={each["user_id"]: talks[each["talk"]] for each in data["people"]},
        others=talks[data["others"]],
    )


def _talk(data: Mapping[str, Any]) -> Talk:
    lines = tuple(Line(at=each["at"], seconds=each["seconds"], texts=each["texts"]) for each in data["sentences"])
    return Talk(language=data["language"], repeats_after=data["repeats_after"], lines=lines)


def _folder() -> Any:
    return files("roomscribe.resources").joinpath("scenarios")


def _pieces(text: str) -> list[str]:
    """Words, or characters of scripts without spaces, each with the space after it."""
    return re.findall(rf"(?:[{_NO_SPACES}]|[^\s{_NO_SPACES}]+)\s*", text)

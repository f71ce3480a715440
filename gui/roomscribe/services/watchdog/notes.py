"""What consoles and watchdog write to each other: two small files without secrets, so that any console may ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roomscribe.domain.clock import Clock
from roomscribe.services.json_file import JsonFile

FOLDER = "watchdog"
VERSION = 1
COMING = "it never came on guard"
"""Stands for why it has ended until it is on guard: then what it was kept from is in its log, and it is no crash."""


@dataclass(frozen=True)
class Places:
    """Where the watchdog of one data directory keeps what it has."""

    folder: Path

    @classmethod
    def of(cls, data_dir: Path) -> Places:
        """Those of a data directory."""
        return cls(data_dir / FOLDER)

    @property
    def lock(self) -> Path:
        """Locked by the one watchdog for as long as it runs."""
        return self.folder / "running.lock"

    @property
    def log(self) -> Path:
        """What it did, in a few redacted lines."""
        return self.folder / "log.txt"


@dataclass(frozen=True)
class Question:
    """What a console wants of the watchdog."""

    nonce: str
    """Comes back with the answer; "" where nobody has asked yet."""
    end: bool = False
    """It was switched off: it shall end."""


@dataclass(frozen=True)
class Answer:
    """What the watchdog has said last."""

    question: str = ""
    """The nonce that it answers."""
    safe: frozenset[str] = frozenset()
    """Local ids of the live tasks that it can stop: it has all keys, and the vendor can be asked."""
    since: float = 0.0
    """UTC seconds of its start; 0 where there never was one."""
    pid: int = 0
    ended: str = ""
    """Why it has ended; "" while it runs, or where it could not say."""

    @property
    def there(self) -> bool:
        """Whether it is of one that has not ended by what it says: that may have broken off, too."""
        return self.ended in ("", COMING)

    @property
    def broke_off(self) -> bool:
        """Whether it never said that it ended. Of a running one that says nothing."""
        return self.since > 0 and not self.ended


class Notes:
    """Reads and writes both files; blocks, and raises `OSError` where a file can't be written."""

    def __init__(self, places: Places, clock: Clock) -> None:
        self._question = JsonFile(places.folder / "question.json", clock, version=VERSION)
        self._answer = JsonFile(places.folder / "answer.json", clock, version=VERSION)

    def ask(self, question: Question) -> None:
        """Put a question, in place of the one before."""
        self._question.write({"nonce": question.nonce, "end": question.end})

    def question(self) -> Question:
        """The question that was put last."""
        found = self._question.read().document
        return Question(_text(found, "nonce"), found.get("end") is True)

    def write(self, answer: Answer) -> None:
        """Say how things are, in place of what was said before."""
        self._answer.write(
            {
                "question": answer.question,
                "safe": sorted(answer.safe),
                "since": answer.since,
                "pid": answer.pid,
                "ended": answer.ended,
            }
        )

    def answer(self) -> Answer:
        """What was said last."""
        found = self._answer.read().document
        since, pid = found.get("since"), found.get("pid")
        return Answer(
            question=_text(found, "question"),
            safe=frozenset(_texts(found.get("safe"))),
            since=float(since) if isinstance(since, (int, float)) else 0.0,
            pid=pid if isinstance(pid, int) else 0,
            ended=_text(found, "ended"),
        )

    def signature(self) -> tuple[int, ...]:
        """Something that differs when another question was put."""
        return self._question.signature()


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _texts(value: object) -> Iterable[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []

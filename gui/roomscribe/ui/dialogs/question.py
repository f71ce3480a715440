"""What a dialog asks before an act on several tasks."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.text import T, Text

NAMED = 8
"""How many a question names before it only counts."""


@dataclass(frozen=True)
class Question:
    """What is asked before an act."""

    title: Text
    text: Text
    label: Text
    detail: str
    """What it is about, one a line."""


def stop_several(count: int, detail: str) -> Question:
    """Before so many tasks are stopped, two or more."""
    return Question(
        T("Stop several tasks"),
        T("{count} tasks are asked to end. Captions in their rooms stop.", count=count),
        T("Stop {count} tasks", count=count),
        detail,
    )

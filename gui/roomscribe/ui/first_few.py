"""Long lists in sentences and dialogs: the first lines, and how many follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from roomscribe.domain.text import T
from roomscribe.ui.words import say

Each = TypeVar("Each")


def first_few(items: Sequence[Each], most: int, words: Callable[[Each], str]) -> list[str]:
    """The `words` of all of them, or of the first `most` and a line that counts the others."""
    lines = [words(each) for each in items[:most]]
    if (more := len(items) - most) > 0:
        lines.append(say(T("and {count} more", count=more)))
    return lines

"""Finds texts by parts that stand in them one behind the other, in time that grows with the text alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

# A regular expression would go back over the text for each `.*` that it has: some stars more, and a filter takes
# seconds. The leftmost place of each part leaves the most room for the next, so that nothing is ever to be taken back.


def whole_text(parts: Sequence[str]) -> Callable[[str], bool]:
    """Whether a text is these parts with anything between them; the first begins it, and the last ends it."""
    first, last, between = parts[0], parts[-1], tuple(filter(None, parts[1:-1]))
    if len(parts) == 1:
        return lambda text: text == first

    def fits(text: str) -> bool:
        at, end = len(first), len(text) - len(last)
        if at > end or not (text.startswith(first) and text.endswith(last)):
            return False
        return _from(text, between, at, end)

    return fits


def within_a_line(parts: Sequence[str]) -> Callable[[str], bool]:
    """Whether some line of a text has these parts one behind the other; none of them is empty or has a line break."""
    first, rest = parts[0], tuple(parts[1:])

    def fits(text: str) -> bool:
        at = text.find(first)
        while at >= 0:
            end = text.find("\n", at)
            if end < 0:
                return _from(text, rest, at + len(first), len(text))
            if _from(text, rest, at + len(first), end):
                return True
            at = text.find(first, end + 1)
        return False

    return fits


def _from(text: str, parts: Sequence[str], at: int, end: int) -> bool:
    for part in parts:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True

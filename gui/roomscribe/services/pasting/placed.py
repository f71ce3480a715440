"""A text whose characters know where they stood in another one, so that a mistake can be shown at its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roomscribe.domain.text import Text


@dataclass(frozen=True)
class Placed:
    """Characters, and for each its index in the text that was pasted."""

    text: str
    places: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Placed:
        """A text as it was pasted."""
        return cls(text, range(len(text)))

    @classmethod
    def joined(cls, parts: Sequence[Placed], between: str = "") -> Placed:
        """Several texts as one."""
        text: list[str] = []
        places: list[int] = []
        for part in parts:
            if text and between:
                text.append(between)
                places += [places[-1] if places else 0] * len(between)
            text.append(part.text)
            places += part.places
        return cls("".join(text), places)

    def part(self, start: int, end: int | None = None) -> Placed:
        """The characters from one index to another."""
        return Placed(self.text[start:end], self.places[start:end])

    def place(self, index: int) -> int:
        """Where a character stood in the pasted text; behind the last one for the end."""
        if index < len(self.places):
            return self.places[index]
        return self.places[-1] + 1 if self.places else 0


class Unreadable(Exception):
    """The text cannot be read, in words that say what to do."""

    def __init__(self, message: Text, place: int | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.place = place
        """Index of the mistake in the pasted text; None where no single place is wrong."""


def line_and_column(text: str, place: int) -> tuple[int, int]:
    """Where an index stands, both from 1."""
    before = text[:place]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1

"""Captions, whatever wire format carries them: who said what, in which language, and what it means in others."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableCaption(Exception):
    """Bytes that are no caption of the format they should have; the text says what is wrong with them."""


@dataclass(frozen=True, kw_only=True)
class Translation:
    """What was said, in another language."""

    language: str
    """The vendor's code; "" where an old format does not tell."""
    text: str
    final: bool
    """It will not change any more."""


@dataclass(frozen=True, kw_only=True)
class Caption:
    """What is known of one sentence at one moment. A later caption of the same sentence replaces it."""

    speaker: str
    """User id of the person who speaks."""
    language: str = ""
    """The vendor's code of the speech; "" where the format does not carry it."""
    text: str = ""
    """All words so far; "" in a message that brings a translation alone."""
    final: bool
    """The text will not change any more; in a message without a text, its translations will not."""
    sentence: str = ""
    """Key of the sentence, the same in every language; "" where the format has none."""
    start_ms: int = 0
    """When the speaker began the sentence: Unix milliseconds, or since the task's start where nobody knows that.
    0 when unknown."""
    end_ms: int = 0
    """When the speech ended that `text` holds; on the clock of `start_ms`."""
    stamp_ms: int = 0
    """Unix milliseconds that never become less within a task; a translation carries the stamp of the text it belongs
    to. 0 where the format has none."""
    translations: tuple[Translation, ...] = ()

"""Texts that people read, written below the window and translated by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    """An English sentence with named gaps; the window translates the sentence, then fills the gaps."""

    source: str
    args: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return fill(self.source, self.args)


def fill(sentence: str, args: Mapping[str, object]) -> str:
    """Put `args` into the `{gaps}` of a (translated) sentence; nested texts are written out first."""
    return sentence.format(**{key: str(value) for key, value in args.items()}) if args else sentence


def T(source: str, **args: object) -> Text:  # noqa: N802 - one letter, because it stands around every sentence
    """Mark a sentence for translation. `pyside6-lupdate` finds these calls, so `source` must be a literal."""
    return Text(source, args)

"""The one rule by which captions become lines: a later caption of a sentence replaces the earlier, and never adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from roomscribe.domain.captions import Caption, Translation


@dataclass
class Line:
    """One sentence of one person, as far as it is known."""

    speaker: str
    language: str = ""
    text: str = ""
    final: bool = False
    start_ms: int = 0
    end_ms: int = 0
    translations: dict[str, Translation] = field(default_factory=dict)
    """By language."""
    _stamps: set[int] = field(default_factory=set, repr=False)

    def carries(self, stamp_ms: int) -> bool:
        """Whether one of the captions that made this line had the stamp."""
        return stamp_ms in self._stamps

    def replace_by(self, caption: Caption) -> None:
        """Take over what the caption knows; what is final stays as it is."""
        if caption.text and not self.final:
            self.text, self.final = caption.text, caption.final
            self.language = caption.language or self.language
        for translation in caption.translations:
            known = self.translations.get(translation.language)
            if translation.text and not (known and known.final):
                self.translations[translation.language] = translation
        self.start_ms = caption.start_ms or self.start_ms
        self.end_ms = max(self.end_ms, caption.end_ms)
        if caption.stamp_ms:
            self._stamps.add(caption.stamp_ms)


class Transcript:
    """The lines of one task, in the order in which they began."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._by_sentence: dict[tuple[str, str], Line] = {}

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every sentence so far, the oldest first."""
        return tuple(self._lines)

    def add(self, caption: Caption) -> Line | None:
        """The line that the caption made or changed; None for a caption without words.

        Lines are found by the speaker and the sentence's key (agora.md §9.3, tencent.md §10.1). A translation may name
        a bot as its speaker (tencent.md §13), so there the key alone decides. Without a key a translation belongs to
        the text with its stamp (agora.md §9.3), everything else to what the speaker has not finished yet.
        """
        if not caption.text and not any(each.text for each in caption.translations):
            return None
        line = self._with_key(caption) if caption.sentence else self._without_key(caption)
        if line is None:
            line = Line(caption.speaker)
            self._lines.append(line)
        if caption.text:
            line.speaker = caption.speaker
        if caption.sentence:
            self._by_sentence[caption.speaker, caption.sentence] = line
        line.replace_by(caption)
        return line

    def _with_key(self, caption: Caption) -> Line | None:
        line = self._by_sentence.get((caption.speaker, caption.sentence))
        if line is not None:
            return line
        same = (each for (_, key), each in reversed(self._by_sentence.items()) if key == caption.sentence)
        return next((each for each in same if not (each.text and caption.text)), None)

    def _without_key(self, caption: Caption) -> Line | None:
        if caption.stamp_ms and caption.translations:
            for line in self._of(caption.speaker):
                if line.carries(caption.stamp_ms):
                    return line
        latest = next(self._of(caption.speaker), None)
        if latest is None or (caption.text and latest.final):
            return None
        finished = [latest.translations.get(each.language) for each in caption.translations]
        return None if any(each and each.final for each in finished) else latest

    def _of(self, speaker: str) -> Iterator[Line]:
        """The speaker's lines, the latest first."""
        return (line for line in reversed(self._lines) if line.speaker == speaker)

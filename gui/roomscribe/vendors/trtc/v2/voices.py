"""The voices that speak translations, by name (tencent.md §9.4)."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.text import T, Text

MODEL = "flow_02_turbo"
"""The only model that version 2.0 takes."""


@dataclass(frozen=True)
class Voice:
    """One voice and the languages it speaks."""

    id: str
    label: Text
    languages: tuple[str, ...]


_SOUTH_EAST = ("id", "th", "vi")

VOICES = (
    Voice("v-female-R2s4N9qJ", T("Chinese, woman"), ("zh",)),
    Voice("v-male-s5NqE0rZ", T("Chinese, man"), ("zh",)),
    Voice("v-female-P6q9LmR2", T("English, woman"), ("en",)),
    Voice("v-male-X6h4TvP9", T("English, man"), ("en",)),
    Voice("v-female-J3k7NxR2", T("Japanese, woman"), ("ja",)),
    Voice("v-male-J3n8DxK2", T("Japanese, man"), ("ja",)),
    Voice("v-female-C5t1QxH9", T("Cantonese, woman"), ("yue",)),
    Voice("v-male-D7p4XcL2", T("Cantonese, man"), ("yue",)),
    Voice("v-female-W5n8HgB2", T("South-East Asian, woman"), _SOUTH_EAST),
    Voice("v-male-B5f2CnS3", T("South-East Asian, man"), _SOUTH_EAST),
    Voice("v-female-C8k4NxL6", T("Malay, woman"), ("ms",)),
    Voice("v-male-Q6p8ZxL3", T("Malay, man"), ("ms",)),
)


def voice_speaks(voice_id: str, language: str) -> bool:
    """Whether a voice is meant for this language."""
    return any(voice.id == voice_id and language in voice.languages for voice in VOICES)

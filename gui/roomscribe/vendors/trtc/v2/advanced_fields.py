"""The fields of CreateCloudTranscription that most people never touch (tencent.md §4.1)."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.domain.fields import Choice, Field, FieldKind, Section, When
from roomscribe.domain.text import T, Text
from roomscribe.vendors.trtc.advanced_fields import ADVANCED as ADVANCED_1
from roomscribe.vendors.trtc.advanced_fields import CN
from roomscribe.vendors.trtc.v2.languages import STANDARD

_INTL = frozenset({"intl"})
_V1 = {field.key: field for field in ADVANCED_1}
_STANDARD_ENGINE = (When(key="language", among=STANDARD),)


def _filter(key: str, path: str, label: Text, help_text: Text, *levels: Text) -> Field:
    return Field(
        key=key,
        kind=FieldKind.CHOICE,
        section=Section.ADVANCED,
        label=label,
        help=help_text,
        path=path,
        placeholder=levels[0],
        choices=tuple(Choice(value=number, label=level) for number, level in enumerate(levels)),
        shown_when=_STANDARD_ENGINE,
    )


ADVANCED = (
    replace(_V1["vad_silence_time"], path="AsrParam.VadSilenceTime"),
    # The two sites state different ranges for the same parameter.
    replace(_V1["vad_level"], path="AsrParam.VadLevel", sites=_INTL),
    replace(
        _V1["vad_level"],
        key="vad_level_cn",
        help=T("Whether voices far from the microphone are ignored. The vendor recommends it."),
        path="AsrParam.VadLevel",
        choices=(Choice(value=0, label=T("0 – off")), Choice(value=1, label=T("1 – recommended"))),
        sites=CN,
    ),
    _filter(
        "filter_dirty",
        "AsrParam.FilterDirty",
        T("Swear words"),
        T("What becomes of swear words. Engines of the standard tier only."),
        T("Kept"),
        T("Left out"),
        T("Replaced by *"),
    ),
    _filter(
        "filter_modal",
        "AsrParam.FilterModal",
        T("Filler words"),
        T("What becomes of sounds such as “um”. Engines of the standard tier only."),
        T("Kept"),
        T("Some left out"),
        T("All left out"),
    ),
    _filter(
        "filter_punc",
        "AsrParam.FilterPunc",
        T("Full stop at the end"),
        T("Whether a sentence keeps its last full stop. Engines of the standard tier only."),
        T("Kept"),
        T("Left out"),
    ),
)

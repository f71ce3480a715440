"""What transcription 1.0 knows about drafts and requests from elsewhere: meanings that 2.0 holds in other fields."""

from __future__ import annotations

from roomscribe.domain.fields import Value, Values, given, rows_of
from roomscribe.domain.fitting import named
from roomscribe.domain.remarks import Reading, Remark, RemarkKind
from roomscribe.domain.text import T, Text
from roomscribe.domain.written_requests import Purpose, Recognised, WrittenRequest
from roomscribe.vendors.moving import Meaning, Moving
from roomscribe.vendors.trtc.fields import FIELDS, ONE_PERSON, ROOM_TEXT
from roomscribe.vendors.trtc.values import texts

HEARD, TERMS, DISTANT = "heard", "terms", "distant voices"
"""Names of what both generations mean."""
Term = tuple[str, str, str]
"""Language ("" for every one), spoken, translated."""
CALLS = {
    "StartAITranscription": Purpose.START,
    "DescribeAITranscription": Purpose.OTHER,
    "StopAITranscription": Purpose.OTHER,
}
_LABELS = {field.key: field.label for field in FIELDS}


def lost(key: str, about: Text, reason: Text, *, partly: bool = False) -> Remark:
    """A remark on what a field could not hold."""
    return Remark(kind=RemarkKind.CHANGED if partly else RemarkKind.LEFT_OUT, about=about, reason=reason, key=key)


def speak(spoken: tuple[str, ...], targets: tuple[str, ...]) -> dict[str, Value]:
    """The first language is the spoken one, the others may be spoken, too; of either generation."""
    return {
        "language": spoken[0] if spoken else "",
        "alternative_languages": spoken[1:],
        "target_languages": targets,
    }


def _recognise(request: WrittenRequest) -> Recognised | None:
    # Loaded when somebody pastes something.
    from roomscribe.vendors.trtc.recognising import recognise

    return recognise(request, CALLS, frozenset({"TranscriptionParams", "RecognizeConfig", "TranslationConfig"}))


def _read(call: str, body: object, site: str) -> Reading:
    from roomscribe.vendors.trtc.start_reading import read_start

    return read_start(call, body, site)


def _heard(values: Values, site: str) -> tuple[str, ...] | None:
    if values.get("transcription_mode") != ONE_PERSON:
        return None
    one = values.get("target_user_id")
    several = texts(values, "target_user_ids") if site == "cn" else ()
    return tuple(dict.fromkeys([*([str(one)] if given(one) else []), *several])) or None


def _hear(people: tuple[str, ...], values: Values, site: str) -> Reading:
    first, *others = people
    heard: dict[str, Value] = {"transcription_mode": ONE_PERSON, "target_user_id": first}
    if not others:
        return Reading(values=heard)
    if site == "cn":
        return Reading(values={**heard, "target_user_ids": tuple(others)})
    reason = T("Version 1.0 hears one person or everyone here; left out: {people}.", people=named(others))
    return Reading(values=heard, remarks=(lost("heard_user_ids", T("Hear only"), reason, partly=True),))


def _terms(values: Values, site: str) -> tuple[Term, ...] | None:
    found = [("", str(row.get("source")), str(row.get("target"))) for row in rows_of(values.get("terminology"))]
    return tuple(found) or None


def _use_terms(terms: tuple[Term, ...], values: Values, site: str) -> Reading:
    """One translation for all languages: a second one of the same term has no place."""
    kept: dict[str, str] = {}
    dropped = []
    for language, source, target in terms:
        if kept.setdefault(source, target) != target:
            dropped.append(f"{source} → {target} ({language})")
    value = tuple({"source": source, "target": target} for source, target in kept.items())
    one = T("Version 1.0 has one list for all languages.")
    remarks = [lost("terminology", _LABELS["terminology"], one, partly=True)] if any(term[0] for term in terms) else []
    if dropped:
        reason = T("A term has one translation there; left out: {terms}.", terms=named(dropped))
        remarks.append(lost("terminology", _LABELS["terminology"], reason, partly=True))
    return Reading(values={"terminology": value}, remarks=tuple(remarks))


def _level(values: Values, site: str) -> object:
    return values.get("vad_level")


def _set_level(level: int, values: Values, site: str) -> Reading:
    return Reading(values={"vad_level": level})


MOVING = Moving(
    recognise=_recognise,
    read_body=_read,
    with_languages=speak,
    with_room={"room_type": ROOM_TEXT},
    idle_default=60,
    meanings={
        HEARD: Meaning(keys=("transcription_mode", "target_user_id", "target_user_ids"), get=_heard, put=_hear),
        TERMS: Meaning(keys=("terminology",), get=_terms, put=_use_terms),
        DISTANT: Meaning(keys=("vad_level",), get=_level, put=_set_level),
    },
)
"""tencent.md §0.2, §3"""

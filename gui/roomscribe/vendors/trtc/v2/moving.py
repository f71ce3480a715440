"""What transcription 2.0 knows about drafts and requests from elsewhere: meanings that 1.0 holds in other fields."""

from __future__ import annotations

from roomscribe.domain.fields import Value, Values, rows_of
from roomscribe.domain.remarks import Reading
from roomscribe.domain.text import T
from roomscribe.domain.written_requests import Purpose, Recognised, WrittenRequest
from roomscribe.vendors.moving import Meaning, Moving
from roomscribe.vendors.trtc.fields import ROOM_TEXT
from roomscribe.vendors.trtc.moving import DISTANT, HEARD, TERMS, Term, lost, speak
from roomscribe.vendors.trtc.v2.fields import FIELDS
from roomscribe.vendors.trtc.v2.languages import LANGUAGES, can_be_alternative
from roomscribe.vendors.trtc.values import texts

CALLS = {
    "CreateCloudTranscription": Purpose.START,
    "DescribeCloudTranscription": Purpose.OTHER,
    "DeleteCloudTranscription": Purpose.OTHER,
}
_LABELS = {field.key: field.label for field in FIELDS}


def _recognise(request: WrittenRequest) -> Recognised | None:
    # Loaded when somebody pastes something.
    from roomscribe.vendors.trtc.recognising import recognise

    return recognise(request, CALLS, frozenset({"TranscriptionParam", "AsrParam", "TranslationParam", "TTSParam"}))


def _read(call: str, body: object, site: str) -> Reading:
    from roomscribe.vendors.trtc.v2.reading import read_create

    return read_create(call, body, site)


def _speak(spoken: tuple[str, ...], targets: tuple[str, ...]) -> dict[str, Value]:
    """As in 1.0; beside the spoken language only engines of the advanced tier can stand."""
    said = speak(spoken[:1], targets)
    return {**said, "alternative_languages": tuple(_beside(code) for code in spoken[1:])}


def _beside(code: str) -> str:
    language = LANGUAGES.get(code)
    if language is None or can_be_alternative(code):
        return code
    alike = (each.code for each in LANGUAGES.languages if each.tag == language.tag and can_be_alternative(each.code))
    return next(alike, code)


def _heard(values: Values, site: str) -> tuple[str, ...] | None:
    return texts(values, "heard_user_ids") or None


def _hear(people: tuple[str, ...], values: Values, site: str) -> Reading:
    return Reading(values={"heard_user_ids": people})


def _terms(values: Values, site: str) -> tuple[Term, ...] | None:
    found = [
        (str(row.get("language")), str(row.get("source")), str(row.get("target")))
        for row in rows_of(values.get("terminology"))
    ]
    return tuple(found) or None


def _use_terms(terms: tuple[Term, ...], values: Values, site: str) -> Reading:
    """A term without a language counts for all that are translated to: so it is written once for each."""
    targets = texts(values, "target_languages")
    found: list[Value] = []
    for language, source, target in terms:
        found += [
            {"language": each, "source": source, "target": target} for each in ([language] if language else targets)
        ]
    spread = len(targets) > 1 and not all(term[0] for term in terms)
    reason = T("Version 2.0 has terms for each language; yours are written down for all of them.")
    remarks = (lost("terminology", _LABELS["terminology"], reason, partly=True),) if spread else ()
    return Reading(values={"terminology": tuple(found)}, remarks=remarks)


def _level(values: Values, site: str) -> object:
    return values.get("vad_level_cn" if site == "cn" else "vad_level")


def _set_level(level: int, values: Values, site: str) -> Reading:
    if site != "cn":
        return Reading(values={"vad_level": level})
    reason = T("This site knows off and on alone.")
    remarks = (lost("vad_level", _LABELS["vad_level"], reason, partly=True),) if level > 1 else ()
    return Reading(values={"vad_level_cn": min(level, 1)}, remarks=remarks)


MOVING = Moving(
    recognise=_recognise,
    read_body=_read,
    with_languages=_speak,
    with_room={"room_type": ROOM_TEXT},
    idle_default=30,
    meanings={
        HEARD: Meaning(keys=("heard_user_ids",), get=_heard, put=_hear),
        TERMS: Meaning(keys=("terminology",), get=_terms, put=_use_terms),
        DISTANT: Meaning(keys=("vad_level", "vad_level_cn"), get=_level, put=_set_level),
    },
)
"""tencent.md §0.2, §4"""

"""Reads a CreateCloudTranscription back into a form's values: the inverse of `model.build_create` (tencent.md §4.1)."""

from __future__ import annotations

from roomscribe.domain.remarks import Reading
from roomscribe.domain.text import T
from roomscribe.vendors.body_reader import BodyReader, Decoders, Note, listed, member, note_others, read_fields
from roomscribe.vendors.trtc.reading import hot_words, of_languages, take_signature, terms, user_ids
from roomscribe.vendors.trtc.v2.fields import FIELDS
from roomscribe.vendors.trtc.v2.languages import LANGUAGES
from roomscribe.vendors.trtc.v2.voices import MODEL

_SPOKEN = {"speaker": "TargetUser", "robot": "TTSRobotUser"}
_SOUND = {"voice": "VoiceId", "speed": "Speed", "volume": "Volume", "pitch": "Pitch"}


def read_create(call: str, body: object, site: str) -> Reading:
    """The values that a create request says."""
    reader = BodyReader(body, FIELDS, site)
    reader.get("SdkAppId")  # of the account, not of the form
    # The two sites have fields of their own for one parameter.
    here = [field for field in FIELDS if field.sites is None or site in field.sites]
    read_fields(reader, {field.key: field.path for field in here if field.path and field.key != "user_sig"}, _DECODE)
    take_signature(reader, "TranscriptionParam.UserSig")
    return reader.reading()


def _captions(raw: object, note: Note) -> object:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw not in (0, 1, 2):
        return raw
    if raw == 2:
        note(T("2 stands in a sample alone; it is taken as on."))
    return raw != 0


def _glossaries(raw: object, note: Note) -> object:
    rows = []
    for glossary in listed(raw, note):
        note_others(glossary, ("TargetLang", "Terminology"), note)
        inside = member(glossary, "Terminology")
        language = member(glossary, "TargetLang")
        rows += [{"language": language, **row} for row in (terms(inside, note) if inside is not None else [])]
    return rows


def _voices(raw: object, note: Note) -> object:
    rows = []
    for entry in listed(raw, note):
        note_others(entry, ("Model", "Language", "Voice", *_SPOKEN.values()), note)
        voice = member(entry, "Voice")
        note_others(voice, _SOUND.values(), note)
        if member(entry, "Model") not in (None, MODEL):
            note(T("{model} is the only model.", model=MODEL))
        users = {column: member(member(entry, name), "UserId") for column, name in _SPOKEN.items()}
        sound = {column: member(voice, name) for column, name in _SOUND.items()}
        rows.append({"language": member(entry, "Language"), **users, **sound})
    return rows


_DECODE: Decoders = {
    "captions_in_room": _captions,
    "heard_user_ids": user_ids,
    "unheard_user_ids": user_ids,
    **of_languages(LANGUAGES),
    "hot_words": hot_words,
    "terminology": _glossaries,
    "voices": _voices,
}

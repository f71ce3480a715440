"""Reads a StartAITranscription back into a form's values: the inverse of `model.build_start` (tencent.md §3)."""

from __future__ import annotations

from roomscribe.domain.remarks import Reading, RemarkKind
from roomscribe.domain.text import T
from roomscribe.vendors.body_reader import BodyReader, Decoders, Note, listed, read_fields
from roomscribe.vendors.trtc.fields import FIELDS
from roomscribe.vendors.trtc.languages import LANGUAGES
from roomscribe.vendors.trtc.reading import hot_words, of_languages, take_signature, terms

_OLD_TARGET = "RecognizeConfig.TranslationLanguage"
_NO_LONGER = "RecognizeConfig.Model"
"""Hidden fields of the mainland SDK (tencent.md §3.3)."""


def read_start(call: str, body: object, site: str) -> Reading:
    """The values that a start request says."""
    reader = BodyReader(body, FIELDS, site)
    reader.get("SdkAppId")  # of the account, not of the form
    paths = {field.key: field.path for field in FIELDS if field.path and field.key != "user_sig"}
    read_fields(reader, paths, _DECODE)
    take_signature(reader, "TranscriptionParams.UserSig")
    _take_old_target(reader)
    reader.drop(_NO_LONGER, T("The vendor no longer supports it."))
    return reader.reading()


def _take_old_target(reader: BodyReader) -> None:
    old = reader.get(_OLD_TARGET)
    if old is None:
        return
    if reader.values.get("target_languages") or not isinstance(old, str) or not old:
        reader.drop(_OLD_TARGET, T("TranslationConfig takes its place."))
        return
    reason = T("Taken from {name}, which TranslationConfig has replaced.", name=_OLD_TARGET)
    reader.put("target_languages", [old])
    reader.say("target_languages", RemarkKind.CHANGED, reason)


def _flag(raw: object, note: Note) -> object:
    return bool(raw) if isinstance(raw, int) and raw in (0, 1) else raw


def _only_one(raw: object, note: Note) -> object:
    ids = listed(raw, note)
    if len(ids) > 1:
        note(T("The vendor takes exactly one; the others are left out."))
    return ids[0] if ids else None


_DECODE: Decoders = {
    **of_languages(LANGUAGES),
    "hot_words": hot_words,
    "terminology": terms,
    "voice_print": _flag,
    "voice_print_id": _only_one,
}

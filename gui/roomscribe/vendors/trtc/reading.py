"""Reads requests of either generation back into a form: what both have in common (tencent.md §3, §4)."""

from __future__ import annotations

from roomscribe.domain.languages import LanguageCatalogue, LanguageUse
from roomscribe.domain.remarks import RemarkKind
from roomscribe.domain.text import T
from roomscribe.vendors.body_reader import BodyReader, Decoders, Note, listed, member, note_others, stands_for_a_secret
from roomscribe.vendors.trtc.fields import MADE, PASTED


def take_signature(reader: BodyReader, path: str) -> None:
    """The bot's UserSig: kept where there is one, else the console makes its own."""
    raw = reader.get(path)
    if raw is None:
        return
    if isinstance(raw, str) and stands_for_a_secret(raw):
        reader.put("user_sig_source", MADE)
        reason = T("The request has a placeholder here. The console makes the bot's signature when you start.")
        reader.say("user_sig", RemarkKind.LEFT_OUT, reason)
        return
    reader.put("user_sig", raw)
    reader.put("user_sig_source", PASTED if reader.values.get("user_sig") else MADE)


def hot_words(raw: object, note: Note) -> object:
    """The rows of `term|weight` joined by commas (tencent.md §3.3)."""
    if not isinstance(raw, str):
        return raw
    rows = []
    for item in raw.split(","):
        term, _, weight = item.strip().partition("|")
        digits = weight.strip()
        whole = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else None
        if digits and whole is None:
            note(T("“{weight}” is no weight; choose one.", weight=digits[:20]))
        if term or digits:
            rows.append({"term": term, "weight": whole})
    return tuple(rows)


def user_ids(raw: object, note: Note) -> object:
    """The ids in a list of users (tencent.md §4.1)."""
    ids = []
    for user in listed(raw, note):
        if isinstance(user, str):
            note(T("A plain id is taken as a user."))
        note_others(user, ("UserId",), note)
        ids.append(user if isinstance(user, str) else member(user, "UserId"))
    return ids


def terms(raw: object, note: Note) -> list[dict[str, object]]:
    """Fixed translations (tencent.md §3.4)."""
    rows = []
    for term in listed(raw, note):
        note_others(term, ("Source", "Target"), note)
        rows.append({"source": member(term, "Source"), "target": member(term, "Target")})
    return rows


def spelling(catalogue: LanguageCatalogue, use: LanguageUse, code: object, note: Note) -> object:
    """A language's code as the catalogue spells it.

    The international pages print some with a capital, and a sample has `jp` (tencent.md §3.8, §9.1).
    """
    if not isinstance(code, str) or catalogue.get(code) is not None:
        return code
    plain = code.strip().casefold()
    offered = catalogue.for_use(use)
    alike = [each.code for each in offered if each.code.casefold() == plain]
    also = [each.code for each in offered if plain in (word.casefold() for word in each.also)]
    found = alike or also
    if len(found) != 1:
        return code
    note(T("“{code}” is taken as “{found}”.", code=code[:20], found=found[0]))
    return found[0]


def spellings(catalogue: LanguageCatalogue, use: LanguageUse, codes: object, note: Note) -> object:
    """The same for a list of codes."""
    if not isinstance(codes, list):
        return codes
    return [spelling(catalogue, use, code, note) for code in codes]


def of_languages(catalogue: LanguageCatalogue) -> Decoders:
    """For the fields that hold languages, which both generations have."""
    return {
        "language": lambda raw, note: spelling(catalogue, LanguageUse.RECOGNISE, raw, note),
        "alternative_languages": lambda raw, note: spellings(catalogue, LanguageUse.RECOGNISE, raw, note),
        "target_languages": lambda raw, note: spellings(catalogue, LanguageUse.TRANSLATE_TO, raw, note),
    }

"""An error of the catalogue in words: who says it, when, whether to try again, and everything for the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from roomscribe.domain.error_catalogue import Occasion, Repeat, Spelling
from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.text import T
from roomscribe.services.error_book import BookEntry
from roomscribe.ui.details.error_box import error_facts
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Vendor

SPELLINGS = {
    Spelling.CODE: T("Code"),
    Spelling.REASON: T("Reason"),
    Spelling.TEXT: T("Message text"),
    Spelling.HTTP: T("HTTP status"),
    Spelling.OWN: T("RoomScribe's own word"),
    Spelling.ELSEWHERE: T("Number met elsewhere"),
}
OCCASIONS = {
    Occasion.PREPARE: T("preparing the start of a task"),
    Occasion.START: T("starting a task"),
    Occasion.ASK: T("asking how a task is"),
    Occasion.CHANGE: T("changing a task"),
    Occasion.STOP: T("stopping a task"),
    Occasion.LIST: T("listing tasks"),
}
REPEATS = {
    Repeat.POINTLESS: T("Not as it is: the same request would be refused again."),
    Repeat.LATER: T("Yes, later: nothing has happened, and the same request may succeed then."),
    Repeat.ASK_FIRST: T(
        "Not blindly: the request may have taken effect. The console asks what became of it first, so that no second "
        "task is started and billed."
    ),
}
SOMEBODY = T("the vendor")


def speaker(entry: BookEntry) -> str:
    """Whose words they are."""
    return say(entry.vendor.title) if entry.vendor else say(T("RoomScribe, for every vendor"))


def shown_code(entry: BookEntry) -> str:
    """The code as a title: an HTTP status alone would be a bare number."""
    code = entry.entry.code
    return say(T("HTTP {status}", status=code)) if entry.entry.spelling is Spelling.HTTP else code


def occasions(entry: BookEntry) -> str:
    """When it happens, with the vendor's own names of the calls."""
    where = entry.entry.where
    if where is not None:
        return say(where)
    if not entry.entry.calls:
        return say(T("At any call"))
    calls = _calls(entry)
    words = ", ".join(dict.fromkeys(say(OCCASIONS[occasion]) for _, occasion in calls))
    names = ", ".join(dict.fromkeys(call for call, _ in calls))
    return f"{words[:1].upper()}{words[1:]} ({names})"


def generations(entry: BookEntry) -> str:
    """The versions of the vendor's service that answer so."""
    return ", ".join(each.short_title for each in entry.generations)


def again(entry: BookEntry) -> str:
    """Whether the same request may be sent once more; "" where none of ours is meant."""
    return "" if entry.entry.kind is None else say(REPEATS[entry.entry.repeat])


def field_label(entry: BookEntry) -> str:
    """The form's or the profile's field that it concerns; "" for none."""
    key = entry.entry.field
    for generation in entry.generations:
        if (field := generation.field(key)) is not None:
            return say(field.label)
        for account in generation.account_fields:
            if account.key == key:
                return say(T("{label}, in the profile", label=account.label))
    return say(PROFILE_FIELDS[key]) if key in PROFILE_FIELDS else ""


PROFILE_FIELDS = {
    "base_url": T("Other address, in the profile"),
    "region": T("Region, in the profile"),
    "site": T("Site, in the profile"),
}


def to_send(vendor: Vendor | None) -> str:
    """What a vendor's support needs."""
    name = vendor.title if vendor else SOMEBODY
    return say(
        T("Send {vendor}'s support the code, the vendor's words, the request id and the time of the call.", vendor=name)
    )


def unknown_words(note: ErrorNote, vendor: Vendor | None) -> str:
    """What is honest about a code that is not in the catalogue."""
    title = vendor.title if vendor else SOMEBODY
    return say(T("RoomScribe does not know “{code}”: {vendor} does not list it.", code=note.code, vendor=title))


def whole_text(entry: BookEntry) -> str:
    """Everything about an entry, for the clipboard."""
    lines = [
        f"{shown_code(entry)} – {speaker(entry)}",
        say(entry.entry.meaning),
        say(entry.entry.remedy),
        say(T("When: {occasions}", occasions=occasions(entry))),
    ]
    return "\n".join([*lines, *([again(entry)] if again(entry) else [])])


def note_text(note: ErrorNote) -> str:
    """What happened this time, for the clipboard."""
    return "\n".join(part for part in (say(note.meaning), say(note.remedy), error_facts(note)) if part)


def search_text(entry: BookEntry) -> str:
    """Everything that a search looks through, in one case."""
    texts: Sequence[str] = (
        shown_code(entry),
        say(entry.entry.meaning),
        say(entry.entry.remedy),
        *entry.entry.said,
        speaker(entry),
        say(SPELLINGS[entry.entry.spelling]),
        generations(entry),
    )
    return " ".join(texts).casefold()


def _calls(entry: BookEntry) -> list[tuple[str, Occasion]]:
    return [
        (call, generation.errors.calls[call])
        for generation in entry.generations
        for call in generation.errors.calls_of(entry.entry)
    ]

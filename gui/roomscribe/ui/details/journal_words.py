"""Makes the timeline's sentences from what the journal holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roomscribe.domain.exchange import Exchange
from roomscribe.domain.lengths import in_minutes, spoken
from roomscribe.domain.moments import moment
from roomscribe.domain.tasks import EntryKind, JournalEntry
from roomscribe.domain.text import T, Text
from roomscribe.services.extender import KNOWN_END
from roomscribe.ui.details.error_box import error_facts
from roomscribe.ui.dialogs.connection_words import time_words
from roomscribe.ui.forms.value_words import value_words
from roomscribe.ui.task_table.looks import LOOKS
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

STOP_REASONS: Mapping[str, Text] = {
    "you": T("by a person"),
    "restart": T("to start again with changes"),
    "end-time": T("because its end time has come"),
    "budget": T("because the day's budget is spent"),
}


@dataclass(frozen=True)
class Line:
    """One entry as it is shown."""

    icon: str
    tone: str
    """Name of the icon's colour token."""
    sentence: str
    aside: str = ""
    """Dim: the vendor's own words, ids, reasons."""
    grave: bool = False
    """The sentence itself has the colour of the icon."""


def line_of(entry: JournalEntry, generation: Generation | None) -> Line:
    """The words for an entry."""
    match entry.kind:
        case EntryKind.WRITTEN:
            return Line("written", "dim", say(T("Written to the ledger")), _before_all(entry))
        case EntryKind.ADOPTED:
            return Line("adopted", "info", say(T("Found in the vendor's list and adopted")), _adopter(entry))
        case EntryKind.CALLED:
            return _called(entry)
        case EntryKind.STATE_CHANGED:
            return _moved(entry)
        case EntryKind.STOP_WISHED:
            reason = STOP_REASONS.get(str(entry.detail.get("reason")))
            return Line("stop", "warn", say(T("Stop asked for")), say(reason) if reason else "")
        case EntryKind.EXTENDED:
            return _extended(entry)
        case EntryKind.UPDATE_WISHED:
            return Line("update", "info", say(T("Change asked for")), _changes(entry, generation))
        case EntryKind.UPDATED:
            return Line("updated", "ok", say(T("Change accepted by the vendor")), _joined("", entry.request_id))
        case EntryKind.REFUSED:
            return _refused(entry)
        case EntryKind.RECEIPT:
            words = _joined(say(T("the vendor says {word}", word=entry.vendor_state)), entry.request_id)
            return Line("receipt", "ok", say(T("The end is proven")), words)
        case EntryKind.ANNOTATED:
            return _annotated(entry)
        case EntryKind.RESTARTED_AS:
            return Line("restart", "info", say(T("Started again as another task")), str(entry.detail.get("task", "")))
        case EntryKind.RESTART_OF:
            return Line("restart", "info", say(T("Follows another task")), str(entry.detail.get("task", "")))
        case EntryKind.RESTART_WISHED:
            return Line(
                "restart", "info", say(T("Restart asked for")), say(T("it is stopped first, then started again"))
            )
        case EntryKind.RESTART_OPEN:
            why = say(T("it broke off before the task was started again"))
            return Line("restart", "warn", say(T("The restart was not finished")), why)
        case EntryKind.RESTART_DROPPED:
            by = str(entry.detail.get("by") or "")
            return Line("restart", "dim", say(T("It is not started again")), say(T("by {name}", name=by)) if by else "")
        case EntryKind.SETTLED:
            return _settled(entry)
        case EntryKind.CLOSED:
            return _closed(entry)
        case EntryKind.WATCHED:
            return _watched(entry)
        case EntryKind.CLOCK_SET:
            return _clock_set(entry)


def _clock_set(entry: JournalEntry) -> Line:
    seconds = entry.detail.get("seconds")
    by = time_words(abs(seconds)) if isinstance(seconds, (int, float)) else ""
    words = T("forward by {time}; what is left until the end stays the same", time=by)
    if isinstance(seconds, (int, float)) and seconds < 0:
        words = T("back by {time}; what is left until the end stays the same", time=by)
    return Line("clock", "info", say(T("This computer's clock was set")), say(words))


def _annotated(entry: JournalEntry) -> Line:
    note, tags, by = (entry.detail.get(key) for key in ("note", "tags", "by"))
    words = [str(note).partition("\n")[0] or say(T("note removed"))] if isinstance(note, str) else []
    if isinstance(tags, (list, tuple)):
        words.append(" ".join(f"#{tag}" for tag in tags) or say(T("no tags")))
    who = say(T("by {name}", name=by)) if by else ""
    return Line("edit", "dim", say(T("Note or tags changed")), " · ".join(part for part in (*words, who) if part))


def _adopter(entry: JournalEntry) -> str:
    by = str(entry.detail.get("by") or "")
    return say(T("by {name}; who started it is not known", name=by)) if by else ""


def _called(entry: JournalEntry) -> Line:
    exchange = entry.exchange
    if exchange is None:
        return Line("call", "info", say(T("A call to the vendor")), _joined("", entry.request_id))
    failed = exchange.status is None or exchange.status >= 400
    return Line(
        "failed" if failed else "call",
        "bad" if failed else "info",
        exchange.call,
        _joined(_outcome(exchange), entry.request_id),
    )


def _outcome(exchange: Exchange) -> str:
    if exchange.answered_at is None:
        return say(T("no answer"))
    took = round(1000 * (exchange.answered_at - exchange.sent_at))
    if exchange.status is None:
        return say(T("no answer after {count} ms", count=took))
    return say(T("HTTP {status} in {count} ms", status=exchange.status, count=took))


def _moved(entry: JournalEntry) -> Line:
    words = say(T("the vendor says {word}", word=entry.vendor_state)) if entry.vendor_state else ""
    if entry.state is None:
        return Line("info", "dim", say(T("Another word from the vendor")), _joined(words, entry.request_id))
    look = LOOKS[entry.state]
    same = entry.detail.get("from") == entry.state.value
    sentence = T("Still {state}", state=look.word) if same else T("Now {state}", state=look.word)
    return Line(look.icon, look.tone, say(sentence), _joined(words, entry.request_id), grave=look.tone == "bad")


def _refused(entry: JournalEntry) -> Line:
    if entry.error is None:
        return Line("rejected", "bad", say(T("A call failed")), _joined("", entry.request_id), grave=True)
    return Line("rejected", "bad", say(entry.error.meaning) or entry.error.code, error_facts(entry.error), grave=True)


def _settled(entry: JournalEntry) -> Line:
    reason = entry.detail.get("reason")
    if isinstance(reason, str) and reason:
        # Written as the source of a translatable text by whoever settled it.
        return Line("settled", "info", say(Text(reason)))
    if entry.detail.get("arrived"):
        return Line("settled", "ok", say(T("Settled by asking")), say(T("the start had arrived")))
    return Line("settled", "idle", say(T("Settled by asking")), say(T("the start never arrived, so nothing runs")))


def _closed(entry: JournalEntry) -> Line:
    by = str(entry.detail.get("by") or "")
    sentence = T("Closed by {name}: no bot was seen", name=by) if by else T("Closed by hand: no bot was seen")
    return Line("closed", "warn", say(sentence), say(T("nothing was asked of the vendor, and nothing proves an end")))


def _watched(entry: JournalEntry) -> Line:
    if entry.detail.get("by") == "watchdog":
        why = T("no console was there to stop it")
        return Line("watched", "info", say(T("The watchdog takes care of it")), say(why))
    return Line("watched", "info", say(T("Back in the care of a console")))


def _before_all(entry: JournalEntry) -> str:
    ends = entry.detail.get(KNOWN_END)
    token = say(T("the bot's token ends {time}", time=moment(ends, entry.at))) if isinstance(ends, (int, float)) else ""
    return " · ".join(part for part in (say(T("before anything was sent")), token) if part)


def _extended(entry: JournalEntry) -> Line:
    before, after, by = (entry.detail.get(key) for key in ("from", "to", "by"))
    if not isinstance(before, (int, float)) or not isinstance(after, (int, float)):
        return Line("extend", "info", say(T("Extended")))
    ends = say(T("ends {time}", time=moment(after, entry.at)))
    who = say(T("by {name}", name=by)) if by else ""
    words = " · ".join(part for part in (ends, who) if part)
    return Line("extend", "info", say(T("Extended by {time}", time=spoken(*in_minutes(after - before)))), words)


def _changes(entry: JournalEntry, generation: Generation | None) -> str:
    changes = entry.detail.get("changes")
    if not isinstance(changes, Mapping):
        return ""
    unknown = entry.detail.get("unknown")
    unheard = set(unknown) if isinstance(unknown, (list, tuple)) else set()
    pairs = {key: pair for key, pair in changes.items() if isinstance(pair, (list, tuple))}
    words = [_change(key, pair, generation, key in unheard) for key, pair in pairs.items()]
    return "; ".join(words)


def _change(key: str, pair: list[object] | tuple[object, ...], generation: Generation | None, unknown: bool) -> str:
    field = generation.field(key) if generation else None
    if field is None or generation is None or len(pair) != 2:
        return key
    old, new = (value_words(field, value, generation.languages) for value in pair)
    if unknown:
        return say(T("{field}: becomes {new}; what it was is not known", field=field.label, new=new))
    return say(T("{field}: was {old}, becomes {new}", field=field.label, old=old, new=new))


def _joined(words: str, request_id: str) -> str:
    parts = [words, say(T("request {id}", id=request_id)) if request_id else ""]
    return " · ".join(part for part in parts if part)

"""Brings a value from elsewhere into the shape a field asks for, and says what that changed."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from roomscribe.domain.fields import Choice, Column, Field, FieldKind, Limits, Value, empty_value
from roomscribe.domain.remarks import Remark, RemarkKind
from roomscribe.domain.text import T, Text

MOST_REASONS = 20
"""Reasons about one value that are told one by one."""
MOST_NAMED = 5
"""Items that a reason names; more are only counted."""
LONGEST_NAMED = 40
"""Characters of an item that a reason shows."""
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A value as its field can hold it."""

    value: Value
    """Empty where nothing of it could be taken."""
    reasons: tuple[Text, ...] = ()
    """What is different from what came; none when it fits as it is."""

    def remarks(self, key: str, about: Text) -> tuple[Remark, ...]:
        """The reasons as remarks about a field."""
        taken = self.value is not None and self.value not in ("", ())
        kind = RemarkKind.CHANGED if taken else RemarkKind.LEFT_OUT
        reasons = self.reasons
        if len(reasons) > MOST_REASONS:
            more = T("{count} more such changes here.", count=len(reasons) - MOST_REASONS)
            reasons = (*reasons[:MOST_REASONS], more)
        return tuple(Remark(kind=kind, about=about, reason=reason, key=key) for reason in reasons)


def fit(field: Field, raw: object) -> Fitted:
    """The value in the field's kind: numbers brought into range, lists cut and rid of doubles, wrong types left out.

    A text that breaks its limits stays as it is, for a person to correct it.
    """
    if field.kind is FieldKind.TABLE:
        return _fit_table(field, raw)
    return fit_value(field.kind, field.limits, field.choices, raw)


def fit_value(kind: FieldKind, limits: Limits, choices: tuple[Choice, ...], raw: object) -> Fitted:
    """The same for a value without rows, such as a table's cell."""
    match kind:
        case FieldKind.TEXT | FieldKind.LANGUAGE:
            return _fit_text(raw)
        case FieldKind.INTEGER:
            return _fit_number(limits, raw, _as_whole, T("a whole number"))
        case FieldKind.DECIMAL:
            return _fit_number(limits, raw, _as_decimal, T("a number"))
        case FieldKind.CHOICE:
            return _fit_choice(choices, raw)
        case FieldKind.FLAG:
            return _fit_flag(raw)
        case _:
            return _fit_list(kind, limits, raw)


def named(items: Iterable[object]) -> str:
    """Some items for a sentence: the first few, shortened, and how many more there are."""
    shown = list(items)
    words = [str(item) for item in shown[:MOST_NAMED]]
    short = [word if len(word) <= LONGEST_NAMED else word[: LONGEST_NAMED - 1] + "…" for word in words]
    more = len(shown) - len(short)
    return ", ".join([*short, f"+{more}"] if more else short)


def kind_words(raw: object) -> Text:
    """What sort of JSON value this is."""
    match raw:
        case bool():
            return T("true or false")
        case int() | float():
            return T("a number")
        case str():
            return T("a text")
        case list() | tuple():
            return T("a list")
        case None:
            return T("nothing")
        case _:
            return T("an object")


def unfit(kind: FieldKind, raw: object, wanted: Text) -> Fitted:
    """A value of another sort than the field's."""
    reason = T("This is {found}; {wanted} is needed.", found=kind_words(raw), wanted=wanted)
    return Fitted(value=None if kind is FieldKind.FLAG else empty_value(kind), reasons=(reason,))


def _fit_text(raw: object) -> Fitted:
    if isinstance(raw, str):
        if _LONE_SURROGATE.search(raw):
            return Fitted(value="", reasons=(T("It has broken characters that can't be sent."),))
        return Fitted(value=raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**30:
        return Fitted(value=str(raw), reasons=(T("The number is taken as the text that is needed."),))
    return unfit(FieldKind.TEXT, raw, T("a text"))


def _fit_number(limits: Limits, raw: object, convert: Callable[[object], float | None], wanted: Text) -> Fitted:
    number = convert(raw)
    if number is None:
        return unfit(FieldKind.INTEGER, raw, wanted)
    reasons = (T("The text is taken as the number that is needed."),) if isinstance(raw, str) else ()
    low, high, above = limits.minimum, limits.maximum, limits.above
    if low is not None and number < low:
        reason = T("{given} is less than {limit}, the least.", given=named([number]), limit=named([_like(number, low)]))
        return Fitted(value=_like(number, low), reasons=(*reasons, reason))
    if high is not None and number > high:
        reason = T("{given} is more than {limit}, the most.", given=named([number]), limit=named([_like(number, high)]))
        return Fitted(value=_like(number, high), reasons=(*reasons, reason))
    if above is not None and number <= above:
        reason = T("Only more than {limit} is taken.", limit=named([_like(number, above)]))
        return Fitted(value=None, reasons=(*reasons, reason))
    return Fitted(value=number, reasons=reasons)


def _like(number: float, limit: float) -> float:
    return int(limit) if isinstance(number, int) or limit == int(limit) else limit


def _as_whole(raw: object) -> int | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw
    if isinstance(raw, float) and math.isfinite(raw) and raw == int(raw):
        return int(raw)
    return int(raw) if isinstance(raw, str) and _WHOLE.fullmatch(raw.strip()) else None


def _as_decimal(raw: object) -> float | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int) or (isinstance(raw, float) and math.isfinite(raw)):
        return raw
    return float(raw) if isinstance(raw, str) and _DECIMAL.fullmatch(raw.strip()) else None


def _fit_choice(choices: tuple[Choice, ...], raw: object) -> Fitted:
    offered = [choice.value for choice in choices]
    for value in offered:
        if type(value) is type(raw) and value == raw:
            return Fitted(value=value)
    spelt = raw.strip().casefold() if isinstance(raw, str) else str(raw) if _is_number(raw) else None
    for value in offered:
        if spelt is not None and str(value).casefold() == spelt:
            return Fitted(value=value, reasons=(T("Taken as {value}.", value=value),))
    if spelt is None:
        return unfit(FieldKind.CHOICE, raw, T("one of the options"))
    return Fitted(value=None, reasons=(T("“{value}” is not offered here.", value=named([raw])),))


def _is_number(raw: object) -> bool:
    return isinstance(raw, (int, float)) and not isinstance(raw, bool)


def _fit_flag(raw: object) -> Fitted:
    if isinstance(raw, bool):
        return Fitted(value=raw)
    words = {"true": True, "1": True, "false": False, "0": False}
    if isinstance(raw, (str, int, float)) and (word := str(raw).strip().casefold()) in words:
        return Fitted(value=words[word], reasons=(T("Taken as on.") if words[word] else T("Taken as off."),))
    return unfit(FieldKind.FLAG, raw, T("true or false"))


def _fit_list(kind: FieldKind, limits: Limits, raw: object) -> Fitted:
    if isinstance(raw, str):
        return Fitted(value=(raw,), reasons=(T("The text is taken as a list of one."),)) if raw else Fitted(value=())
    if not isinstance(raw, (list, tuple)):
        return unfit(kind, raw, T("a list"))
    reasons: list[Text] = []
    items = [_fit_text(item) for item in raw]
    good = [str(each.value) for each in items if each.value not in (None, "")]
    if changed := next((reason for each in items for reason in each.reasons), None):
        reasons.append(changed)
    elif len(good) < len(items):
        reasons.append(T("Empty items are left out."))
    once = list(dict.fromkeys(good))
    if len(once) < len(good):
        twice = [item for item, times in Counter(good).items() if times > 1]
        reasons.append(T("Listed more than once, taken once: {items}.", items=named(twice)))
    return _cut(once, limits.max_items, tuple(reasons))


def _cut(items: list[str], most: int | None, reasons: tuple[Text, ...]) -> Fitted:
    if most is None or len(items) <= most:
        return Fitted(value=tuple(items), reasons=reasons)
    cut = T("At most {limit} are taken; left out: {items}.", limit=most, items=named(items[most:]))
    return Fitted(value=tuple(items[:most]), reasons=(*reasons, cut))


def _fit_table(field: Field, raw: object) -> Fitted:
    if not isinstance(raw, (list, tuple)):
        return unfit(FieldKind.TABLE, raw, T("a list"))
    reasons: list[Text] = []
    rows: list[dict[str, Value]] = []
    for number, row in enumerate(raw, start=1):
        if not isinstance(row, dict):
            reasons.append(
                T("Row {number}: this is {found}; an object is needed.", number=number, found=kind_words(row))
            )
            continue
        fitted = {column.key: _fit_cell(column, row.get(column.key)) for column in field.columns}
        rows.append({key: cell.value for key, cell in fitted.items()})
        reasons += [
            T("Row {number}, {column}: {reason}", number=number, column=column.label, reason=reason)
            for column in field.columns
            for reason in fitted[column.key].reasons
        ]
    most = field.limits.max_items
    if most is not None and len(rows) > most:
        first = field.columns[0].key
        lost = named(row[first] for row in rows[most:])
        reasons.append(T("At most {limit} are taken; left out: {items}.", limit=most, items=lost))
        rows = rows[:most]
    return Fitted(value=tuple(rows), reasons=tuple(reasons))


def _fit_cell(column: Column, raw: object) -> Fitted:
    if raw is None:
        return Fitted(value=empty_value(column.kind))
    return fit_value(column.kind, column.limits, column.choices, raw)

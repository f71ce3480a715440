"""A form's vocabulary: each request field is declared once, and form, validation, preview and help come from that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import Text

Value = object
"""A field's value, by kind: str, int | None, float | None, bool, tuple[str, ...] or tuple[dict[str, Value], ...]."""

Values = Mapping[str, Value]
"""A form's values by field key. An empty str, None and () mean "not given"; such fields are not sent."""


class Section(StrEnum):
    """The parts every form has, in this order."""

    ROOM = "room"
    USER = "user"
    LANGUAGE = "language"
    TRANSLATION = "translation"
    ADVANCED = "advanced"


class FieldKind(StrEnum):
    """What a field holds, and with that which editor shows it."""

    TEXT = "text"
    """str"""
    INTEGER = "integer"
    """int, or None when left empty"""
    DECIMAL = "decimal"
    """float, or None when left empty"""
    CHOICE = "choice"
    """the `value` of one of `choices`, or None when left to the vendor"""
    FLAG = "flag"
    """bool"""
    LANGUAGE = "language"
    """a language code, or "" """
    LANGUAGES = "languages"
    """tuple of language codes, in order"""
    TEXTS = "texts"
    """tuple of str: user ids, keywords"""
    TABLE = "table"
    """tuple of rows; a row is a dict by column key"""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a value must keep to. Numbers are inclusive unless said otherwise; None means no limit."""

    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    """Exclusive lower bound."""
    max_length: int | None = None
    """In characters."""
    max_bytes: int | None = None
    """In UTF-8 bytes."""
    pattern: str | None = None
    """A regular expression that the whole text (or each item) must match."""
    pattern_hint: Text | None = None
    """What to say when the pattern does not match."""
    min_items: int | None = None
    max_items: int | None = None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One option of a CHOICE field."""

    value: Value
    label: Text
    help: Text | None = None


@dataclass(frozen=True, kw_only=True)
class When:
    """A condition on another field of the same form: its value is one of `among`, or merely given."""

    key: str
    among: tuple[Value, ...] | None = None

    def holds(self, values: Values) -> bool:
        """Whether the condition is met by `values`."""
        value = values.get(self.key)
        return given(value) if self.among is None else value in self.among


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a TABLE field; kinds TEXT, INTEGER, DECIMAL, CHOICE, LANGUAGE, LANGUAGES and TEXTS are allowed."""

    key: str
    kind: FieldKind
    label: Text
    help: Text | None = None
    limits: Limits = Limits()
    required: bool = True
    choices: tuple[Choice, ...] = ()
    language_use: LanguageUse | None = None


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a generation's request, declared once."""

    key: str
    """Our name, unique in the generation, snake_case."""
    kind: FieldKind
    section: Section
    label: Text
    help: Text
    """One or two sentences; ends with a full stop."""
    path: str = ""
    """The vendor's own name with dots, e.g. `TranscriptionParams.UserId`: shown dim, and errors naming it land here."""
    required: bool = False
    """Must be given whenever the field is shown."""
    default: Value = None
    """What a fresh form shows; None for "not given" (becomes "" or () by kind)."""
    placeholder: Text | None = None
    """What an empty editor says in dim type, e.g. the vendor's default."""
    unit: Text | None = None
    limits: Limits = Limits()
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    language_use: LanguageUse | None = None
    secret: bool = False
    """Never leaves memory or keyring; shown as dots; redacted in every preview."""
    shown_when: tuple[When, ...] = ()
    """All must hold, else the field is hidden and not sent."""
    sites: frozenset[str] | None = None
    """Ids of the sites that have this field; None means every site."""
    updatable: bool = False
    """A running task can take a new value in place (only where the generation can update)."""

    def shown(self, values: Values, site: str) -> bool:
        """Whether the field belongs in the form for `site` with these values."""
        return (self.sites is None or site in self.sites) and all(when.holds(values) for when in self.shown_when)

    def initial(self) -> Value:
        """The value of a fresh form."""
        return self.default if self.default is not None else empty_value(self.kind)


def empty_value(kind: FieldKind) -> Value:
    """How "not given" looks for a kind."""
    match kind:
        case FieldKind.TEXT | FieldKind.LANGUAGE:
            return ""
        case FieldKind.LANGUAGES | FieldKind.TEXTS | FieldKind.TABLE:
            return ()
        case FieldKind.FLAG:
            return False
        case _:
            return None


def given(value: Value) -> bool:
    """Whether somebody chose a value: False, 0 and texts of spaces are given, "" and None and () are not."""
    return value is not None and value not in ("", ()) and value != []


def rows_of(value: Value) -> list[Mapping[str, Value]]:
    """The rows of a table's value; none for anything else."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (tuple, list)) else []


def texts_of(value: Value) -> tuple[str, ...]:
    """The items of a list's value; none for anything else."""
    return tuple(str(item) for item in value) if isinstance(value, (tuple, list)) else ()

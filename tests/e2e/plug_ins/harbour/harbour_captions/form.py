"""What people fill in, what a profile must know, and how both become a request."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from roomscribe.domain.fields import Field, FieldKind, Limits, Section, Values
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import T
from roomscribe.vendors.language_data import read_catalogue
from roomscribe.vendors.protocol import AccountField, Site

SITE = Site(id="pier", title=T("Pier one"), base_url="https://harbour.example")
KEY = AccountField(key="pass_key", label=T("Harbour pass"), help=T("From the harbour master."), secret=True)
LANGUAGES = read_catalogue(files(__package__).joinpath("languages.json").read_text(encoding="utf-8"))

FIELDS = (
    Field(
        key="berth",
        kind=FieldKind.TEXT,
        section=Section.ROOM,
        label=T("Berth"),
        help=T("Where the bot is moored."),
        path="berth",
        required=True,
        limits=Limits(max_length=20),
    ),
    Field(
        key="ship",
        kind=FieldKind.TEXT,
        section=Section.USER,
        label=T("Ship"),
        help=T("The bot's name in the berth."),
        path="ship",
        required=True,
        default="SS Caption",
    ),
    Field(
        key="heard",
        kind=FieldKind.LANGUAGE,
        section=Section.LANGUAGE,
        label=T("Spoken language"),
        help=T("What is spoken on deck."),
        path="heard",
        required=True,
        default="sea",
        language_use=LanguageUse.RECOGNISE,
    ),
    Field(
        key="flags",
        kind=FieldKind.LANGUAGES,
        section=Section.TRANSLATION,
        label=T("Translate into"),
        help=T("The flags that are hoisted."),
        path="flags",
        language_use=LanguageUse.TRANSLATE_TO,
    ),
)


def body(values: Values) -> dict[str, Any]:
    """The request's parameters."""
    return {field.path: values.get(field.key) or None for field in FIELDS}


def heard(values: Values) -> tuple[str, ...]:
    """The spoken language."""
    return (str(values["heard"]),) if values.get("heard") else ()


def flags(values: Values) -> tuple[str, ...]:
    """The languages translated into."""
    found = values.get("flags")
    return tuple(map(str, found)) if isinstance(found, (tuple, list)) else ()

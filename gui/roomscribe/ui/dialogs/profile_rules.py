"""What is wrong with a profile while it is typed, and the slips people make with account fields. No widgets."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.run_time import run_time_too_long
from roomscribe.domain.text import T, Text
from roomscribe.net.addresses import require_safe_url
from roomscribe.vendors.protocol import AccountField, Generation

NO_PROXY = "none"
FASTEST, LONGEST_NUMBER = 1000, 4
"""Requests a second that an account may be given, and the digits of that."""
_BLANKS = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
"""Visible and invisible: what web pages and chats leave around a copied key."""


def without_blanks(text: str) -> str:
    """An account value as it was meant: no such value has a blank in it."""
    return _BLANKS.sub("", text)


LONGEST_NAME = 100
"""Characters of a profile's name: tables, menus and messages show it."""


def check_name(name: str, taken: Collection[str]) -> Text | None:
    """What is wrong with a profile's name."""
    if name.strip().casefold() in {each.casefold() for each in taken}:
        return T("Another profile has this name already.")
    if len(name.strip()) > LONGEST_NAME:
        return T("Enter {most} characters at most: these are {count}.", most=LONGEST_NAME, count=len(name.strip()))
    return None


def free_name(wish: str, taken: Collection[str]) -> str:
    """The wished name, with a number where it is taken."""
    used = {each.casefold() for each in taken}
    name, count = wish, 1
    while name.casefold() in used:
        count += 1
        name = f"{wish} {count}"
    return name


def check_account(fields: Collection[AccountField], key: str, values: Mapping[str, str]) -> Text | None:
    """What is wrong with one given account value; an empty one is `missing`'s business."""
    field, value = _field(fields, key), values.get(key, "")
    if not value:
        return None
    for other in fields:
        if other.key != key and values.get(other.key) == value:
            return T(
                "This is the same text as in {other}. Copy the {label} again.", other=other.label, label=field.label
            )
    if field.pattern is None or re.fullmatch(field.pattern, value):
        return None
    if mistaken := _looks_like(fields, field, value):
        return T("This looks like the {other}, not the {label}.", other=mistaken.label, label=field.label)
    return field.pattern_hint or T("This does not have the form of the {label}.", label=field.label)


def suspect_account(fields: Collection[AccountField], key: str, values: Mapping[str, str]) -> Text | None:
    """A doubt about a value whose form the vendor does not document: it may be right, so it may be saved."""
    field, value = _field(fields, key), values.get(key, "")
    if value and field.pattern is None and (mistaken := _looks_like(fields, field, value)):
        return T("Is this the {label}? It has the form of the {other}.", label=field.label, other=mistaken.label)
    return None


def missing(field: AccountField) -> Text:
    """What to say where a required value was not given."""
    return T("Fill in {label}.", label=field.label)


def check_base_url(url: str) -> Text | None:
    """What is wrong with an address that replaces the vendor's own."""
    if not url:
        return None
    try:
        require_safe_url(url)
    except BadRequest as refusal:
        return refusal.message
    except ValueError:
        return T("This is not an address.")
    return _no_password(url)


def check_proxy(url: str) -> Text | None:
    """What is wrong with a proxy's address."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        return T("This is not an address.")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return T("Enter the proxy as http://host:port")
    return _no_password(url)


def check_rate(text: str) -> Text | None:
    """What is wrong with the number of requests that an account may send in a second."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0
    if text and not 1 <= number <= FASTEST:
        return T("Enter a whole number from 1 to {most}, or leave it empty.", most=FASTEST)
    return None


def check_minutes(minutes: int, generation: Generation) -> Text | None:
    """What is wrong with the time a new task gets."""
    return run_time_too_long(minutes, generation.abilities.longest_run)


def _field(fields: Collection[AccountField], key: str) -> AccountField:
    return next(each for each in fields if each.key == key)


def _looks_like(fields: Collection[AccountField], field: AccountField, value: str) -> AccountField | None:
    for other in fields:
        if other.key != field.key and other.pattern is not None and re.fullmatch(other.pattern, value):
            return other
    return None


def _no_password(url: str) -> Text | None:
    if urlsplit(url).password:
        return T("Leave the password out of the address: profiles are saved as plain text.")
    return None

"""Which account fields a profile is asked for, and which say whose tasks it sees: how it signs in may differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from roomscribe.vendors.protocol import AccountField


def asked_for(fields: Iterable[AccountField], account: Mapping[str, str]) -> tuple[AccountField, ...]:
    """The fields that this account needs, each `required` or not as it is there.

    A choice that the account does not make is its first one: profiles are older than choices.
    """
    every = tuple(fields)
    chosen = {each.key: account.get(each.key) or str(each.choices[0].value) for each in every if each.choices}
    values = {**account, **chosen}
    return tuple(
        replace(each, required=each.required or _holds(each, values))
        for each in every
        if all(when.holds(values) for when in each.shown_when)
    )


def identity(fields: Iterable[AccountField], account: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What two profiles of one account have in common, however each of them signs in."""
    lasting = [each.key for each in fields if not (each.secret or each.choices or each.shown_when)]
    return tuple((key, account.get(key, "")) for key in lasting) or tuple(sorted(account.items()))


def _holds(field: AccountField, values: Mapping[str, str]) -> bool:
    return bool(field.required_when) and all(when.holds(values) for when in field.required_when)

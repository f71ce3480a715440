"""Which account fields are asked for."""

from __future__ import annotations

import pytest

from roomscribe.domain.fields import Choice, When
from roomscribe.domain.text import T
from roomscribe.vendors.accounts import asked_for, identity
from roomscribe.vendors.protocol import AccountField

FIELDS = (
    AccountField(
        key="way",
        label=T("Way"),
        help=T("H."),
        choices=(Choice(value="key", label=T("Key")), Choice(value="token", label=T("Token"))),
    ),
    AccountField(key="key", label=T("Key"), help=T("H."), shown_when=(When(key="way", among=("key",)),)),
    AccountField(
        key="certificate",
        label=T("Certificate"),
        help=T("H."),
        required=False,
        required_when=(When(key="way", among=("token",)),),
    ),
)


@pytest.mark.parametrize(
    ("account", "asked"),
    [
        ({}, {"way": True, "key": True, "certificate": False}),
        ({"way": ""}, {"way": True, "key": True, "certificate": False}),
        ({"way": "key"}, {"way": True, "key": True, "certificate": False}),
        ({"way": "token"}, {"way": True, "certificate": True}),
        ({"way": "token", "key": "typed before"}, {"way": True, "certificate": True}),
    ],
)
def test_what_is_asked_and_required_depends_on_the_choice(account: dict[str, str], asked: dict[str, bool]) -> None:
    assert {each.key: each.required for each in asked_for(FIELDS, account)} == asked


def test_how_an_account_signs_in_makes_it_no_other_one() -> None:
    fields = (AccountField(key="project", label=T("Project"), help=T("H.")), *FIELDS)
    by_key = {"project": "p", "certificate": "c", "key": "k"}
    by_token = {"project": "p", "certificate": "c", "way": "token"}
    assert identity(fields, by_key) == identity(fields, by_token)
    assert identity(fields, by_key) != identity(fields, {**by_key, "project": "q"})


def test_where_everything_depends_on_the_choice_the_whole_account_counts() -> None:
    assert identity(FIELDS[:2], {"key": "a"}) != identity(FIELDS[:2], {"key": "b"})

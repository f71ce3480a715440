"""Which account fields are asked for."""

from __future__ import annotations

import pytest

from roomscribe.domain.fields import Choice, When
from roomscribe.domain.text import T
from roomscribe.vendors.accounts import asked_for
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

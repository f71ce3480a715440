"""The account's fields: what is asked for follows from how the account signs in."""

from __future__ import annotations

import pytest

from roomscribe.ui.dialogs.account_rows import AccountRows
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say
from roomscribe.vendors.agora.account import ACCOUNT_FIELDS

HEX = "0123456789abcdef" * 2


@pytest.fixture
def rows(qtbot, theme: Theme) -> AccountRows:
    rows = AccountRows(theme)
    qtbot.addWidget(rows)
    rows.set_fields(ACCOUNT_FIELDS)
    return rows


def shown(rows: AccountRows) -> list[str]:
    return [key for key, row in rows._rows.items() if not row.cell.isHidden()]


def note(rows: AccountRows, key: str) -> str:
    return rows._rows[key]._note.text()


def choose(rows: AccountRows, way: str) -> None:
    box = rows._choices["sign_in"]
    box.setCurrentIndex(box.findData(way))


def test_a_fresh_account_signs_in_with_its_customer_keys(rows: AccountRows) -> None:
    assert shown(rows) == ["app_id", "app_certificate", "sign_in", "customer_id", "customer_secret"]
    assert note(rows, "app_certificate").startswith("Optional. ")
    assert rows.account() == {}
    assert set(rows.problems()) == {"app_id", "customer_id", "customer_secret"}


@pytest.mark.parametrize("way", ["token", "token-unquoted"])
def test_a_token_needs_the_certificate_and_no_customer_keys(rows: AccountRows, way: str) -> None:
    choose(rows, way)
    assert shown(rows) == ["app_id", "app_certificate", "sign_in"]
    assert not note(rows, "app_certificate").startswith("Optional")
    chosen = next(each for each in ACCOUNT_FIELDS[2].choices if each.value == way)
    assert chosen.help is not None
    assert note(rows, "sign_in") == say(chosen.help)
    assert set(rows.problems()) == {"app_id", "app_certificate"}
    assert rows.account() == {"sign_in": way}


def test_what_was_typed_before_the_choice_is_still_there_after_it(rows: AccountRows) -> None:
    rows.set_values({"app_id": HEX, "customer_id": "customer", "sign_in": "token"})
    assert "customer_id" not in shown(rows)
    choose(rows, "basic")
    assert rows.account() == {"app_id": HEX, "customer_id": "customer"}
    assert set(rows.problems()) == {"customer_secret"}


def test_the_choice_survives_a_look_at_another_version(rows: AccountRows) -> None:
    choose(rows, "token")
    rows.set_fields(())
    rows.set_fields(ACCOUNT_FIELDS)
    assert rows.account() == {"sign_in": "token"}

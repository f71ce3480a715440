"""What is wrong with a profile, and the slips people make with account fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.domain.text import T
from roomscribe.ui.dialogs.connection_words import clock_words, report_words
from roomscribe.ui.dialogs.profile_rules import (
    check_account,
    check_base_url,
    check_name,
    check_proxy,
    check_rate,
    free_name,
    suspect_account,
    without_blanks,
)
from roomscribe.vendors.protocol import AccountField, ConnectionReport

FIELDS = (
    AccountField(key="id", label=T("SecretId"), help=T("H."), pattern="AKID[a-z]+"),
    AccountField(key="key", label=T("SecretKey"), help=T("H."), secret=True),
    AccountField(key="sdk", label=T("SDKSecretKey"), help=T("H."), secret=True, pattern="[0-9a-f]{64}"),
)


def test_a_value_in_the_wrong_field_is_recognised_by_its_shape() -> None:
    assert str(check_account(FIELDS, "id", {"id": "a" * 64})) == "This looks like the SDKSecretKey, not the SecretId."
    assert "64" not in str(check_account(FIELDS, "sdk", {"sdk": "AKIDabc"}))


def test_a_field_without_a_known_shape_is_doubted_and_not_refused() -> None:
    assert check_account(FIELDS, "key", {"key": "a" * 64}) is None
    assert str(suspect_account(FIELDS, "key", {"key": "a" * 64})).startswith("Is this the SecretKey?")
    assert suspect_account(FIELDS, "key", {"key": "something else"}) is None


def test_the_same_text_twice_is_a_slip() -> None:
    assert "same text as in SecretId" in str(check_account(FIELDS, "key", {"id": "AKIDx", "key": "AKIDx"}))


def test_nothing_is_wrong_with_what_fits_or_is_not_given() -> None:
    assert check_account(FIELDS, "id", {"id": "AKIDabc"}) is None
    assert check_account(FIELDS, "id", {}) is None


def test_blanks_of_every_kind_are_taken_out() -> None:
    assert without_blanks(" AK ID\u200b\t12\ufeff\u00a03\n") == "AKID123"


def test_names_are_unique_whatever_their_case() -> None:
    assert check_name("trial", ["Trial"]) is not None
    assert check_name("Trial 2", ["Trial"]) is None
    assert check_name("x" * 100, []) is None
    assert "100 characters at most" in str(check_name("x" * 600, []))
    assert free_name("Trial", ["trial", "Trial 2"]) == "Trial 3"


@pytest.mark.parametrize("url", ["", "https://gateway.example", "http://127.0.0.1:8080"])
def test_addresses_that_may_be_used(url: str) -> None:
    assert check_base_url(url) is None


@pytest.mark.parametrize("url", ["http://gateway.example", "gateway", "https://a:secret@host", "https://[half"])
def test_addresses_that_may_not(url: str) -> None:
    assert check_base_url(url) is not None


@pytest.mark.parametrize(
    "url", ["gateway", "gateway.example:8443", "localhost:8080", "127.0.0.1:8080", "ftp://gateway"]
)
def test_an_address_without_a_scheme_is_told_which_to_write(url: str) -> None:
    expected = "The address must begin with https:// (or http:// for this computer, 127.0.0.1)."
    assert str(check_base_url(url)) == expected


def test_proxies() -> None:
    assert check_proxy("http://127.0.0.1:3128") is None
    for url in ("", "proxy:3128", "http://", "http://a:secret@host:1", "http://host:many"):
        assert check_proxy(url) is not None, url


@pytest.mark.parametrize(
    ("skew", "words"),
    [
        (0.4, "Your clock agrees with the vendor's."),
        (1.24, "Your clock is 1.2 seconds behind the vendor's."),
        (-90, "Your clock is 90 seconds ahead of the vendor's."),
        (600, "Your clock is 10 minutes behind the vendor's."),
        (-7300, "Your clock is 2 hours ahead of the vendor's."),
    ],
)
def test_how_clocks_differ_in_words(skew: float, words: str) -> None:
    assert str(clock_words(skew)) == words


def test_an_error_code_that_proves_the_connection_is_called_expected() -> None:
    answer = "FailedOperation.TaskNotExist: no such task"
    report = ConnectionReport(ok=True, answer=answer, meaning=T("Accepted."), clock_skew=None)
    assert report_words(report).note == f"Expected answer to a test question: {answer}"
    assert report_words(replace(report, ok=False)).note == f"Answer: {answer}"


@pytest.mark.parametrize("text", ["", "1", "10", "1000"])
def test_a_rate_is_a_whole_number_or_left_out(text: str) -> None:
    assert check_rate(text) is None


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "1001", "ten", "²", "9" * 5000])
def test_another_rate_is_refused(text: str) -> None:
    assert str(check_rate(text)) == "Enter a whole number from 1 to 1000, or leave it empty."

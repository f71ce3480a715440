"""The book holds every catalogue once, and finds what a note, old or new, tells of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.domain.error_catalogue import GAP, Repeat
from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.own_errors import NO_ANSWER, OWN_ERRORS
from roomscribe.domain.text import T
from roomscribe.services.error_book import ErrorBook
from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.registry import Registry, load_registry

REGISTRY = Registry([*load_registry().vendors, BLANK])


@pytest.fixture(scope="module")
def book() -> ErrorBook:
    return ErrorBook(REGISTRY)


def note(code: str, entry: str = "") -> ErrorNote:
    return ErrorNote(
        kind=FailureKind.REJECTED, code=code, vendor_message="words", meaning=T("M."), remedy=T("R."), entry=entry
    )


def test_everything_stands_in_it_once_with_everybody_who_says_it(book: ErrorBook) -> None:
    keys = [each.entry.key for each in book.entries]
    assert len(keys) == len(set(keys))
    for generation in REGISTRY.generations():
        for entry in generation.errors.entries:
            (found,) = (each for each in book.entries if each.entry is entry)
            assert generation in found.generations
            assert found.vendor is REGISTRY.vendor_of(generation.id)
    assert [each.entry for each in book.entries if each.vendor is None] == list(OWN_ERRORS)
    assert not any(each.entry.code == GAP for each in book.entries)


def test_every_note_of_every_catalogue_leads_to_its_entry(book: ErrorBook) -> None:
    told = [each for each in book.entries if each.entry.kind is not None]
    assert len(told) > 100
    for each in told:
        explained = book.explained(each.entry.note())
        assert (explained.found, explained.known, explained.vendor) == (each, True, each.vendor)


@pytest.mark.parametrize(
    ("code", "vendor", "key"),
    [
        ("FailedOperation.TaskExist", "trtc", "trtc/FailedOperation.TaskExist"),
        ("timeout", "trtc", NO_ANSWER.key),
        ("TaskConflict", "agora", "agora/reason/TaskConflict"),
    ],
)
def test_what_older_versions_wrote_down_is_found_by_its_code(book: ErrorBook, code: str, vendor: str, key: str) -> None:
    found = book.explained(note(code), vendor).found
    assert found is not None
    assert found.entry.key == key


def test_a_code_is_not_taken_from_another_vendor(book: ErrorBook) -> None:
    assert book.explained(note("FailedOperation.TaskExist"), "agora").found is None
    assert book.explained(note("FailedOperation.TaskExist")).found is None


def test_a_code_of_a_known_family_is_not_known_itself(book: ErrorBook) -> None:
    explained = book.explained(note("AuthFailure.BrandNew", "trtc/AuthFailure"))
    assert not explained.known
    assert explained.vendor is not None
    assert explained.vendor.id == "trtc"


@pytest.mark.parametrize(("entry", "vendor"), [("trtc/…", ""), ("", "trtc")])
def test_a_code_nobody_knows_still_has_a_vendor_to_ask(book: ErrorBook, entry: str, vendor: str) -> None:
    explained = book.explained(note("Brand.New", entry), vendor)
    assert not explained.known
    assert explained.vendor is not None
    assert explained.vendor.id == "trtc"


def test_a_text_is_known_whatever_status_came_with_it(book: ErrorBook) -> None:
    assert book.explained(note("400", "agora/text/not-found")).known


def test_what_a_removed_add_on_said_is_shown_as_it_stands(book: ErrorBook) -> None:
    explained = book.explained(note("gone", "removed/gone"), "removed")
    assert (explained.found, explained.vendor, explained.known) == (None, None, False)


def test_a_message_finds_its_meaning_also_in_what_older_versions_wrote_down(book: ErrorBook) -> None:
    old = replace(note("FailedOperation", "trtc/FailedOperation"), vendor_message="The number of tasks exceeds")
    assert (plain := book.explained(old).found) is not None
    assert plain.entry.key == "trtc/FailedOperation"
    old = replace(old, vendor_message="The number of tasks or streams exceeds the limit.")
    explained = book.explained(old)
    assert explained.known
    assert explained.found is not None
    assert explained.found.entry.repeat is Repeat.LATER

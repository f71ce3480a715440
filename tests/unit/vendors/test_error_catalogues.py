"""What holds for the errors of every generation, whoever the vendor is."""

from __future__ import annotations

import re

import pytest

from roomscribe.domain.error_catalogue import CatalogueEntry, Repeat, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.own_errors import OWN_ERRORS
from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry, load_registry

REGISTRY = Registry([*load_registry().vendors, BLANK])
GENERATIONS = REGISTRY.generations()
EVERY = {each.key: each for one in GENERATIONS for each in (*one.errors.entries, *one.errors.others)} | {
    each.key: each for each in OWN_ERRORS
}
OF_A_PROFILE = {"base_url", "region", "site", "proxy"}
"""Fields that every profile has."""
SOURCE = re.compile(r"(tencent|agora|design)\.md §\d+(\.\d+)?|vendors/blank")
K = FailureKind


@pytest.mark.parametrize("entry", EVERY.values(), ids=list(EVERY))
def test_an_entry_says_in_whole_sentences_what_it_means_and_what_to_do(entry: CatalogueEntry) -> None:
    for text in (entry.meaning, entry.remedy):
        assert re.fullmatch(r"[A-Z“].*\.", str(text)), text
        assert "{" not in str(text)
    assert entry.meaning != entry.remedy
    assert SOURCE.fullmatch(entry.source)


@pytest.mark.parametrize("entry", EVERY.values(), ids=list(EVERY))
def test_a_repetition_never_harms(entry: CatalogueEntry) -> None:
    """Design §5: nothing is retried that the vendor does not make harmless."""
    if entry.kind in (K.AUTH, K.DUPLICATE, K.NOT_FOUND, None):
        assert not entry.retryable  # the same request would be refused again, or is not one of ours
    if entry.kind is K.RATE_LIMITED:
        assert entry.repeat is Repeat.LATER
    if entry.kind is K.AMBIGUOUS:
        assert entry.repeat is Repeat.ASK_FIRST


@pytest.mark.parametrize("entry", EVERY.values(), ids=list(EVERY))
def test_what_is_met_elsewhere_says_where_and_decides_nothing(entry: CatalogueEntry) -> None:
    elsewhere = entry.spelling is Spelling.ELSEWHERE
    assert elsewhere == (entry.kind is None) == (entry.where is not None)
    if elsewhere:
        with pytest.raises(ValueError, match=re.escape(entry.key)):
            entry.note()
    else:
        note = entry.note(code="raw", vendor_message="words", request_id="r-1")
        assert (note.code, note.entry, note.kind, note.retryable) == ("raw", entry.key, entry.kind, entry.retryable)


@pytest.mark.parametrize("generation", GENERATIONS, ids=lambda each: each.id)
def test_the_field_of_an_entry_exists_in_the_form_or_the_profile(generation: Generation) -> None:
    known = {each.key for each in generation.fields} | {each.key for each in generation.account_fields} | OF_A_PROFILE
    named = {each.field for each in generation.errors.entries if each.field}
    assert named
    assert named <= known


@pytest.mark.parametrize("generation", GENERATIONS, ids=lambda each: each.id)
def test_an_entry_belongs_to_its_vendor_and_to_calls_of_the_generation(generation: Generation) -> None:
    vendor = REGISTRY.vendor_of(generation.id)
    keys = [each.key for each in generation.errors.entries]
    assert len(keys) == len(set(keys))
    assert generation.errors.others
    for entry in (*generation.errors.entries, *generation.errors.others):
        assert entry.vendor == vendor.id
        assert entry.key.startswith(f"{vendor.id}/")
        assert EVERY[entry.key] is entry
        assert bool(generation.errors.calls_of(entry)) == (entry.spelling is not Spelling.ELSEWHERE)

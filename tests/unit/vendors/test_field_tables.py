"""Every row of the vendors' field tables has its field, with the table's range, default and sites; and no field is
made up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from roomscribe.domain.fields import Column, Field, FieldKind
from roomscribe.domain.validation import check_field
from roomscribe.vendors.agora.storage import REGION_KEYS
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry
from tests.support.field_tables import FORM, NO, REGIONS, TABLES, WHEN, YES, Row

REGISTRY = load_registry()
OURS_ALONE = {"user_sig_source", "bot_tokens", "storage_vendor_beyond"}
"""Fields without a vendor's name: how the bots' tokens are made, and a word of the user."""


def sites_of(row: Row, generation: Generation) -> tuple[str, ...]:
    return row.sites or tuple(site.id for site in generation.sites)


def fields_of(row: Row, generation: Generation) -> list[Field]:
    """The fields that carry this row, at every site that has it; one per site but for the storage's regions."""
    sites = set(sites_of(row, generation))
    every = [each for each in generation.fields if each.path == row.path]
    return [each for each in every if each.sites is None or each.sites & sites]


def column_of(row: Row, field: Field) -> Column:
    (column,) = [each for each in field.columns if each.key == row.column]
    return column


def every_row(by: str = FORM) -> list[Any]:
    return list(_rows(by))


def _rows(by: str) -> Iterator[object]:
    for generation_id, rows in TABLES.items():
        for row in rows:
            if row.by == by:
                name = "-".join(filter(None, (generation_id, row.path, row.column, *row.sites)))
                yield pytest.param(REGISTRY.generation(generation_id), row, id=name)


IN_THE_FORM = pytest.mark.parametrize(("generation", "row"), every_row())


def test_the_tables_are_of_all_generations() -> None:
    assert set(TABLES) == {each.id for each in REGISTRY.generations()}


@pytest.mark.parametrize("generation", REGISTRY.generations(), ids=lambda each: each.id)
def test_no_field_and_no_column_is_made_up_or_forgotten(generation: Generation) -> None:
    for site in generation.sites:
        here = [row for row in TABLES[generation.id] if site.id in sites_of(row, generation)]
        declared = {
            (field.path, column)
            for field in generation.fields
            if field.path and (field.sites is None or site.id in field.sites)
            for column in ("", *(each.key for each in field.columns))
        }
        # A table field may be named by its columns' rows alone.
        rows = {(row.path, row.column) for row in here if row.by == FORM}
        rows |= {(path, "") for path, _ in rows}
        assert declared == rows, site.id
        hidden = {row.path for row in TABLES[generation.id] if row not in here} - {path for path, _ in rows}
        assert not hidden & {path for path, _ in declared}
    assert {each.key for each in generation.fields if not each.path} <= OURS_ALONE


@pytest.mark.parametrize(("generation", "row"), [*every_row("console"), *every_row("never")])
def test_what_nobody_fills_in_has_no_field(generation: Generation, row: Row) -> None:
    assert fields_of(row, generation) == []


@IN_THE_FORM
def test_a_row_has_one_field_at_each_of_its_sites(generation: Generation, row: Row) -> None:
    for site in sites_of(row, generation):
        found = [each for each in fields_of(row, generation) if each.sites is None or site in each.sites]
        regions = {each.key for each in found} <= set(REGION_KEYS.values())
        assert len(found) == 1 or (regions and found)


@IN_THE_FORM
def test_required_is_required(generation: Generation, row: Row) -> None:
    for field in fields_of(row, generation):
        if row.column:
            assert column_of(row, field).required == (row.required == YES or row.column in ("term", "weight"))
        elif row.required == YES:
            assert field.required
            # Only a token that the console makes, or the user pastes, is hidden when it is needed.
            assert not field.shown_when or field.secret
        elif row.required == WHEN:
            assert field.shown_when or field.key == "target_languages"
        elif field.required:
            assert field.initial() == row.default, "optional for the vendor, so it begins with the vendor's default"


@IN_THE_FORM
def test_ranges_are_the_tables(generation: Generation, row: Row) -> None:
    for field in fields_of(row, generation):
        limits, kind = (
            (field.limits, field.kind) if not row.column else (column_of(row, field).limits, column_of(row, field).kind)
        )
        low, high = row.between or (None, None)
        assert (limits.minimum, limits.maximum) == (None if row.above is not None else low, high)
        assert limits.above == row.above
        assert (limits.max_bytes, limits.max_items) == (row.bytes, row.items)
        # One line is ours: the vendors say nothing about the length of a voice's or a term's name.
        assert limits.max_length == row.characters or (row.characters is None and limits.max_length == 200)
        assert kind is not FieldKind.DECIMAL or row.between
        _options(field, row)


def _options(field: Field, row: Row) -> None:
    if row.options is None:
        return
    if field.kind is FieldKind.FLAG:
        assert row.options == (False, True)
        return
    choices = column_of(row, field).choices if row.column else field.choices
    assert {choice.value for choice in choices} == set(row.options)


@IN_THE_FORM
def test_the_vendors_default_is_what_the_form_begins_with_or_shows(generation: Generation, row: Row) -> None:
    if row.default is None and row.own_default is None:
        return
    for field in fields_of(row, generation):
        if row.own_default is not None:
            assert field.initial() == row.own_default
        elif field.initial() not in ("", None):
            assert field.initial() == row.default
        else:
            choice = next((str(each.label) for each in field.choices if each.value == row.default), str(row.default))
            assert str(field.placeholder) == choice


@pytest.mark.parametrize("vendor", REGIONS)
@pytest.mark.parametrize("generation_id", ["agora-5", "agora-6", "agora-7"])
def test_regions_are_the_storage_vendors_own(generation_id: str, vendor: int) -> None:
    field = REGISTRY.generation(generation_id).field(REGION_KEYS[vendor])
    assert field is not None
    assert tuple(sorted(int(str(choice.value)) for choice in field.choices)) == REGIONS[vendor]
    stored = {"save_captions": True}
    assert field.shown({**stored, "storage_vendor": vendor}, "global")
    assert not any(field.shown({**stored, "storage_vendor": other}, "global") for other in range(20) if other != vendor)


@IN_THE_FORM
def test_what_may_be_left_out_may_be_left_empty(generation: Generation, row: Row) -> None:
    if row.required != NO or row.column:
        return
    for field in fields_of(row, generation):
        if not field.required:
            assert check_field(field, {}) == []
